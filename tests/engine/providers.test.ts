import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import {
  DefaultProviderDisabledError,
  EngineError,
  RunFailedError,
  UnknownProviderError,
} from "../../engine";
import { answers, Box, failure, Group, named, revealed, run, ToyProvider } from "./toy";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}";

describe("an explicit provider", () => {
  test("is a resource, and is referred to by its URN and id", async () => {
    const result = await run(() => {
      new Box("box", {}, { provider: new ToyProvider("west", { region: "west-1" }) });
    });

    const provider = named(result, "west");
    expect(provider).toMatchObject({
      urn: "urn:pulumi:test::shop::pulumi:providers:toy::west",
      custom: true,
      inputs: { region: "west-1" },
    });
    expect(provider.provider).toBeUndefined();
    expect(provider.id).toMatch(new RegExp(`^${uuid}$`));
    expect(named(result, "box").provider).toBe(`${provider.urn}::${String(provider.id)}`);
  });

  test("is the one whose settings the answers see", async () => {
    const result = await run(() => {
      new Box("a", {}, { provider: new ToyProvider("west", { region: "west-1" }) });
      new Box("b", {}, { provider: new ToyProvider("east", { region: pulumi.secret("east-1") }) });
    });

    expect(named(result, "a").outputs.arn).toBe("arn:toy:west-1:a");
    expect(named(result, "b").outputs.arn).toBe("arn:toy:east-1:b");
  });

  test("reaches the children of a component, however deep, and no others", async () => {
    const result = await run(() => {
      const west = new ToyProvider("west");
      const east = new ToyProvider("east");
      const outer = new Group("outer", { providers: [west] });
      new Box("deep", {}, { parent: new Group("inner", { parent: outer }) });
      new Box("overridden", {}, { parent: outer, provider: east });
      new Box("beside");
    });

    expect(named(result, "deep").provider).toContain("pulumi:providers:toy::west::");
    expect(named(result, "overridden").provider).toContain("pulumi:providers:toy::east::");
    expect(named(result, "beside").provider).toContain("pulumi:providers:toy::default::");
    expect(named(result, "inner").providers.toy).toContain("pulumi:providers:toy::west::");
  });

  test("records the plug-in's version as the engine does", async () => {
    const result = await run(() => new ToyProvider("west", { region: "west-1" }, { version: "1.2.3" }));

    expect(named(result, "west").inputs).toEqual({ region: "west-1", version: "1.2.3", __internal: {} });
    expect(named(result, "west").outputs).toEqual({ region: "west-1", version: "1.2.3" });
  });

  test("has the same id in every run", async () => {
    const first = await run(() => new ToyProvider("west"));
    const second = await run(() => new ToyProvider("west"));

    expect(named(first, "west").id).toBe(named(second, "west").id);
  });

  test("of another package is refused", async () => {
    class OtherProvider extends pulumi.ProviderResource {}
    const error = await failure(() => {
      new Box("box", {}, { provider: new OtherProvider("other", "other", {}) });
    });

    expect(error).toBeInstanceOf(EngineError);
    expect(error.message).toContain("toy:store/box:Box::box' can't be served by");
    expect(error.message).toContain("pulumi:providers:other::other', a provider of other");
  });

  test("that was never registered is refused", async () => {
    const reference = "urn:pulumi:test::shop::pulumi:providers:toy::gone::12345";
    const error = await failure(() => {
      const gone = Object.assign(Object.create(pulumi.ProviderResource.prototype), {
        __pulumiResource: true,
        pkg: "toy",
        __registrationId: reference,
      });
      new Box("box", {}, { provider: gone });
    });

    expect(error).toBeInstanceOf(UnknownProviderError);
    expect(error.message).toContain(`'${reference}'`);
    expect(error.message).toContain("toy:store/box:Box::box");
  });
});

