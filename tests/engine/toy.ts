/** A cloud of two resource types, and programs on it. */
import * as pulumi from "@pulumi/pulumi";
import {
  type Answers,
  type Registration,
  type RunOptions,
  type RunResult,
  runProgram,
  Secret,
  UnknownTypeError,
} from "../../engine";

/** Echoes its inputs; the cloud gives it an `arn` and a `size`. */
export class Box extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;
  declare readonly size: pulumi.Output<number>;
  declare readonly label: pulumi.Output<string>;
  declare readonly password: pulumi.Output<string>;
  declare readonly contents: pulumi.Output<Record<string, unknown>>;

  constructor(name: string, args: pulumi.Inputs = {}, options: pulumi.CustomResourceOptions = {}) {
    const outputs = {
      arn: undefined,
      size: undefined,
      label: undefined,
      password: undefined,
      contents: undefined,
    };
    super("toy:store/box:Box", name, { ...outputs, ...args }, options);
  }
}

/** Its token is a secret that the cloud makes; its `url` repeats the password it was given. */
export class Vault extends pulumi.CustomResource {
  declare readonly token: pulumi.Output<string>;
  declare readonly url: pulumi.Output<string>;

  constructor(name: string, args: pulumi.Inputs = {}, options: pulumi.CustomResourceOptions = {}) {
    super("toy:store/vault:Vault", name, { token: undefined, url: undefined, ...args }, options);
  }
}

export class Group extends pulumi.ComponentResource {
  constructor(name: string, options: pulumi.ComponentResourceOptions = {}) {
    super("group:index:Group", name, {}, options);
  }
}

export class ToyProvider extends pulumi.ProviderResource {
  constructor(name: string, args: pulumi.Inputs = {}, options: pulumi.ResourceOptions = {}) {
    super("toy", name, args, options);
  }
}

export const answers: Answers = {
  create({ type, name, inputs, provider }) {
    switch (type) {
      case "toy:store/box:Box":
        return {
          id: `box-${name}`,
          outputs: { arn: `arn:toy:${String(provider.inputs.region ?? "nowhere")}:${name}`, size: 3 },
        };
      case "toy:store/vault:Vault":
        return {
          id: `vault-${name}`,
          outputs: {
            token: new Secret(`token-of-${name}`),
            url: `https://user:${String(inputs.password)}@vault`,
          },
        };
      default:
        throw new UnknownTypeError("resource type", type, "tests/engine/toy.ts");
    }
  },
  read: ({ id }) => ({ outputs: { arn: `arn:toy:elsewhere:${id}`, size: 7 } }),
  invoke({ token, args }) {
    if (token === "toy:index/getZones:getZones") {
      return { names: [`${String(args.region)}-a`, `${String(args.region)}-b`] };
    }
    throw new UnknownTypeError("look-up", token, "tests/engine/toy.ts");
  },
};

export function run(program: () => unknown, options: Partial<RunOptions> = {}): Promise<RunResult> {
  return runProgram(program, {
    project: "shop",
    stack: "test",
    config: {},
    answers,
    sourceRoots: ["tests"],
    patience: 2_000,
    ...options,
  });
}

/** What a run fails with. */
export async function failure(program: () => unknown, options: Partial<RunOptions> = {}): Promise<Error> {
  let result: RunResult;
  try {
    result = await run(program, options);
  } catch (error) {
    if (error instanceof Error) {
      return error;
    }
    throw new Error(`the run failed with ${String(error)}, which is no error`);
  }
  throw new Error(`the run succeeded with ${result.resources.length} resources`);
}

/** The only resource of that name. */
export function named(result: RunResult, name: string): Registration {
  const found = result.resources.filter((resource) => resource.name === name);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} resources are named ${name}`);
  }
  return found[0];
}

/** What a secret hides; an error if it is none. */
export function revealed(value: unknown): unknown {
  if (!(value instanceof Secret)) {
    throw new Error(`${String(value)} is not secret`);
  }
  return value.reveal();
}
