import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import {
  EngineError,
  LoggedErrorsError,
  ProgramStalledError,
  RemoteComponentError,
  RunFailedError,
} from "../../engine";
import { Box, failure, Group, named, run } from "./toy";

describe("runs in one process", () => {
  test("know nothing of each other's resources, settings, logs and transforms", async () => {
    const first = await run(
      () => {
        pulumi.runtime.registerResourceTransform(({ props, opts }) => ({
          props,
          opts: { ...opts, protect: true },
        }));
        void pulumi.log.warn("only once");
        new Box("box");
        return { color: new pulumi.Config("shop").get("color") ?? "none" };
      },
      { config: { "shop:color": "red" } },
    );
    const second = await run(
      () => {
        new Box("box");
        return { color: new pulumi.Config("shop").get("color") ?? "none" };
      },
      { stack: "other" },
    );

    expect(first.stackOutputs.color).toBe("red");
    expect(second.stackOutputs.color).toBe("none");
    expect(named(second, "box").protect).toBe(false);
    expect(named(second, "box").urn).toBe("urn:pulumi:other::shop::toy:store/box:Box::box");
    expect(second.logs).toEqual([]);
  });

  test("may follow one that failed", async () => {
    await failure(() => {
      new Box("box");
      void pulumi.log.error("the box is there twice", new Box("box"));
      throw new Error("on purpose");
    });

    const result = await run(() => {
      const box = new Box("box");
      void pulumi.log.info("well", box);
    });

    expect(result.logs).toEqual([{ severity: "info", message: "well", urn: named(result, "box").urn }]);
  });

  test("may follow one that was given up", async () => {
    await failure(() => new Promise(() => {}), { patience: 50 });

    expect((await run(() => new Box("box"))).resources).toHaveLength(3);
  });

  test("give the same result each time", async () => {
    const program = () => {
      const group = new Group("group");
      const boxes = ["a", "b", "c"].map((name) => new Box(name, {}, { parent: group }));
      return { arns: boxes.map(({ arn }) => arn) };
    };

    expect(await run(program)).toEqual(await run(program));
  });

  test("come one after the other", async () => {
    const first = run(() => new Promise((resolve) => setTimeout(resolve, 10)));

    await expect(run(() => undefined)).rejects.toThrow(EngineError);
    await first;
  });

  test("leave nothing of themselves behind in the process", async () => {
    const environment = { ...process.env };
    const exits = process.listenerCount("beforeExit");

    await run(() => new Box("box"), { config: { "shop:color": "red" } });

    expect(process.env).toEqual(environment);
    expect(process.listenerCount("beforeExit")).toBe(exits);
    expect(globalThis.stackResource).toBeUndefined();
  });
});

test("a program is told its project, stack, organization and root", async () => {
  const result = await run(
    () => ({
      project: pulumi.getProject(),
      stack: pulumi.getStack(),
      organization: pulumi.getOrganization(),
      root: pulumi.runtime.getRootDirectory(),
    }),
    { organization: "acme", projectRoot: "/somewhere" },
  );

  expect(result.stackOutputs).toEqual({
    project: "shop",
    stack: "test",
    organization: "acme",
    root: "/somewhere",
  });
});

test("what an apply makes is made from the answered outputs", async () => {
  const result = await run(async () => {
    const box = new Box("box");
    return { both: pulumi.all([box.arn, box.size]).apply(([arn, size]) => `${arn} ${size}`), id: box.id };
  });

  expect(result.stackOutputs).toEqual({ both: "arn:toy:nowhere:box 3", id: "box-box" });
});

test("progress is told for every resource", async () => {
  const counts: number[] = [];

  await run(() => new Box("box"), { onRegister: (count) => counts.push(count) });

  // The stack, the default provider and the box.
  expect(counts).toEqual([1, 2, 3]);
});

test("messages are kept with their severity and resource", async () => {
  const result = await run(() => {
    void pulumi.log.debug("unheard");
    void pulumi.log.info("note");
    void pulumi.log.warn("beware", new Box("box"));
  });

  expect(result.logs).toEqual([
    { severity: "info", message: "note", urn: undefined },
    { severity: "warning", message: "beware", urn: named(result, "box").urn },
  ]);
});

test("a resource made from a reference to another is that other", async () => {
  const result = await run(() => {
    const box = new Box("box");
    return { same: pulumi.output({ box }).apply((value) => value.box.arn) };
  });

  expect(result.stackOutputs.same).toBe("arn:toy:nowhere:box");
});

function throwOnPurpose(error: unknown): never {
  throw error;
}

