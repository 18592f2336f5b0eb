/** Which APIs are gone: whole clouds or one service of a cloud. Pure. */

import { createAnswers } from "../answers";
import { nearest } from "../graph/nearest";
import { InputError } from "../report/input-error";

const CLOUDS = ["aws", "oci"] as const;
export type Cloud = (typeof CLOUDS)[number];

/** `refuse`: every call is answered with an error at once. `hang`: none is answered. */
export type Mode = "refuse" | "hang";

interface Failing {
  readonly cloud: Cloud;
  /** Absent for the whole cloud, its clusters' API servers included. Lower case. */
  readonly service?: string;
  readonly mode: Mode;
}

export class Failures {
  constructor(private readonly failing: readonly Failing[]) {}

  /** How calls about a resource type or look-up fail, `aws:route53/record:Record` for example. */
  ofToken(token: string): Mode | undefined {
    const { pkg, service } = partsOf(token);
    return this.failing.find((one) => one.cloud === pkg && (one.service ?? service) === service)?.mode;
  }

  ofCloud(cloud: Cloud): Mode | undefined {
    return this.failing.find((one) => one.cloud === cloud && one.service === undefined)?.mode;
  }
}

/** Lower case: `aws:route53/record:Record` is of the package aws and its service route53. */
function partsOf(token: string): { readonly pkg: string; readonly service: string } {
  const [pkg = "", module = ""] = token.split(":");
  return { pkg, service: (module.split("/")[0] ?? "").toLowerCase() };
}

/** The services of a cloud that the sandbox answers for. */
function servicesOf(cloud: Cloud): string[] {
  const { types, invokes } = createAnswers();
  const services = [...types, ...invokes].map(partsOf).filter(({ pkg }) => pkg === cloud);
  return [...new Set(services.map(({ service }) => service))].sort();
}

/**
 * Reads values of `--fail`: `oci`, `aws:Route53`, `oci=hang`.
 * @throws InputError with a line for each that is wrong
 */
export function parseFailures(texts: readonly string[]): Failures {
  const wrong: string[] = [];
  const failing = texts.flatMap((text): Failing[] => {
    const [, cloud, service, mode = "refuse"] = /^(\w+)(?::(\w+))?(?:=(refuse|hang))?$/.exec(text) ?? [];
    if (!isCloud(cloud)) {
      wrong.push(
        `--fail ${text}: wanted ${CLOUDS.join(" or ")}, or one service such as aws:Route53; =hang to hang rather than refuse`,
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

function isCloud(text: string | undefined): text is Cloud {
  return CLOUDS.some((cloud) => cloud === text);
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
