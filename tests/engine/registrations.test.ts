import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Asset, DuplicateUrnError, EngineError, ResourceReference, RunFailedError } from "../../engine";
import { Box, failure, Group, named, run } from "./toy";

describe("the URN of a resource", () => {
  test("is its type and name for a resource of the stack itself", async () => {
    const result = await run(() => new Box("box"));

    expect(named(result, "box").urn).toBe("urn:pulumi:test::shop::toy:store/box:Box::box");
  });

  test("holds the types of all its parents but the stack's", async () => {
    const result = await run(() => {
      const outer = new Group("outer");
      const middle = new Group("middle", { parent: outer });
      const box = new Box("box", {}, { parent: middle });
      new Box("inner", {}, { parent: box });
    });

    expect(named(result, "middle").urn).toBe(
      "urn:pulumi:test::shop::group:index:Group$group:index:Group::middle",
    );
    expect(named(result, "inner").urn).toBe(
      "urn:pulumi:test::shop::group:index:Group$group:index:Group$toy:store/box:Box$toy:store/box:Box::inner",
    );
  });

  test("keeps a name that looks like a separator", async () => {
    const result = await run(() => {
      const odd = new Group("a::b");
      new Box("c", {}, { parent: odd });
    });

    expect(named(result, "c").urn).toBe("urn:pulumi:test::shop::group:index:Group$toy:store/box:Box::c");
    expect(named(result, "c").parent).toBe("urn:pulumi:test::shop::group:index:Group::a::b");
  });

  test("reaches the program", async () => {
    const result = await run(() => ({ urn: new Box("box").urn }));

    expect(result.stackOutputs).toEqual({ urn: "urn:pulumi:test::shop::toy:store/box:Box::box" });
  });
});

test("the stack is registered first and is the parent of what has no other", async () => {
  const result = await run(() => new Box("box"));

  expect(result.resources[0]).toMatchObject({
    urn: "urn:pulumi:test::shop::pulumi:pulumi:Stack::shop-test",
    custom: false,
  });
  expect(result.resources[0]?.parent).toBeUndefined();
  expect(named(result, "box").parent).toBe(result.resources[0]?.urn);
});

describe("a duplicate URN", () => {
  test("is refused in the real engine's words", async () => {
    const error = await failure(() => {
      new Box("box");
      new Box("box");
    });

    expect(error).toBeInstanceOf(DuplicateUrnError);
    expect(error.message).toMatch(
      /^Duplicate resource URN 'urn:pulumi:test::shop::toy:store\/box:Box::box'; try giving it a unique name/,
    );
  });

  test("is found among components too", async () => {
    expect(
      await failure(() => {
        new Group("group");
        new Group("group");
      }),
    ).toBeInstanceOf(DuplicateUrnError);
  });

  test("is none where the parents' types differ", async () => {
    const result = await run(() => {
      new Box("box");
      new Box("box", {}, { parent: new Group("group") });
    });

    expect(result.resources.filter(({ name }) => name === "box")).toHaveLength(2);
  });

  test("is one where only the parents' names differ", async () => {
    const error = await failure(() => {
      new Box("box", {}, { parent: new Group("left") });
      new Box("box", {}, { parent: new Group("right") });
    });

    expect(error).toBeInstanceOf(DuplicateUrnError);
  });

  test("is reported for each, with all other errors of the run", async () => {
    const error = await failure(() => {
      for (const name of ["a", "a", "b", "b"]) {
        new Box(name);
      }
    });

    expect(error).toBeInstanceOf(RunFailedError);
    expect((error as RunFailedError).errors.map(({ urn }) => urn)).toEqual([
      "urn:pulumi:test::shop::toy:store/box:Box::a",
      "urn:pulumi:test::shop::toy:store/box:Box::b",
    ]);
  });
});

