/** A run over a state does to each resource what `pulumi up` would. */
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { type Answers, Secret } from "../../engine";
import { earlierState } from "../../engine/earlier";
import { stateOf } from "../../graph/from-state";
import { secretSignature, signatureKey } from "../../graph/values";
import { answers, Box, Group, named, revealed, run, ToyProvider, Vault } from "./toy";

const urnOf = (name: string, type = "toy:store/box:Box") => `urn:pulumi:test::shop::${type}::${name}`;

/** A box as an earlier run left it. */
const box = (name: string, inputs: object, more: object = {}) => ({
  urn: urnOf(name),
  type: "toy:store/box:Box",
  custom: true,
  id: `old-${name}`,
  inputs,
  outputs: { ...inputs, arn: `arn:toy:old:${name}`, size: 9 },
  ...more,
});

const over = (...resources: object[]) => ({
  earlier: earlierState(stateOf({ version: 3, deployment: { resources } }).entries),
});
const ciphertext = { [signatureKey]: secretSignature, ciphertext: "v1:nobody:knows" };

describe("what the program ignores all changes of", () => {
  const ignoreChanges = ["*"];

  test("stays as it was, with its id and all that its provider said", async () => {
    const result = await run(
      () => new Box("box", { label: "new", extra: 1 }, { ignoreChanges }),
      over(box("box", { label: "old", more: 2 })),
    );

    expect(named(result, "box")).toMatchObject({
      id: "old-box",
      inputs: { label: "old", more: 2 },
      outputs: { label: "old", more: 2, arn: "arn:toy:old:box", size: 9 },
    });
    expect(named(result, "box").inputs).not.toHaveProperty("extra");
  });

  test("gives others what it has, and not what was planned", async () => {
    const result = await run(
      () => {
        const frozen = new Box("box", {}, { ignoreChanges });
        new Box("other", { label: frozen.arn });
      },
      over(box("box", {})),
    );

    expect(named(result, "other").inputs.label).toBe("arn:toy:old:box");
  });

  test("stays when the option came by a transformation of its parent's", async () => {
    const freeze: pulumi.ResourceTransformation = ({ props, opts }) => ({
      props,
      opts: pulumi.mergeOptions(opts, { ignoreChanges }),
    });
    const urn = "urn:pulumi:test::shop::group:index:Group$toy:store/box:Box::box";
    const result = await run(
      () => {
        const parent = new Group("group", { transformations: [freeze] } as pulumi.ComponentResourceOptions);
        new Box("box", { label: "new" }, { parent });
      },
      over(box("box", { label: "old" }, { urn })),
    );

    expect(named(result, "box").inputs).toEqual({ label: "old" });
  });

  test("is made as planned where it isn't there", async () => {
    const result = await run(() => new Box("box", { label: "new" }, { ignoreChanges }), over());

    expect(named(result, "box")).toMatchObject({ id: "box-box", inputs: { label: "new" } });
  });

  test("is made anew from what it was when it is marked to be replaced", async () => {
    const result = await run(
      () => new Box("box", { label: "new" }, { ignoreChanges }),
      over(box("box", { label: "old" }, { taint: true })),
    );

    expect(named(result, "box")).toMatchObject({ id: "box-box", inputs: { label: "old" } });
  });

  test("has the planned secrets where the state has them encrypted, and they stay secret", async () => {
    const old = {
      urn: urnOf("vault", "toy:store/vault:Vault"),
      type: "toy:store/vault:Vault",
      custom: true,
      id: "old-vault",
      inputs: { password: ciphertext },
      outputs: { password: ciphertext, token: ciphertext, url: "https://old" },
    };
    const result = await run(() => {
      const vault = new Vault("vault", { password: pulumi.secret("long enough") }, { ignoreChanges });
      new Box("box", { label: vault.token });
    }, over(old));

    const vault = named(result, "vault");
    expect(revealed(vault.inputs.password)).toBe("long enough");
    expect(revealed(vault.outputs.token)).toBe("token-of-vault");
    expect(vault.outputs.url).toBe("https://old");
    expect(revealed(named(result, "box").inputs.label)).toBe("token-of-vault");
  });
});

