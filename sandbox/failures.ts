/** Which APIs are gone: whole clouds, one service of a cloud, or what one region of it answers for. */

import { createAnswers } from "../answers";
import type { ProviderName } from "../graph/clouds/contract";
import { cloudOf, isProvider, providerNames } from "../graph/clouds/facts";
import { findRegion, regionAdvice, regionsOf } from "../graph/clouds/regions";
import { changedThrough } from "../graph/clouds/unreachable";
import { nearest } from "../graph/nearest";
import { InputError } from "../report/input-error";

/** `refuse`: every call is answered with an error at once. `hang`: none is answered. */
export type Mode = "refuse" | "hang";

interface Failing {
  readonly cloud: ProviderName;
  /** Absent for all services, the clusters' API servers included. Lower case. */
  readonly service?: string;
  /** Absent for all regions. */
  readonly region?: string;
  readonly mode: Mode;
  /** How many calls to it are answered before it is gone. */
  readonly after: number;
}

/** What is asked: a service by one of its tokens, or a cluster's API server; of one region where it is known. */
interface Asked {
  readonly cloud: ProviderName;
  readonly token?: string;
  readonly region: string | undefined;
}

export class Failures {
  readonly #answered = new Map<Failing, number>();

  constructor(private readonly failing: readonly Failing[]) {}

  /**
   * How calls about a resource type or look-up fail, `aws:route53/record:Record` for example.
   * @param region the provider's
   */
  ofToken(token: string, region?: string): Mode | undefined {
    const cloud = cloudOf(token);
    return cloud && this.#goneOf({ cloud, token, region })?.mode;
  }

  /** The same, as one call more that reaches the API if it is still there. */
  call(token: string, region?: string): Mode | undefined {
    const cloud = cloudOf(token);
    return cloud && this.#called({ cloud, token, region });
  }

  /** How calls to a cloud in a region fail whatever they are about, its clusters' API servers included. */
  ofRegion(cloud: ProviderName, region?: string): Mode | undefined {
    return this.#goneOf({ cloud, region })?.mode;
  }

  callRegion(cloud: ProviderName, region?: string): Mode | undefined {
    return this.#called({ cloud, region });
  }

  #goneOf(asked: Asked): Failing | undefined {
    return this.failing.find((one) => concerns(one, asked) && this.#count(one) >= one.after);
  }

  #called(asked: Asked): Mode | undefined {
    const gone = this.#goneOf(asked);
    for (const one of this.failing) {
      if (gone === undefined && concerns(one, asked)) this.#answered.set(one, this.#count(one) + 1);
    }
    return gone?.mode;
  }

  #count(failing: Failing): number {
    return this.#answered.get(failing) ?? 0;
  }
}

function concerns(failing: Failing, { cloud, token, region }: Asked): boolean {
  if (failing.cloud !== cloud) return false;
  if (failing.service !== undefined) return token !== undefined && failing.service === serviceOf(token);
  if (failing.region === undefined) return true;
  return token === undefined
    ? failing.region === region
    : changedThrough(cloud, token, region).includes(failing.region);
}

/** Lower case: of `aws:route53/record:Record`, route53. */
const serviceOf = (token: string): string => (token.split(":")[1]?.split("/")[0] ?? "").toLowerCase();

/** The services of a cloud that the sandbox answers for. */
function servicesOf(cloud: ProviderName): string[] {
  const { types, invokes } = createAnswers();
  const own = [...types, ...invokes].filter((token) => cloudOf(token) === cloud);
  return [...new Set(own.map(serviceOf))].sort();
}

const FORM = /^(\w+)(?::([\w-]+))?(?:=(refuse|hang))?(?:@(\d{1,9}))?$/;

/**
 * Reads values of `--fail`: `oci`, `aws:Route53`, `oci:us-ashburn-1=hang`, `aws@200`.
 * @throws InputError with a line for each that is wrong
 */
export function parseFailures(texts: readonly string[]): Failures {
  const wrong: string[] = [];
  const clouds = [...providerNames].sort();
  const examples = clouds.flatMap((name) => [
    ...servicesOf(name)
      .slice(0, 1)
      .map((service) => `${name}:${service}`),
    ...regionsOf(name)
      .slice(0, 1)
      .map((region) => `${name}:${region.name}`),
  ]);
  const failing = texts.flatMap((text): Failing[] => {
    const [, cloud, part, mode = "refuse", after = "0"] = FORM.exec(text) ?? [];
    if (cloud === undefined || !isProvider(cloud)) {
      wrong.push(
        `--fail ${text}: wanted ${clouds.join(" or ")}, or one service or region such as ${examples.slice(0, 2).join(" or ")}; =hang to hang rather than refuse, @200 to answer 200 calls first`,
      );
      return [];
    }
    const common = { cloud, mode: mode as Mode, after: Number(after) };
    if (part === undefined) return [common];
    if (findRegion(cloud, part)) return [{ ...common, region: part }];
    const known = servicesOf(cloud);
    if (known.includes(part.toLowerCase())) return [{ ...common, service: part.toLowerCase() }];
    const isRegion = part.includes("-");
    if (isRegion) {
      wrong.push(`--fail ${text}: ${cloud} has no region ${part}; ${regionAdvice(cloud, part)}`);
      return [];
    }
    const [meant] = nearest(part, known, 1);
    const hint = meant ? `did you mean ${cloud}:${meant}? ` : "";
    wrong.push(
      `--fail ${text}: ${cloud} has no service ${part}; ${hint}wanted one of ${known.join(", ")}, or a region`,
    );
    return [];
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
