import { describe, expect, it } from "vitest";
import { createAnswers } from "../../answers";
import type { Properties } from "../../engine/values";
import { Failures } from "../../sandbox/failures";
import { SandboxProvider } from "../../sandbox/provider";

const session = { inputs: { region: "us-east-2" } };

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONS = "aws:s3/bucketVersioning:BucketVersioning";
const COPIES = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const urnOf = (type: string, name: string) => `urn:pulumi:test::twincloud::${type}::${name}`;

const versions = (bucket: string, status: string): Properties => ({
  bucket,
  versioningConfiguration: { status },
});
const copies: Properties = {
  bucket: "here",
  role: "arn:aws:iam::123456789012:role/copies",
  rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::there" } }],
};

/** What an engine asks of a stack of buckets. */
class Stack {
  readonly #provider = new SandboxProvider(createAnswers(), new Failures([]));

  create(type: string, name: string, inputs: Properties, preview = false) {
    return this.#provider.create(session, urnOf(type, name), inputs, preview);
  }
  update(type: string, name: string, inputs: Properties) {
    return this.#provider.update(session, urnOf(type, name), name, inputs, false);
  }
  /** As it was before this process. */
  diff(type: string, name: string, inputs: Properties) {
    const question = { id: name, oldInputs: inputs, oldOutputs: inputs, inputs };
    return this.#provider.diff(session, { urn: urnOf(type, name), ...question });
  }
  delete(type: string, name: string) {
    this.#provider.delete(session, urnOf(type, name));
  }
  versioned(name: string, status = "Enabled") {
    this.create(VERSIONS, name, versions(name, status));
  }
}

const refusal = (end: string) => `rules[0].destination.bucket: there keeps no versions (${end})`;

describe("the sandbox's clouds", () => {
  it("refuse to make what can't stand beside what they have made", () => {
    const stack = new Stack();
    stack.versioned("here");
    stack.versioned("there", "Suspended");
    expect(() => stack.create(COPIES, "copies", copies)).toThrow(
      `${COPIES} "copies" would be refused: ${refusal("there")}`,
    );
  });

  it("make it where it can", () => {
    const stack = new Stack();
    stack.versioned("here");
    stack.versioned("there");
    expect(stack.create(COPIES, "copies", copies).id).toBe("here");
  });

  it("refuse the change that completes it, and keep what was", () => {
    const stack = new Stack();
    stack.versioned("here");
    stack.versioned("there");
    stack.create(COPIES, "copies", copies);
    expect(() => stack.update(VERSIONS, "there", versions("there", "Suspended"))).toThrow(
      `${VERSIONS} "there" would be refused, as ${COPIES} "copies" can't be with it: ${refusal("there")}`,
    );
    expect(stack.update(COPIES, "copies", copies).id).toBe("copies");
  });

  it("know what was there before them once the engine has asked what changes of it", () => {
    const stack = new Stack();
    stack.diff(VERSIONS, "here", versions("here", "Enabled"));
    stack.diff(VERSIONS, "there", versions("there", "Suspended"));
    expect(() => stack.create(COPIES, "copies", copies)).toThrow(refusal("there"));
  });

  it("miss what must be set on a bucket, and is not, in a new stack only", () => {
    const fresh = new Stack();
    fresh.versioned("here");
    fresh.create(BUCKET, "there", { bucket: "there" });
    expect(() => fresh.create(COPIES, "copies", copies)).toThrow(refusal("there"));

    const running = new Stack();
    running.diff(VERSIONS, "here", versions("here", "Enabled"));
    running.create(BUCKET, "there", { bucket: "there" });
    expect(running.create(COPIES, "copies", copies).id).toBe("here");
  });

  it("forget what is deleted, but not what is replaced before the old one goes", () => {
    const stack = new Stack();
    stack.versioned("here");
    stack.diff(VERSIONS, "there", versions("there", "Enabled"));
    stack.versioned("there", "Suspended");
    stack.delete(VERSIONS, "there");
    expect(() => stack.create(COPIES, "copies", copies)).toThrow(refusal("there"));
    stack.delete(VERSIONS, "there");
    expect(stack.create(COPIES, "copies", copies).id).toBe("here");
  });

  it("refuse nothing in a preview", () => {
    const stack = new Stack();
    stack.versioned("here");
    stack.versioned("there", "Suspended");
    expect(() => stack.create(COPIES, "copies", copies, true)).not.toThrow();
  });
});