describe("aliases", () => {
  test("are kept as the URNs that the resource may have had", async () => {
    const result = await run(() => {
      const group = new Group("group");
      new Box(
        "new",
        {},
        {
          parent: group,
          aliases: [
            { name: "old" },
            { parent: pulumi.rootStackResource },
            { type: "toy:store/crate:Crate", parent: pulumi.rootStackResource, project: "market" },
            "urn:pulumi:test::shop::toy:store/box:Box::oldest",
          ],
        },
      );
    });

    expect(named(result, "new").aliases).toEqual([
      "urn:pulumi:test::shop::group:index:Group$toy:store/box:Box::old",
      "urn:pulumi:test::shop::toy:store/box:Box::new",
      "urn:pulumi:test::market::toy:store/crate:Crate::new",
      "urn:pulumi:test::shop::toy:store/box:Box::oldest",
    ]);
  });

  test("of a parent carry over to its children, and rename those named after it", async () => {
    const result = await run(() => {
      const group = new Group("shop", { aliases: [{ name: "store" }] });
      new Box("shop-box", {}, { parent: group });
      new Box("other", {}, { parent: group, aliases: [{ name: "another" }] });
    });

    expect(named(result, "shop-box").aliases).toEqual([
      "urn:pulumi:test::shop::group:index:Group$toy:store/box:Box::store-box",
    ]);
    // The group's type is the same under its old name, so that its unnamed-after child keeps its URN.
    expect(named(result, "other").aliases).toEqual([
      "urn:pulumi:test::shop::group:index:Group$toy:store/box:Box::another",
      "urn:pulumi:test::shop::group:index:Group$toy:store/box:Box::other",
    ]);
  });

  test("of a parent's type carry over to its grandchildren", async () => {
    const result = await run(() => {
      const outer = new Group("outer", { aliases: [{ type: "old:index:Group" }] });
      new Box("box", {}, { parent: new Group("inner", { parent: outer }) });
    });

    expect(named(result, "box").aliases).toEqual([
      "urn:pulumi:test::shop::old:index:Group$group:index:Group$toy:store/box:Box::box",
    ]);
  });
});

const boxUrn = (name: string) => `urn:pulumi:test::shop::toy:store/box:Box::${name}`;

describe("a registration keeps", () => {
  test("every option that the program gave", async () => {
    const result = await run(() => {
      const first = new Box("first");
      new Box(
        "second",
        {},
        {
          protect: true,
          retainOnDelete: true,
          deleteBeforeReplace: true,
          ignoreChanges: ["label"],
          replaceOnChanges: ["size"],
          hideDiffs: ["arn"],
          additionalSecretOutputs: ["arn"],
          customTimeouts: { create: "1h30m", delete: "90s" },
          import: "box-elsewhere",
          deletedWith: first,
          replaceWith: [first],
          replacementTrigger: "once",
          version: "1.2.3",
          pluginDownloadURL: "https://get.example.com",
        },
      );
    });

    expect(named(result, "second")).toMatchObject({
      protect: true,
      retainOnDelete: true,
      deleteBeforeReplace: true,
      ignoreChanges: ["label"],
      replaceOnChanges: ["size"],
      hideDiffs: ["arn"],
      additionalSecretOutputs: ["arn"],
      customTimeouts: { create: 5400, delete: 90 },
      importId: "box-elsewhere",
      id: "box-elsewhere",
      deletedWith: boxUrn("first"),
      replaceWith: [boxUrn("first")],
      replacementTrigger: "once",
      version: "1.2.3",
      pluginDownloadURL: "https://get.example.com",
    });
  });

  test("the defaults of those that it did not give", async () => {
    const result = await run(() => new Box("box"));

    expect(named(result, "box")).toMatchObject({
      protect: false,
      retainOnDelete: false,
      deleteBeforeReplace: undefined,
      ignoreChanges: [],
      customTimeouts: {},
      importId: undefined,
      deletedWith: undefined,
      external: false,
    });
  });

  test("assets and references to resources as values", async () => {
    const result = await run(() => {
      const group = new Group("group");
      const first = new Box("first");
      new Box("second", {
        contents: { text: new pulumi.asset.StringAsset("hello"), box: first, group },
      });
    });

    expect(named(result, "second").inputs.contents).toEqual({
      text: new Asset({ text: "hello" }),
      box: new ResourceReference(boxUrn("first"), "box-first"),
      group: new ResourceReference("urn:pulumi:test::shop::group:index:Group::group"),
    });
  });
});

