/** Which APIs are gone: whole clouds or one service of a cloud. Pure. */

import { createAnswers } from "../answers";
import type { ProviderName } from "../graph/clouds/contract";
import { cloudOf, isProvider, providerNames } from "../graph/clouds/facts";
import { nearest } from "../graph/nearest";
import { InputError } from "../report/input-error";

/** `refuse`: every call is answered with an error at once. `hang`: none is answered. */
export type Mode = "refuse" | "hang";

interface Failing {
  readonly cloud: ProviderName;
  /** Absent for the whole cloud, its clusters' API servers included. Lower case. */
  readonly service?: string;
  readonly mode: Mode;
}

export class Failures {
  constructor(private readonly failing: readonly Failing[]) {}

  /** How calls about a resource type or look-up fail, `aws:route53/record:Record` for example. */
  ofToken(token: string): Mode | undefined {
    const service = serviceOf(token);
    const cloud = cloudOf(token);
    return this.failing.find((one) => one.cloud === cloud && (one.service ?? service) === service)?.mode;
  }

  ofCloud(cloud: ProviderName): Mode | undefined {
    return this.failing.find((one) => one.cloud === cloud && one.service === undefined)?.mode;
  }
}

/** Lower case: of `aws:route53/record:Record`, route53. */
const serviceOf = (token: string): string => (token.split(":")[1]?.split("/")[0] ?? "").toLowerCase();

/** The services of a cloud that the sandbox answers for. */
function servicesOf(cloud: ProviderName): string[] {
  const { types, invokes } = createAnswers();
  const own = [...types, ...invokes].filter((token) => cloudOf(token) === cloud);
  return [...new Set(own.map(serviceOf))].sort();
}

/**
 * Reads values of `--fail`: `oci`, `aws:Route53`, `oci=hang`.
 * @throws InputError with a line for each that is wrong
 */
export function parseFailures(texts: readonly string[]): Failures {
  const wrong: string[] = [];
  const clouds = [...providerNames].sort();
  const examples = clouds.flatMap((name) =>
    servicesOf(name)
      .slice(0, 1)
      .map((service) => `${name}:${service}`),
  );
  const failing = texts.flatMap((text): Failing[] => {
    const [, cloud, service, mode = "refuse"] = /^(\w+)(?::(\w+))?(?:=(refuse|hang))?$/.exec(text) ?? [];
    if (cloud === undefined || !isProvider(cloud)) {
      wrong.push(
        `--fail ${text}: wanted ${clouds.join(" or ")}, or one service such as ${examples[0]}; =hang to hang rather than refuse`,
      );
      return [];
    }
    const known = servicesOf(cloud);
    if (service && !known.includes(service.toLowerCase())) {
      const [meant] = nearest(service, known, 1);
      const hint = meant ? `did you mean ${cloud}:${meant}? ` : "";
      wrong.push(
        `--fail ${text}: ${cloud} has no service ${service}; ${hint}wanted one of ${known.join(", ")}`,
      );
      return [];
    }
    return [{ cloud, ...(service ? { service: service.toLowerCase() } : {}), mode: mode as Mode }];
  });
  if (wrong.length > 0) throw new InputError(wrong);
  return new Failures(failing);
}

/** An API that is gone. */
export class GoneError extends Error {
  override readonly name = "GoneError";

  constructor(
    readonly mode: Mode,
    message: string,
  ) {
    super(message);
  }
}