describe("a default provider", () => {
  test("is registered once, before what first needs it, and belongs to no parent", async () => {
    const result = await run(() => {
      new Box("a");
      new Box("b");
    });

    expect(result.resources.map(({ name }) => name)).toEqual(["shop-test", "default", "a", "b"]);
    expect(named(result, "default").urn).toBe("urn:pulumi:test::shop::pulumi:providers:toy::default");
    expect(named(result, "default").parent).toBeUndefined();
    expect(named(result, "b").provider).toBe(
      `${named(result, "default").urn}::${named(result, "default").id}`,
    );
  });

  test("is one for each version and download URL", async () => {
    const result = await run(() => {
      new Box("a", {}, { version: "7.48.0" });
      new Box("b", {}, { version: "8.0.0-rc.1+build" });
      new Box("c", {}, { version: "7.48.0", pluginDownloadURL: "https://get.example.com/toy/" });
      new Box("d", {}, { version: "7.48.0" });
    });

    const reference = (name: string) => named(result, name).provider?.split("::").at(-2);
    expect(reference("a")).toBe("default_7_48_0");
    expect(reference("b")).toBe("default_8_0_0_rc_1_build");
    expect(reference("c")).toBe("default_7_48_0_https_/get.example.com/toy");
    expect(reference("d")).toBe("default_7_48_0");
    expect(named(result, "default_7_48_0").inputs).toEqual({ version: "7.48.0", __internal: {} });
  });

  test("is configured by the stack's settings for its package", async () => {
    const result = await run(() => new Box("box"), {
      config: { "toy:region": "north-1", "toy:key": "a-secret-key", "shop:region": "elsewhere" },
      secretConfigKeys: ["toy:key"],
    });

    expect(named(result, "default").inputs.region).toBe("north-1");
    expect(revealed(named(result, "default").inputs.key)).toBe("a-secret-key");
    expect(named(result, "box").outputs.arn).toBe("arn:toy:north-1:box");
  });

  test("serves look-ups", async () => {
    const result = await run(() => pulumi.runtime.invoke("toy:index/getZones:getZones", { region: "x" }));

    expect(result.resources.map(({ name }) => name)).toEqual(["shop-test", "default"]);
  });
});

describe("pulumi:disable-default-providers", () => {
  const config = { "pulumi:disable-default-providers": '["toy"]' };

  test("refuses a resource without a provider of its own", async () => {
    const error = await failure(() => new Box("box"), { config });

    expect(error).toBeInstanceOf(DefaultProviderDisabledError);
    expect(error.message).toMatch(
      /^Default provider for 'toy' disabled. 'urn:pulumi:test::shop::toy:store\/box:Box::box' must use an explicit provider./,
    );
  });

  test("refuses a look-up without a provider of its own", async () => {
    const error = await failure(() => pulumi.runtime.invoke("toy:index/getZones:getZones", {}), { config });

    expect(error).toBeInstanceOf(DefaultProviderDisabledError);
    expect(error.message).toContain("'toy:index/getZones:getZones' must use an explicit provider.");
  });

  test("lets pass what has one", async () => {
    const result = await run(
      () => {
        const provider = new ToyProvider("west");
        new Box("box", {}, { provider });
        return pulumi.runtime.invoke("toy:index/getZones:getZones", {}, { provider });
      },
      { config },
    );

    expect(named(result, "box").provider).toContain("::west::");
  });

  test("covers every package with a star, and only the named ones without", async () => {
    const star = await failure(() => new Box("box"), {
      config: { "pulumi:disable-default-providers": '["*"]' },
    });
    const other = await run(() => new Box("box"), {
      config: { "pulumi:disable-default-providers": '["aws"]' },
    });

    expect(star).toBeInstanceOf(DefaultProviderDisabledError);
    expect(named(other, "box").provider).toContain("::default::");
  });

  test("reports every resource that lacks one", async () => {
    const error = await failure(
      () => {
        new Box("a");
        new Box("b");
      },
      { config },
    );

    expect(error).toBeInstanceOf(RunFailedError);
    expect((error as RunFailedError).errors).toHaveLength(2);
  });

  test("must be a list of names", async () => {
    const error = await failure(() => new Box("box"), {
      config: { "pulumi:disable-default-providers": "toy" },
    });

    expect(error).toBeInstanceOf(EngineError);
    expect(error.message).toContain('pulumi:disable-default-providers is "toy"; it must be a list');
  });
});

test("a parameterized package has a provider of its own name", async () => {
  const result = await run(
    () => {
      const packageRef = pulumi.runtime.registerPackage({
        baseProviderName: "toy",
        baseProviderVersion: "1.0.0",
        baseProviderDownloadUrl: "",
        packageName: "toybox",
        packageVersion: "2.0.0",
        base64Parameter: "cGFyYW1ldGVy",
      });
      new (class extends pulumi.CustomResource {})("toybox:index:Box", "box", {}, {}, false, packageRef);
    },
    { answers: { ...answers, create: () => ({ id: "box", outputs: {} }) } },
  );

  expect(named(result, "default_2_0_0")).toMatchObject({
    type: "pulumi:providers:toybox",
    inputs: {
      version: "2.0.0",
      __internal: { name: "toy", version: "1.0.0", parameterization: "cGFyYW1ldGVy" },
    },
  });
  expect(named(result, "box").provider).toContain("pulumi:providers:toybox::default_2_0_0::");
});
