/**
 * What can't be reached: `twincloud:unreachable` names a provider, or one region of it as `<provider>-<region>`, which
 * is the id of the site that stands there, if one does. Pure.
 */
import { siteIdOf } from "../site-id";
import { moduleOf } from "../urn";
import type { ProviderName } from "./contract";
import { facts } from "./facts";

/** Whether the API of a region is out of reach; without a region, that of a whole provider. */
export const isOutOfReach = (
  unreachable: readonly string[],
  provider: ProviderName,
  region: string | undefined,
): boolean =>
  unreachable.includes(provider) ||
  (region !== undefined && unreachable.includes(siteIdOf({ provider, region })));

/**
 * The regions whose APIs a resource of a type is changed through, each of which it needs: its own, or the one that a
 * service is changed through wherever its resources stand, or both.
 * @param region its own: its provider's
 */
export function changedThrough(
  provider: ProviderName,
  type: string,
  region: string | undefined,
): readonly string[] {
  const own = region === undefined ? [] : [region];
  const { central } = facts[provider];
  const module = moduleOf(type);
  if (central?.alone.has(module)) return [central.region];
  return central?.beside.has(module) ? [central.region, ...own] : own;
}

/** Whether a resource of a type can't be changed, as an API that it is changed through is out of reach. */
export const isBeyondReach = (
  unreachable: readonly string[],
  provider: ProviderName,
  type: string,
  region: string | undefined,
): boolean =>
  unreachable.includes(provider) ||
  changedThrough(provider, type, region).some((each) => isOutOfReach(unreachable, provider, each));
