import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Secret, UNKNOWN } from "../../engine";
import { answers, Box, named, revealed, run, ToyProvider, Vault } from "./toy";

const password = "correct horse battery staple";
const config = { "shop:password": password };
const secretConfigKeys = ["shop:password"];

describe("a secret setting", () => {
  test("is secret as an input and in the output that echoes it", async () => {
    const result = await run(
      () => new Box("box", { password: new pulumi.Config("shop").requireSecret("password") }),
      { config, secretConfigKeys },
    );

    expect(revealed(named(result, "box").inputs.password)).toBe(password);
    expect(revealed(named(result, "box").outputs.password)).toBe(password);
  });

  test("is nowhere to be read in what a run prints or serializes", async () => {
    const result = await run(
      () => {
        const secret = new pulumi.Config("shop").requireSecret("password");
        const box = new Box("box", { password: secret, contents: { nested: [secret] } });
        const vault = new Vault("vault", { password: secret });
        return { secret, echo: box.password, url: vault.url };
      },
      { config, secretConfigKeys },
    );

    expect(JSON.stringify(result)).not.toContain(password);
    expect(inspect(result, { depth: 10 })).not.toContain(password);
    expect(`${String(named(result, "box").inputs.password)}`).toBe("[secret]");
    expect(JSON.parse(JSON.stringify(result.stackOutputs))).toEqual({
      secret: "[secret]",
      echo: "[secret]",
      url: "[secret]",
    });
  });

  test("reaches the answers unwrapped", async () => {
    const seen: unknown[] = [];
    await run(
      () =>
        new Box("box", { password: pulumi.secret("open"), contents: { deep: [pulumi.secret("sesame")] } }),
      {
        answers: {
          ...answers,
          create(request) {
            seen.push(request.inputs);
            return answers.create(request);
          },
        },
      },
    );

    expect(seen).toEqual([{ password: "open", contents: { deep: ["sesame"] } }]);
  });
});

describe("an output", () => {
  test("of another name is secret where it repeats a secret text", async () => {
    const result = await run(() => new Vault("vault", { password: pulumi.secret(password) }));

    expect(revealed(named(result, "vault").outputs.url)).toBe(`https://user:${password}@vault`);
  });

  test("is plain where a short secret turns up in it by chance", async () => {
    const result = await run(() => new Vault("vault", { password: "plain", pin: pulumi.secret("user") }));

    expect(named(result, "vault").outputs.url).toBe("https://user:plain@vault");
  });

  test("that the provider marks is secret, and so is what is made from it", async () => {
    const result = await run(() => {
      const vault = new Vault("vault", { password: "plain" });
      new Box("box", { label: pulumi.interpolate`uses ${vault.token}` });
    });

    expect(revealed(named(result, "vault").outputs.token)).toBe("token-of-vault");
    expect(revealed(named(result, "box").inputs.label)).toBe("uses token-of-vault");
  });

  test("named in additionalSecretOutputs is secret, and so is what is made from it", async () => {
    const result = await run(() => {
      const box = new Box("box", {}, { additionalSecretOutputs: ["arn"] });
      return { arn: box.arn, size: box.size };
    });

    expect(revealed(named(result, "box").outputs.arn)).toBe("arn:toy:nowhere:box");
    expect(named(result, "box").outputs.size).toBe(3);
    expect(revealed(result.stackOutputs.arn)).toBe("arn:toy:nowhere:box");
    expect(result.stackOutputs.size).toBe(3);
  });

  test("that is a list is secret as a whole, one that is a map only where it must be", async () => {
    const result = await run(
      () => {
        const hidden = pulumi.secret("x");
        new Box("box", { contents: { list: ["a", hidden], map: { a: "a", b: hidden } } });
      },
      {
        answers: {
          ...answers,
          create: () => ({ id: "box", outputs: { contents: { list: ["b", "a"], map: { a: "a", b: "y" } } } }),
        },
      },
    );

    const contents = named(result, "box").outputs.contents as Record<string, unknown>;
    expect(revealed(contents.list)).toEqual(["b", "a"]);
    expect(contents.map).toEqual({ a: "a", b: expect.any(Secret) });
  });
});

