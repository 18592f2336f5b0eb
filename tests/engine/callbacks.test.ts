import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Secret } from "../../engine";
import { Box, failure, Group, named, revealed, run, ToyProvider } from "./toy";

describe("a transform", () => {
  test("of the stack changes properties and options of every resource", async () => {
    const result = await run(() => {
      pulumi.runtime.registerResourceTransform(({ type, props, opts }) =>
        type === "toy:store/box:Box"
          ? { props: { ...props, label: `tagged ${props.label}` }, opts: { ...opts, protect: true } }
          : undefined,
      );
      new Box("box", { label: "mine" }, { ignoreChanges: ["size"] });
      new Group("group");
    });

    expect(named(result, "box")).toMatchObject({
      inputs: { label: "tagged mine" },
      outputs: { label: "tagged mine" },
      protect: true,
      ignoreChanges: ["size"],
    });
    expect(named(result, "group").protect).toBe(false);
  });

  test("of a resource runs before its parents' and those before the stack's", async () => {
    const add =
      (letter: string): pulumi.ResourceTransform =>
      ({ props, opts, custom }) =>
        custom ? { props: { ...props, label: `${props.label ?? ""}${letter}` }, opts } : undefined;
    const result = await run(() => {
      pulumi.runtime.registerResourceTransform(add("d"));
      const outer = new Group("outer", { transforms: [add("c")] });
      const inner = new Group("inner", { parent: outer, transforms: [add("b")] });
      new Box("box", {}, { parent: inner, transforms: [add("a")] });
    });

    expect(named(result, "box").inputs.label).toBe("abcd");
  });

  test("keeps what it leaves alone: secrets, dependencies, aliases, provider", async () => {
    const result = await run(() => {
      pulumi.runtime.registerResourceTransform(() => undefined);
      const first = new Box("first");
      new Box(
        "second",
        { label: first.arn, password: pulumi.secret("hush") },
        {
          provider: new ToyProvider("west"),
          aliases: [{ name: "old" }],
          customTimeouts: { create: "5m" },
          deleteBeforeReplace: false,
        },
      );
    });

    const second = named(result, "second");
    expect(second.inputs.label).toBe("arn:toy:nowhere:first");
    expect(second.inputs.password).toBeInstanceOf(Secret);
    expect(second.propertyDependencies).toEqual({ label: [named(result, "first").urn], password: [] });
    expect(second.aliases).toEqual(["urn:pulumi:test::shop::toy:store/box:Box::old"]);
    expect(second.provider).toContain("::west::");
    expect(second).toMatchObject({ customTimeouts: { create: 300 }, deleteBeforeReplace: false });
  });

  test("keeps secret what it passes on", async () => {
    const result = await run(() => {
      const pass: pulumi.ResourceTransform = ({ props, opts }) => ({ props: { ...props, size: 9 }, opts });
      pulumi.runtime.registerResourceTransform(pass);
      new Box("box", { password: pulumi.secret("hush") }, { transforms: [pass] });
    });

    expect(named(result, "box").inputs.size).toBe(9);
    expect(revealed(named(result, "box").inputs.password)).toBe("hush");
  });

  test("of the resource itself sees what its properties were made from", async () => {
    const seen: string[] = [];
    const result = await run(() => {
      const first = new Box("first");
      new Box(
        "second",
        { label: first.arn, password: pulumi.secret("hush") },
        {
          transforms: [
            async ({ props }) => {
              const deps = await (
                props.label as unknown as { allResources(): Promise<Set<pulumi.Resource>> }
              ).allResources();
              for (const resource of deps) {
                seen.push(await new Promise<string>((resolve) => resource.urn.apply(resolve)));
              }
              seen.push(String(await pulumi.isSecret(props.password as unknown as pulumi.Output<string>)));
              return undefined;
            },
          ],
        },
      );
    });

    expect(seen).toEqual([named(result, "first").urn, "true"]);
    expect(named(result, "second").propertyDependencies.label).toEqual([named(result, "first").urn]);
    expect(named(result, "second").dependencies).toEqual([named(result, "first").urn]);
  });

  test("that throws fails the run, with the resource", async () => {
    const error = await failure(() => {
      new Box(
        "box",
        {},
        {
          transforms: [
            () => {
              throw new Error("on purpose");
            },
          ],
        },
      );
    });

    expect(error.message).toContain("urn:pulumi:test::shop::toy:store/box:Box::box: transform failed");
    expect(error.message).toContain("on purpose");
  });

  test("of the older kind, which the SDK runs itself, works too", async () => {
    const result = await run(() => {
      new Box(
        "box",
        {},
        { transformations: [({ props, opts }) => ({ props: { ...props, label: "old" }, opts })] },
      );
    });

    expect(named(result, "box").inputs.label).toBe("old");
  });
});

test("an invoke transform changes the arguments of look-ups", async () => {
  const result = await run(async () => {
    pulumi.runtime.registerInvokeTransform(({ args, opts }) => ({
      args: { ...args, region: "other" },
      opts,
    }));
    const zones = await pulumi.runtime.invoke("toy:index/getZones:getZones", { region: "north-1" });
    return { zones: zones.names };
  });

  expect(result.stackOutputs.zones).toEqual(["other-a", "other-b"]);
});

describe("a resource hook", () => {
  test("that may run in a preview runs before and after its resource is made", async () => {
    const seen: unknown[] = [];
    const result = await run(() => {
      const hook = (name: string) =>
        new pulumi.ResourceHook(
          name,
          ({ urn, id, newInputs, newOutputs }) => {
            seen.push({ name, urn, id, label: newInputs?.label, arn: newOutputs?.arn });
          },
          { onDryRun: true },
        );
      new Box(
        "box",
        { label: "mine" },
        {
          hooks: { beforeCreate: [hook("before")], afterCreate: [hook("after")] },
        },
      );
    });

    const { urn } = named(result, "box");
    expect(seen).toEqual([
      { name: "before", urn, id: "", label: "mine", arn: undefined },
      { name: "after", urn, id: "box-box", label: "mine", arn: "arn:toy:nowhere:box" },
    ]);
    expect(named(result, "box").hooks).toEqual({ beforeCreate: ["before"], afterCreate: ["after"] });
  });

  test("that may not run in a preview does not, in either kind of run", async () => {
    const seen: boolean[] = [];
    const program = () => {
      const hook = new pulumi.ResourceHook("hook", () => {
        seen.push(true);
      });
      const errorHook = new pulumi.ErrorHook("retry", () => false);
      new Box("box", {}, { hooks: { beforeCreate: [hook], onError: [errorHook] } });
    };

    await run(program);
    await run(program, { dryRun: true });

    expect(seen).toEqual([]);
  });

  test("that fails fails the run, with the resource", async () => {
    const error = await failure(() => {
      const hook = new pulumi.ResourceHook(
        "picky",
        () => {
          throw new Error("not this one");
        },
        { onDryRun: true },
      );
      new Box("box", {}, { hooks: { beforeCreate: [hook] } });
    });

    expect(error.message).toContain(
      'beforeCreate hook "picky" of urn:pulumi:test::shop::toy:store/box:Box::box',
    );
    expect(error.message).toContain("not this one");
  });

  test("of a name that is taken is refused", async () => {
    const error = await failure(() => {
      new pulumi.ResourceHook("same", () => {});
      new pulumi.ErrorHook("same", () => false);
    });

    expect(error.message).toBe('resource hook already registered for name "same"');
  });
});
