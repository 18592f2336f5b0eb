import { describe, expect, it } from "vitest";
import { graphFromState, StateError } from "../../graph/from-state";
import { urnOf } from "./fixtures";

const stack = {
  urn: urnOf("pulumi:pulumi:Stack", "twincloud-test"),
  custom: false,
  type: "pulumi:pulumi:Stack",
};
const deployment = { manifest: {}, resources: [stack] };
const text = JSON.stringify({ version: 3, deployment });
const utf8 = (read: string) => new TextEncoder().encode(read);
const utf16 = (read: string) => new Uint8Array(Buffer.from(read, "utf16le"));
const swapped = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16());
const marked = (mark: readonly number[], bytes: Uint8Array) => Uint8Array.from([...mark, ...bytes]);
const urns = (state: Uint8Array | string) => graphFromState(state).resources.map(({ urn }) => urn);

/** What a reader is told; fails where nothing is wrong. */
function refusal(state: Uint8Array | string): string {
  try {
    graphFromState(state);
  } catch (error) {
    if (error instanceof StateError) return error.message;
    throw error;
  }
  throw new Error("the state was read");
}

describe("the bytes of a state", () => {
  it.each([
    ["UTF-8", utf8(text)],
    [
      "UTF-8 with a byte order mark, as Out-File -Encoding utf8 writes",
      marked([0xef, 0xbb, 0xbf], utf8(text)),
    ],
    ["UTF-16 little endian, as PowerShell 5.1's > writes", marked([0xff, 0xfe], utf16(text))],
    ["UTF-16 big endian", marked([0xfe, 0xff], swapped(utf16(text)))],
  ])("are read as %s", (_, bytes) => {
    expect(urns(bytes)).toEqual([stack.urn]);
  });

  it.each([
    ["UTF-16 without a mark", utf16(text), "looks like UTF-16 without a byte order mark; save it as UTF-8"],
    ["UTF-32", marked([0xff, 0xfe, 0, 0], utf16(text)), "is UTF-32; save it as UTF-8"],
    [
      "UTF-16 cut in the middle of a character",
      marked([0xff, 0xfe], utf16(text)).slice(0, -1),
      "begins as UTF-16",
    ],
    ["Latin-1", new Uint8Array(Buffer.from('{"naïve":1}', "latin1")), "is not UTF-8"],
    ["gzip", Uint8Array.from([0x1f, 0x8b, 8, 0]), "is compressed by gzip; unpack it first"],
    ["NUL bytes", new Uint8Array(8), "begins with NUL bytes: it is no text"],
  ])("are refused by name: %s", (_, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });
});

describe("text that isn't JSON", () => {
  it.each([
    ["is empty", "  \n", "is not JSON: it is empty"],
    ["is cut short", text.slice(0, 40), "is not JSON: it ends too early, as if cut short"],
    ["is cut short in a key", '{"version', "is not JSON: it ends too early, as if cut short"],
    [
      "has a comma too many",
      '{\n  "version": 3,\n}',
      "is not JSON: unexpected character at line 3, column 1",
    ],
    ["is another text", "Updating (prod)", "is not JSON: a character stands where JSON has none"],
  ])("is told without a word of the file: it %s", (_, given, message) => {
    expect(refusal(given)).toBe(message);
  });

  it("is told in a line without control characters, whatever is in the file", () => {
    for (const given of ["\u001b[31m\u0007", '{"a\u0000b": \u0001}', "{\r\n\u2028x"]) {
      expect(refusal(given)).toMatch(/^[ -~]+$/);
    }
  });
});

describe("the form of a state", () => {
  it("is version 4 with features that are known", () => {
    const features = ["taint", "views", "hooks", "replaceWith", "refreshBeforeUpdate", "byteString"];
    expect(urns(JSON.stringify({ version: 4, features, deployment }))).toEqual([stack.urn]);
    expect(urns(JSON.stringify({ version: 4, deployment }))).toEqual([stack.urn]);
  });

  it("is a checkpoint of a backend, one without any deployment included", () => {
    expect(urns(JSON.stringify({ version: 3, checkpoint: { stack: "s", latest: deployment } }))).toEqual([
      stack.urn,
    ]);
    expect(urns(JSON.stringify({ version: 3, checkpoint: { stack: "s" } }))).toEqual([]);
  });

  it.each([
    [
      "an unknown feature",
      { version: 4, features: ["taint", "sharding"], deployment },
      'can\'t be judged: written by a newer Pulumi with feature "sharding"',
    ],
    [
      "a newer version",
      { version: 5, deployment },
      "has deployment version 5, wanted 3 or 4; it was written by a newer Pulumi",
    ],
    [
      "an older version",
      { version: 1, deployment },
      "has deployment version 1, wanted 3 or 4; export it again",
    ],
    ["no version", { deployment }, "has no deployment version, wanted 3 or 4"],
    ["a version that is a text", { version: "3", deployment }, "that is no number, wanted 3 or 4"],
    [
      "a checkpoint of another version",
      { version: 2, checkpoint: {} },
      "has checkpoint version 2, wanted 3 or 4",
    ],
    ["a deployment that is a list", { version: 3, deployment: [] }, "has a 'deployment' that is no object"],
  ])("is refused with what to do: %s", (_, state, message) => {
    expect(refusal(JSON.stringify(state))).toContain(message);
  });
});

describe("an entry of a state", () => {
  const bucket = {
    urn: urnOf("aws:s3/bucket:Bucket", "media"),
    type: "aws:s3/bucket:Bucket",
    custom: true,
    id: "media",
  };
  const withBucket = (more: object) =>
    JSON.stringify({ version: 3, deployment: { resources: [stack, { ...bucket, ...more }] } });

  it.each([
    [
      "a list of dependencies that is a text",
      { dependencies: "x" },
      "has deployment.resources[1].dependencies of another type; wanted a list of texts",
    ],
    [
      "inputs that are a list",
      { inputs: [] },
      "has deployment.resources[1].inputs of another type; wanted a map",
    ],
    [
      "a mark that is a text",
      { protect: "true" },
      "has deployment.resources[1].protect of another type; wanted true or false",
    ],
    ["a position that is a number", { sourcePosition: 1 }, "sourcePosition of another type; wanted a text"],
    [
      "no word on whether a provider manages it",
      { custom: undefined },
      "has deployment.resources[1] without 'custom'",
    ],
    ["an id on what no provider manages", { custom: false }, "with an 'id' though it isn't 'custom'"],
    ["a URN that is none", { urn: "media" }, "has deployment.resources[1].urn that is no URN"],
    ["itself as its parent", { parent: bucket.urn }, `has ${bucket.urn} among its own parents`],
  ])("is refused as the engine refuses it: %s", (_, more, message) => {
    expect(refusal(withBucket(more))).toContain(message);
  });

  it("may have null for what is empty", () => {
    const nothing = {
      inputs: null,
      dependencies: null,
      propertyDependencies: { bucket: null },
      parent: null,
      initErrors: null,
    };
    expect(urns(withBucket(nothing))).toEqual([stack.urn, bucket.urn]);
  });

  it("is refused when it is nested deeper than any call stack is high", () => {
    const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
    const hostile = withBucket({ inputs: { a: 1 } }).replace('{"a":1}', deep);
    expect(refusal(hostile)).toBe("has deployment.resources[1] nested deeper than 500 levels");
  });

  it("keeps a source file whose name isn't percent-encoded as it should be", () => {
    const { resources } = graphFromState(withBucket({ sourcePosition: "project:///a%zz.ts#3,1" }));
    expect(resources[1]?.source).toEqual({ file: "a%zz.ts", line: 3 });
  });
});