test("marking the id as secret is warned of, not done", async () => {
  const result = await run(() => {
    new Box("box", {}, { additionalSecretOutputs: ["id"] });
  });

  expect(named(result, "box").id).toBe("box-box");
  expect(result.logs).toEqual([
    {
      severity: "warning",
      message: "The 'id' property cannot be made secret.",
      urn: named(result, "box").urn,
    },
  ]);
});

describe("in a dry run", () => {
  test("what a provider computes is unknown, what the program gave is not", async () => {
    const result = await run(() => new Box("box", { label: "mine", size: 4 }), { dryRun: true });

    expect(named(result, "box").id).toBe(UNKNOWN);
    expect(named(result, "box").outputs).toEqual({ label: "mine", size: 4, arn: UNKNOWN });
  });

  test("an unknown output makes unknown what is made from it, and no apply runs on it", async () => {
    const applied: string[] = [];
    const result = await run(
      () => {
        const first = new Box("first", { label: "mine" });
        first.label.apply((label) => applied.push(label));
        first.arn.apply((arn) => applied.push(arn));
        new Box("second", { label: pulumi.interpolate`after ${first.arn}`, contents: { id: first.id } });
        return { arn: first.arn };
      },
      { dryRun: true },
    );

    expect(named(result, "second").inputs).toEqual({ label: UNKNOWN, contents: { id: UNKNOWN } });
    expect(named(result, "second").propertyDependencies.label).toEqual([named(result, "first").urn]);
    expect(result.stackOutputs).toEqual({ arn: UNKNOWN });
    expect(applied).toEqual(["mine"]);
  });

  test("the program is told that it is one", async () => {
    const told = async (dryRun: boolean) =>
      (await run(() => ({ told: pulumi.runtime.isDryRun() }), { dryRun })).stackOutputs.told;

    expect(await told(true)).toBe(true);
    expect(await told(false)).toBe(false);
  });

  test("a provider's id is the sentinel, as the engine has it", async () => {
    const result = await run(() => new Box("box", {}, { provider: new ToyProvider("west") }), {
      dryRun: true,
    });

    expect(named(result, "west").id).toBe(UNKNOWN);
    expect(named(result, "box").provider).toBe(
      "urn:pulumi:test::shop::pulumi:providers:toy::west::04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    );
  });

  test("a resource that is only read is known", async () => {
    const result = await run(() => ({ arn: new Box("there", {}, { id: "there-1" }).arn }), { dryRun: true });

    expect(named(result, "there")).toMatchObject({ id: "there-1", outputs: { size: 7 } });
    expect(result.stackOutputs.arn).toBe("arn:toy:elsewhere:there-1");
  });

  test("a resource that is read by an unknown id is not", async () => {
    const result = await run(() => new Box("there", {}, { id: new Box("first").id }), { dryRun: true });

    expect(named(result, "there")).toMatchObject({ id: UNKNOWN, outputs: {} });
  });

  test("a look-up with unknown arguments is not made", async () => {
    const result = await run(
      () => {
        const box = new Box("box");
        return { zones: pulumi.runtime.invokeOutput("toy:index/getZones:getZones", { region: box.arn }) };
      },
      { dryRun: true },
    );

    expect(result.stackOutputs.zones).toBe(UNKNOWN);
  });

  test("a secret output stays secret though its value is unknown", async () => {
    const result = await run(() => ({ token: new Vault("vault", { password: "plain" }).token }), {
      dryRun: true,
    });

    const token = named(result, "vault").outputs.token;
    expect(token).toBeInstanceOf(Secret);
    expect((token as Secret).reveal()).toBe(UNKNOWN);
  });
});
