import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { AnswerError, type Answers, RunFailedError, Secret, UnknownTypeError } from "../../engine";
import { answers, Box, failure, Group, named, run, ToyProvider } from "./toy";

class Strange extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;

  constructor(name: string, options?: pulumi.CustomResourceOptions) {
    super("toy:store/strange:Strange", name, { arn: undefined }, options);
  }
}

const answering = (outputs: Record<string, unknown>): Partial<Answers> => ({
  create: () => ({ id: "box", outputs }),
});

describe("a resource type without an answer", () => {
  test("is refused with the type, the resource and the file to add it to", async () => {
    const error = await failure(() => new Strange("odd"));

    expect(error).toBeInstanceOf(UnknownTypeError);
    expect(error.message).toContain("no answer for the resource type toy:store/strange:Strange");
    expect(error.message).toContain("urn:pulumi:test::shop::toy:store/strange:Strange::odd");
    expect(error.message).toContain("add one to tests/engine/toy.ts");
  });

  test("lets the rest of the program run, so that all are found at once", async () => {
    const error = await failure(() => {
      const odd = new Strange("odd");
      new Box("uses-it", { label: odd.arn });
      new Strange("child", { parent: odd });
    });

    expect(error).toBeInstanceOf(RunFailedError);
    expect((error as RunFailedError).errors.map((one) => (one as UnknownTypeError).urn)).toEqual([
      "urn:pulumi:test::shop::toy:store/strange:Strange::odd",
      "urn:pulumi:test::shop::toy:store/strange:Strange$toy:store/strange:Strange::child",
    ]);
  });

  test("is refused when it is read, too", async () => {
    const refusing: Answers = {
      ...answers,
      read({ type }) {
        throw new UnknownTypeError("resource type", type, "toy.ts");
      },
    };

    expect(await failure(() => new Box("there", {}, { id: "x" }), { answers: refusing })).toBeInstanceOf(
      UnknownTypeError,
    );
  });
});

describe("a look-up", () => {
  test("gets its answer", async () => {
    const result = await run(async () => {
      const zones = await pulumi.runtime.invoke("toy:index/getZones:getZones", { region: "north-1" });
      return { zones: zones.names };
    });

    expect(result.stackOutputs.zones).toEqual(["north-1-a", "north-1-b"]);
  });

  test("depends on what its arguments were made from", async () => {
    const result = await run(() => {
      const box = new Box("box");
      const zones = pulumi.runtime.invokeOutput("toy:index/getZones:getZones", { region: box.arn });
      new Box("second", { contents: zones });
    });

    expect(named(result, "second").propertyDependencies.contents).toEqual([named(result, "box").urn]);
    expect(named(result, "second").inputs.contents).toEqual({
      names: ["arn:toy:nowhere:box-a", "arn:toy:nowhere:box-b"],
    });
  });

  test("goes to the provider that it names", async () => {
    const seen: unknown[] = [];
    await run(
      () => {
        const provider = new ToyProvider("west", { region: "west-1" });
        return pulumi.runtime.invoke("toy:index/getZones:getZones", {}, { provider });
      },
      {
        answers: {
          ...answers,
          invoke({ provider }) {
            seen.push(provider.inputs.region);
            return {};
          },
        },
      },
    );

    expect(seen).toEqual(["west-1"]);
  });

  test("that nobody knows fails the run even if the program catches it", async () => {
    const error = await failure(async () => {
      await pulumi.runtime.invoke("toy:index/getWeather:getWeather", {}).catch(() => undefined);
    });

    expect(error).toBeInstanceOf(UnknownTypeError);
    expect(error.message).toBe(
      "no answer for the look-up toy:index/getWeather:getWeather: add one to tests/engine/toy.ts",
    );
  });

  test("that nobody knows is one error, though it fails the program too", async () => {
    const error = await failure(() => pulumi.runtime.invoke("toy:index/getWeather:getWeather", {}));

    expect(error).toBeInstanceOf(UnknownTypeError);
  });

  test("may answer with a secret", async () => {
    const result = await run(
      () => ({
        key: pulumi.runtime.invokeOutput<{ key: string }>("toy:index/getKey:getKey", {}).apply((r) => r.key),
      }),
      { answers: { ...answers, invoke: () => ({ key: new Secret("hush") }) } },
    );

    expect(result.stackOutputs.key).toBeInstanceOf(Secret);
  });
});

describe("a method of a resource", () => {
  class Server extends Box {
    ping(): pulumi.Output<{ pong: string }> {
      return pulumi.runtime.call("toy:store/box:Box/ping", { __self__: this, text: "hi" }, this);
    }
  }

  test("is answered for the resource and its provider", async () => {
    const result = await run(
      () => new Server("box", {}, { provider: new ToyProvider("west", { region: "west-1" }) }).ping(),
      {
        answers: {
          ...answers,
          call: ({ token, self, args, provider }) => ({
            pong: `${token} ${self} ${String(args.text)} ${String(provider.inputs.region)}`,
          }),
        },
      },
    );

    expect(result.stackOutputs).toEqual({
      pong: "toy:store/box:Box/ping urn:pulumi:test::shop::toy:store/box:Box::box hi west-1",
    });
  });

  test("is refused where the answers know no methods", async () => {
    const error = await failure(() => new Server("box").ping());

    expect(error).toBeInstanceOf(UnknownTypeError);
    expect(error.message).toContain("method toy:store/box:Box/ping");
  });
});

describe("an answer that is wrong", () => {
  test("by what it throws is reported with the resource and the cause", async () => {
    const cause = new TypeError("no such thing");
    const error = await failure(() => new Box("box"), {
      answers: {
        ...answers,
        create() {
          throw cause;
        },
      },
    });

    expect(error).toBeInstanceOf(AnswerError);
    expect(error.message).toContain("toy:store/box:Box::box failed: no such thing");
    expect(error.cause).toBe(cause);
  });

  test.each([
    ["a function", { arn: () => "x" }, "has at arn what is no property value: function"],
    ["an output", { list: [pulumi.output("x")] }, "has at list[0] what is no property value: a Output"],
    ["no number", { deep: { size: Number.NaN } }, "has at deep.size what is no property value: number NaN"],
  ])("by %s among the outputs is reported with the path", async (_, outputs, message) => {
    const error = await failure(() => new Box("box"), { answers: { ...answers, ...answering(outputs) } });

    expect(error).toBeInstanceOf(AnswerError);
    expect(error.message).toContain(message);
  });

  test("by an empty id is reported", async () => {
    const error = await failure(() => new Box("box"), {
      answers: { ...answers, create: () => ({ id: "", outputs: {} }) },
    });

    expect(error).toBeInstanceOf(AnswerError);
    expect(error.message).toContain("has no id");
  });
});

test("an output that the answer leaves undefined is not there", async () => {
  const result = await run(() => ({ label: new Box("box", { label: "x" }).arn.apply((arn) => typeof arn) }), {
    answers: { ...answers, ...answering({ arn: undefined, size: 1 }) },
  });

  expect(named(result, "box").outputs).toEqual({ label: "x", size: 1 });
  expect(result.stackOutputs.label).toBe("undefined");
});

test("a resource that is read is external, and is answered by its id", async () => {
  const result = await run(() => new Box("there", {}, { id: "there-1", parent: new Group("group") }));

  expect(named(result, "there")).toMatchObject({
    urn: "urn:pulumi:test::shop::group:index:Group$toy:store/box:Box::there",
    external: true,
    id: "there-1",
    outputs: { arn: "arn:toy:elsewhere:there-1", size: 7 },
  });
  expect(named(result, "there").provider).toContain("::default::");
});