describe("what a program throws", () => {
  test.each<[string, (error: Error) => unknown]>([
    ["at once", (error) => throwOnPurpose(error)],
    ["in its promise", (error) => Promise.reject(error)],
    [
      "after a while",
      async (error) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        throw error;
      },
    ],
    [
      "in a promise that nobody awaits",
      (error) => {
        void Promise.resolve().then(() => throwOnPurpose(error));
      },
    ],
    [
      "in an apply",
      (error) => {
        new Box("box").arn.apply(() => throwOnPurpose(error));
      },
    ],
    [
      "in an apply that an input is made from",
      (error) => {
        const box = new Box("box");
        new Box("second", { label: box.arn.apply(() => throwOnPurpose(error)) });
      },
    ],
    [
      "in an apply that an output of the stack is made from",
      (error) => ({
        out: new Box("box").arn.apply(() => throwOnPurpose(error)),
      }),
    ],
    [
      "in a timer",
      (error) => {
        setTimeout(() => throwOnPurpose(error), 0);
        return new Promise((resolve) => setTimeout(resolve, 20));
      },
    ],
    [
      "in a component",
      (error) => {
        new (class extends Group {
          constructor() {
            super("group");
            throwOnPurpose(error);
          }
        })();
      },
    ],
  ])("%s is what the run fails with, its own stack with it", async (_, program) => {
    const error = new Error("on purpose");

    const failed = await failure(() => program(error));

    expect(failed).toBe(error);
    expect(failed.stack).toContain("runs.test.ts");
  });

  test("may be no error at all", async () => {
    const error = await failure(() => throwOnPurpose("just a text"));

    expect(error.message).toBe("the program threw 'just a text'");
  });

  test("comes together with what else went wrong", async () => {
    const error = await failure(() => {
      new Box("box");
      new Box("box");
      throwOnPurpose(new Error("on purpose"));
    });

    expect(error).toBeInstanceOf(RunFailedError);
    expect((error as RunFailedError).errors.map(({ name }) => name).sort()).toEqual([
      "DuplicateUrnError",
      "Error",
    ]);
    expect(error.message).toContain("- on purpose");
    expect(error.stack).toMatch(/Error: on purpose\n {4}at .*runs\.test\.ts/);
  });
});

test("an error of another run's aftermath does not fail the test that ran it", async () => {
  const before = process.listenerCount("unhandledRejection");

  await failure(() => Promise.reject(new Error("on purpose")));

  expect(process.listenerCount("unhandledRejection")).toBe(before);
});

describe("pulumi.log.error", () => {
  test("fails the run, in the words of the program", async () => {
    const error = await failure(() => {
      const box = new Box("box");
      void pulumi.log.error("the box is too small", box);
    });

    expect(error).toBeInstanceOf(LoggedErrorsError);
    expect(error.message).toBe(
      "the program logged an error: the box is too small (urn:pulumi:test::shop::toy:store/box:Box::box)",
    );
  });

  test("is told at once, so that nothing is lost where the run fails for more than it", async () => {
    const told: string[] = [];
    const error = await failure(
      () => {
        void pulumi.log.error("first");
        throw new Error("second");
      },
      { onLog: ({ message }) => told.push(message) },
    );

    expect(error.message).toBe("second");
    expect(told).toEqual(["first"]);
  });
});

describe("a program that would never end", () => {
  test("is given up when it awaits what nobody resolves", async () => {
    const error = await failure(() => new Promise(() => {}), { patience: 100 });

    expect(error).toBeInstanceOf(ProgramStalledError);
  });

  test("is given up at once when nothing is left in the process that could wake it", async () => {
    const error = await failure(
      () => {
        // What Node does when its event loop runs empty; a test runner's never does.
        setTimeout(() => process.emit("beforeExit", 0), 10);
        return new Promise(() => {});
      },
      { patience: 60_000 },
    );

    expect(error).toBeInstanceOf(ProgramStalledError);
  });

  test("is given up when its resources wait for each other, and they are named", async () => {
    const error = await failure(
      () => {
        const late: { box?: Box } = {};
        const first = new Box("chicken", {
          label: pulumi.output(
            new Promise<string>((resolve) => {
              setTimeout(() => late.box?.arn.apply(resolve), 1);
            }),
          ),
        });
        late.box = new Box("egg", { label: first.arn });
      },
      { patience: 100 },
    );

    expect(error).toBeInstanceOf(ProgramStalledError);
    expect(error.message).toContain("chicken[toy:store/box:Box]");
    expect(error.message).toContain("egg[toy:store/box:Box]");
  });

  test("is not mistaken for one that computes for long", async () => {
    await run(
      () => {
        const until = Date.now() + 150;
        while (Date.now() < until) {}
        new Box("box");
      },
      { patience: 50 },
    );
  });

  test("fails with its error rather than for the promises that the error left behind", async () => {
    const error = await failure(
      () => {
        new Box("waits", { label: pulumi.output(new Promise<string>(() => {})) });
        throw new Error("on purpose");
      },
      { patience: 100 },
    );

    expect(error.message).toBe("on purpose");
  });
});

test("a remote component is refused, with what to do", async () => {
  const error = await failure(() => {
    const cluster = new pulumi.ComponentResource("eks:index:Cluster", "cluster", {}, {}, true);
    new Box("child", {}, { parent: cluster });
  });

  expect(error).toBeInstanceOf(RemoteComponentError);
  expect(error.message).toContain("eks:index:Cluster is a remote component");
  expect(error.message).toContain("urn:pulumi:test::shop::eks:index:Cluster::cluster");
  expect(error.message).toContain("use the plain resources instead");
});

test("outputs that are registered twice are refused", async () => {
  const error = await failure(() => {
    const group = new Group("group");
    // A component's constructor has registered some already, at its end.
    pulumi.runtime.registerResourceOutputs(group, { a: 1 });
  });

  expect(error).toBeInstanceOf(EngineError);
  expect(error.message).toContain(
    "cannot complete a resource 'urn:pulumi:test::shop::group:index:Group::group'",
  );
});

describe("requirePulumiVersion", () => {
  test("passes where the SDK's version is in the range", async () => {
    await run(() => pulumi.runtime.requirePulumiVersion(">=3.0.0 !3.1.2 || >9.0.0"));
  });

  test("fails the program where it is not", async () => {
    const error = await failure(() => pulumi.runtime.requirePulumiVersion("<3.0.0"));

    expect(error.message).toMatch(
      /Pulumi CLI version 3\.\d+\.\d+ does not satisfy the version range "<3\.0\.0"/,
    );
  });
});