describe("what was there before", () => {
  test("keeps what its provider said while nothing of it changes", async () => {
    const result = await run(() => new Box("box", { label: "same" }), over(box("box", { label: "same" })));

    expect(named(result, "box")).toMatchObject({
      id: "old-box",
      outputs: { label: "same", arn: "arn:toy:old:box", size: 9 },
    });
  });

  test("is found under a name that it had", async () => {
    const result = await run(
      () => new Box("new", { label: "same" }, { aliases: [{ name: "box" }] }),
      over(box("box", { label: "same" })),
    );

    expect(named(result, "new").id).toBe("old-box");
  });

  test("takes a changed input, and is the same resource", async () => {
    const result = await run(
      () => new Box("box", { label: "new" }),
      over(box("box", { label: "old", gone: true })),
    );

    expect(named(result, "box")).toMatchObject({
      id: "old-box",
      inputs: { label: "new" },
      outputs: { label: "new", arn: "arn:toy:old:box" },
    });
    expect(named(result, "box").inputs).not.toHaveProperty("gone");
  });

  test("keeps what its provider added inside of what is changed, in maps and in lists", async () => {
    const before = { contents: { open: ["a"], gone: 1, rules: [{ port: 1 }] } };
    const outputs = {
      contents: { open: ["a"], gone: 1, group: "sg-old", rules: [{ port: 1, rule: "r-old" }] },
      arn: "arn:toy:old:box",
    };
    const changed = { open: ["a", "b"], rules: [{ port: 2 }] };
    const result = await run(
      () => {
        const changing = new Box("box", { contents: changed });
        new Box("other", { label: changing.contents.apply((all) => (all as { group: string }).group) });
      },
      over(box("box", before, { outputs })),
    );

    expect(named(result, "box").outputs.contents).toEqual({
      open: ["a", "b"],
      group: "sg-old",
      rules: [{ port: 2, rule: "r-old" }],
    });
    expect(named(result, "other").inputs.label).toBe("sg-old");
  });

  test("keeps nothing that was of an item in a list that became longer", async () => {
    const outputs = { contents: [{ port: 1, rule: "r-old" }] };
    const result = await run(
      () => new Box("box", { contents: [{ port: 0 }, { port: 1 }] }),
      over(box("box", { contents: [{ port: 1 }] }, { outputs })),
    );

    expect(named(result, "box").outputs.contents).toEqual([{ port: 0 }, { port: 1 }]);
  });

  test("loses what the program gives no more", async () => {
    const result = await run(
      () => new Box("box", { label: "new" }),
      over(box("box", { label: "old", gone: true })),
    );

    expect(named(result, "box").outputs).not.toHaveProperty("gone");
  });

  test("is made anew where the answers say that the change replaces it", async () => {
    const seen: unknown[] = [];
    const replacing: Answers = {
      ...answers,
      replaces: ({ changed, earlier, inputs }) => {
        seen.push({ changed, earlier, inputs });
        return true;
      },
    };
    const result = await run(() => new Box("box", { contents: { a: 1, b: [2] } }), {
      ...over(box("box", { contents: { a: 1, b: [3] } })),
      answers: replacing,
    });

    expect(seen).toEqual([
      {
        changed: [["contents", "b", 0]],
        earlier: { contents: { a: 1, b: [3] } },
        inputs: { contents: { a: 1, b: [2] } },
      },
    ]);
    expect(named(result, "box")).toMatchObject({ id: "box-box", outputs: { arn: "arn:toy:nowhere:box" } });
  });

  test("is made anew when it is marked to be", async () => {
    const result = await run(() => new Box("box", {}), over(box("box", {}, { taint: true })));

    expect(named(result, "box").id).toBe("box-box");
  });

  test("isn't changed by a secret that the state doesn't tell", async () => {
    const result = await run(
      () => new Box("box", { password: pulumi.secret("planned") }),
      over(box("box", { password: ciphertext })),
    );

    expect(named(result, "box").outputs.arn).toBe("arn:toy:old:box");
    expect(named(result, "box").inputs.password).toBeInstanceOf(Secret);
  });

  test("is read as a map where a mark is none that is known", async () => {
    const contents = { [signatureKey]: "of another day", a: 1 };
    const result = await run(
      () => new Box("box", {}, { ignoreChanges: ["*"] }),
      over(box("box", { contents })),
    );

    expect(named(result, "box").inputs).toEqual({ contents: { a: 1 } });
  });

  test("is of no concern when it is deleted in the cloud and not made again yet", async () => {
    const result = await run(() => new Box("box", {}), over(box("box", {}, { pendingReplacement: true })));

    expect(named(result, "box").id).toBe("box-box");
  });
});

describe("a single property that the program ignores changes of", () => {
  test.each([
    ["at the top", "label", { label: "old", size: 1 }, { label: "new", size: 2 }, { label: "old", size: 2 }],
    [
      "inside a map",
      "contents.a",
      { contents: { a: 1, b: 1 } },
      { contents: { a: 2, b: 2 } },
      { contents: { a: 1, b: 2 } },
    ],
    [
      "of every item",
      "contents[*].a",
      { contents: [{ a: 1, b: 1 }] },
      { contents: [{ a: 2, b: 2 }, { a: 2 }] },
      { contents: [{ a: 1, b: 2 }, { a: 2 }] },
    ],
    ["that wasn't there", "label", { size: 1 }, { label: "new", size: 2 }, { size: 2 }],
    ["that isn't given any more", "label", { label: "old" }, {}, { label: "old" }],
  ])("stays %s", async (_, ignored, before, planned, after) => {
    const result = await run(
      () => new Box("box", planned as pulumi.Inputs, { ignoreChanges: [ignored] }),
      over(box("box", before)),
    );

    expect(named(result, "box").inputs).toEqual(after);
  });

  test("stays in a provider's own settings", async () => {
    const old = {
      urn: urnOf("west", "pulumi:providers:toy"),
      type: "pulumi:providers:toy",
      custom: true,
      id: "00000000-0000-4000-8000-000000000000",
      inputs: { region: "west-1" },
      outputs: { region: "west-1" },
    };
    const result = await run(() => {
      const provider = new ToyProvider("west", { region: "elsewhere" }, { ignoreChanges: ["region"] });
      new Box("box", {}, { provider });
    }, over(old));

    expect(named(result, "box").outputs.arn).toBe("arn:toy:west-1:box");
  });
});