describe("dependencies", () => {
  test("are kept for each property that was made from a resource", async () => {
    const result = await run(() => {
      const first = new Box("first");
      new Box("second", { label: pulumi.interpolate`after ${first.arn}`, size: 4 });
    });

    expect(named(result, "second").propertyDependencies).toEqual({ label: [boxUrn("first")], size: [] });
    expect(named(result, "second").dependencies).toEqual([boxUrn("first")]);
  });

  test("by dependsOn belong to no property", async () => {
    const result = await run(() => {
      const first = new Box("first");
      new Box("second", { size: 4 }, { dependsOn: [first] });
    });

    expect(named(result, "second").dependencies).toEqual([boxUrn("first")]);
    expect(named(result, "second").propertyDependencies).toEqual({ size: [] });
  });

  test("on a component are dependencies on the resources in it, at any depth", async () => {
    const result = await run(() => {
      const group = new Group("group");
      new Box("a", {}, { parent: group });
      new Box("b", {}, { parent: new Group("inner", { parent: group }) });
      new Box("last", {}, { dependsOn: [group] });
    });

    expect([...named(result, "last").dependencies].sort()).toEqual([
      "urn:pulumi:test::shop::group:index:Group$group:index:Group$toy:store/box:Box::b",
      "urn:pulumi:test::shop::group:index:Group$toy:store/box:Box::a",
    ]);
  });
});

describe("a child inherits from its parent", () => {
  test("protect, retainOnDelete and deletedWith, unless it says otherwise", async () => {
    const result = await run(() => {
      const other = new Box("other");
      const group = new Group("group", { protect: true, retainOnDelete: true, deletedWith: other });
      new Box("child", {}, { parent: group });
      new Box("free", {}, { parent: group, protect: false, retainOnDelete: false });
    });

    expect(named(result, "child")).toMatchObject({
      protect: true,
      retainOnDelete: true,
      deletedWith: boxUrn("other"),
    });
    expect(named(result, "free")).toMatchObject({ protect: false, retainOnDelete: false });
  });

  test("nothing that the engine leaves to the child", async () => {
    const result = await run(() => {
      const group = new Group("group", { ignoreChanges: ["label"], customTimeouts: { create: "1m" } });
      new Box("child", {}, { parent: group });
    });

    expect(named(result, "child")).toMatchObject({ ignoreChanges: [], customTimeouts: {} });
  });
});

test("a component's outputs are those that it registers", async () => {
  const result = await run(() => {
    new (class extends Group {
      constructor() {
        super("group");
        this.registerOutputs({ arn: new Box("box", {}, { parent: this }).arn });
      }
    })();
  });

  expect(named(result, "group").outputs).toEqual({ arn: "arn:toy:nowhere:box" });
});

test("a timeout that is no duration is refused, with the resource and the value", async () => {
  const error = await failure(() => new Box("box", {}, { customTimeouts: { create: "ten minutes" } }));

  expect(error).toBeInstanceOf(EngineError);
  expect(error.message).toContain("ten minutes");
  expect(error.message).toContain(boxUrn("box"));
});

test("a type that no provider could serve is refused", async () => {
  const error = await failure(() => new (class extends pulumi.CustomResource {})("box", "box"));

  expect(error.message).toContain("Type 'box' of urn:pulumi:test::shop::box::box is not a valid type token");
});
