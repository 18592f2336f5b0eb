import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { Box, failure, Group, named, run } from "./toy";

const root = join(__dirname, "../..");

/** Where the line of a file that ends in the mark makes a resource, from 1. */
function marked(file: string, mark: string): { file: string; line: number; column: number } {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  const found = lines.flatMap((line, index) => (line.endsWith(`// mark: ${mark}`) ? [index] : []));
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} lines of ${file} have the mark ${mark}`);
  }
  return { file, line: found[0] + 1, column: (lines[found[0]]?.indexOf("new ") ?? 0) + 1 };
}

const here = "tests/engine/source-position.test.ts";

describe("where a resource was made", () => {
  test("is the line of our code, relative to the project's root", async () => {
    const result = await run(() => {
      new Box("plain"); // mark: plain
    });

    expect(named(result, "plain").source).toEqual(marked(here, "plain"));
  });

  test("is exact within functions that have no name", async () => {
    const result = await run(() => {
      const group = new Group("group");
      for (const name of ["one"].map((part) => part)) {
        [name].forEach((each) => {
          new Box(each, {}, { parent: group }); // mark: unnamed
        });
      }
    });

    expect(named(result, "one").source).toEqual(marked(here, "unnamed"));
  });

  test("is the line that made a component, not the component's own", async () => {
    const result = await run(() => {
      new Group("outside"); // mark: component
    });

    expect(named(result, "outside").source).toEqual(marked(here, "component"));
  });

  test("is absent for the stack, for default providers and for what is not made by our code", async () => {
    const program = () => {
      new Box("box");
    };
    const ours = await run(program);
    const theirs = await run(program, { sourceRoots: ["components"] });

    expect(named(ours, "shop-test").source).toBeUndefined();
    expect(named(ours, "default").source).toBeUndefined();
    expect(named(theirs, "box").source).toBeUndefined();
  });

  test("is named when a resource is refused", async () => {
    const error = await failure(() => {
      new Box("twice"); // mark: first
      new Box("twice"); // mark: second
    });

    const [first, second] = [marked(here, "first"), marked(here, "second")];
    expect(error.message).toContain(
      `the first is at ${here}:${first.line}, this one (${here}:${second.line})`,
    );
  });

  test("is exact where tsx compiles the program, as in the command", async () => {
    const file = "tests/engine/fixtures/positions.ts";
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", join(root, file)], {
      cwd: root,
    });

    expect(JSON.parse(stdout)).toEqual({
      "in-loop": marked(file, "in-loop"),
      "in-arrow": marked(file, "in-arrow"),
      "in-apply": marked(file, "in-apply"),
      "after-await": marked(file, "after-await"),
    });
  });
});

test("stack traces are written as before once a run is over", async () => {
  const before = Error.prepareStackTrace;

  await run(() => new Box("box"));
  await failure(() => {
    throw new Error("on purpose");
  });

  expect(Error.prepareStackTrace).toBe(before);
});

test("promises of the SDK carry no frames while a program runs, and do again afterwards", async () => {
  const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
  const debuggable = () => require("@pulumi/pulumi/runtime/debuggable");
  const framesOf = () => {
    const promise = Promise.resolve() as Promise<void> & { readonly _debugStackTrace?: string };
    debuggable().debuggablePromise(promise, "test");
    return promise._debugStackTrace?.includes("\n    at ");
  };
  let during: boolean | undefined;
  await run(() => {
    during = framesOf();
    new Box("any");
  });
  expect(during).toBe(false);
  expect(debuggable().debuggablePromise).toBe(debuggablePromise);
});
