/** What all AWS resources share: region and account of the provider, ARNs, tags, ids. */
import { RefusedError, UNKNOWN, type Values } from "../contract";
import { hex, upper } from "../fake";
import { describe, type Subject } from "../resource";

/** The account of AWS's own documentation, where the provider names none in `allowedAccountIds`. */
const SAMPLE_ACCOUNT = "123456789012";

/** Whatever may name a region of its own; all of AWS may, but what is global. */
export type Regional = Subject & { readonly inputs?: { readonly region?: string | undefined } };

/** The region of the resource, else of its provider. Throws where neither names one, as AWS would. */
export function region(asked: Regional): string {
  const named = asked.inputs?.region ?? asked.provider.region;
  if (typeof named === "string" && named !== "" && named !== UNKNOWN) return named;
  throw new RefusedError(`${describe(asked)} has no region: name one in its provider's \`region\``);
}

function nested(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined; // an unknown value, which is not JSON
  }
}

export function account(asked: Subject): string {
  const allowed = nested(asked.provider.allowedAccountIds);
  const first = Array.isArray(allowed) ? allowed[0] : undefined;
  return typeof first === "string" && first !== UNKNOWN ? first : SAMPLE_ACCOUNT;
}

function partition(regionName: string): string {
  if (regionName.startsWith("cn-")) return "aws-cn";
  return regionName.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

export const arn = (asked: Regional, service: string, what: string): string =>
  `arn:${partition(region(asked))}:${service}:${region(asked)}:${account(asked)}:${what}`;

/** The ARN of something that belongs to no region, as in IAM. */
export const globalArn = (asked: Subject, service: string, what: string): string =>
  `arn:aws:${service}::${account(asked)}:${what}`;

/** `vpc-0123456789abcdef0` */
export const ec2Id = (prefix: string, seed: string): string => `${prefix}-0${hex(`${prefix}:${seed}`, 16)}`;

/** An id of a Route 53 zone, also of the zones that load balancers and buckets are aliased by. */
export const hostedZoneId = (seed: string): string => `Z0${upper(`zone:${seed}`, 19)}`;

interface DefaultTags {
  readonly tags?: Readonly<Record<string, string>>;
}

type Taggable = Subject & {
  readonly inputs: { readonly tags?: Readonly<Record<string, string>> | undefined };
};

/** The provider's default tags beneath the resource's own. */
function tagsAll(asked: Taggable): Record<string, string> {
  const defaults = nested(asked.provider.defaultTags) as DefaultTags | Values | undefined;
  return { ...(defaults as DefaultTags | undefined)?.tags, ...asked.inputs.tags };
}

/** Outputs that most types have. */
export const regional = { region };
export const tagged = { tagsAll };
export const owned = { ownerId: account };
