/** What all OCI resources share: the provider's region, OCIDs, states and tags. */
import { RefusedError, UNKNOWN } from "../contract";
import { base32, MADE_AT } from "../fake";
import { describe, type Subject } from "../resource";

/** The region of the resource's provider. Throws where it names none, as OCI would. */
export function region(asked: Subject): string {
  const named = asked.provider.region;
  if (typeof named === "string" && named !== "" && named !== UNKNOWN) return named;
  throw new RefusedError(`${describe(asked)} has no region: name one in its provider's \`region\``);
}

/** The two oldest regions stand in OCIDs by their keys, all others by their names. */
const IN_OCID: Readonly<Record<string, string>> = { "us-ashburn-1": "iad", "us-phoenix-1": "phx" };

/** `ocid1.vcn.oc1.iad.<60 characters>` */
export function ocid(kind: string, asked: Subject, seed: string = asked.urn): string {
  const name = region(asked);
  return `ocid1.${kind}.oc1.${IN_OCID[name] ?? name}.${base32(`${kind}:${seed}`, 60)}`;
}

/** The OCID of something that belongs to no region, as in Identity and DNS. */
export const globalOcid = (kind: string, seed: string): string =>
  `ocid1.${kind}.oc1..${base32(`${kind}:${seed}`, 60)}`;

/**
 * The OCID of what OCI makes with another resource: of the same region, and so named that whatever refers to
 * the other can be answered alone.
 */
export function companionOcid(kind: string, ofOcid: string): string {
  const regionPart = ofOcid.split(".")[3] ?? "";
  return `ocid1.${kind}.oc1.${regionPart}.${base32(`${kind}:of:${ofOcid}`, 60)}`;
}

/** Outputs that most types have. */
export const timed = { timeCreated: () => MADE_AT };
export const available = { ...timed, state: () => "AVAILABLE" };
export const active = { ...timed, state: () => "ACTIVE" };
