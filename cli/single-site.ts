/** A stack as if all of it stood at one site: what an outage of the past is compared with. Pure. */
import type { ProviderName } from "../graph/clouds/contract";
import { providerNames } from "../graph/clouds/facts";
import { findRegion } from "../graph/clouds/regions";
import type { Incident } from "../resilience/faults/incident";
import type { ScenarioResult } from "../resilience/verdict/survey";
import type { StackFile } from "../stacks/config";
import { toRuntime } from "../stacks/runtime-config";

export interface Place {
  readonly provider: ProviderName;
  readonly region: string;
}

/** Where an outage hit: the first region that it names and the table has. */
export function placeOf(incident: Incident): Place | undefined {
  return incident.failed.flatMap((failed): Place[] => {
    const provider = providerNames.find((name) => "provider" in failed && name === failed.provider);
    if (provider === undefined || !("region" in failed)) return [];
    return findRegion(provider, failed.region) ? [{ provider, region: failed.region }] : [];
  })[0];
}

/** Where an outage that was none of a stack's regions was moved to: the site that a fault of it names, or one of the provider's. */
export function placeIn(
  { faults }: Pick<ScenarioResult, "faults">,
  sites: readonly { readonly id: string; readonly provider: string; readonly region: string }[],
): Place | undefined {
  const names = faults.map(({ name }) => name);
  const isNamed = (id: string) => names.some((name) => name === id || name.startsWith(`${id}/`));
  const site = sites.find(({ id }) => isNamed(id)) ?? sites.find(({ provider }) => names.includes(provider));
  const provider = providerNames.find((name) => name === site?.provider);
  return site && provider && { provider, region: site.region };
}

type Values = Readonly<Record<string, unknown>>;

/** What is said of sites and clouds that a smaller form needn't have. */
const noOrders = { "twincloud:drain": [], "twincloud:unreachable": [], "twincloud:untrusted": [] };

/**
 * The stack with all of its traffic at one site, everything else as it is.
 * @param where which site; without it the stack's first.
 */
export function onOneSite<S extends StackFile>(stack: S, where?: Place): S & { readonly site: string } {
  const sites = stack.values["twincloud:sites"] as readonly (Place & Values)[];
  const isThere = ({ provider, region }: Place) => provider === where?.provider && region === where.region;
  const like = sites.find(isThere) ?? (sites[0] as Place & Values);
  const { provider, region } = where ?? like;
  const values = {
    ...stack.values,
    ...noOrders,
    "twincloud:sites": [{ ...like, provider, region, share: 100 }],
    // The outage asks where the platform stood and not where it may stand.
    "twincloud:jurisdiction": findRegion(provider, region)?.country,
    ...withNodeImage(stack.values, { provider, region }),
  };
  return { ...stack, values, runtime: toRuntime(values), site: `${provider}-${region}` };
}

/** The stack with all of its traffic at the sites of one cloud, by the shares that they have. */
export function onOneCloud<S extends StackFile>(stack: S, provider: ProviderName): S {
  const sites = stack.values["twincloud:sites"] as readonly (Place & Values & { share: number })[];
  const own = sites.filter((site) => site.provider === provider);
  const sum = own.reduce((all, { share }) => all + share, 0);
  let left = 100;
  const scaled = own.map((site, place) => {
    const share = place === own.length - 1 ? left : Math.round((100 * site.share) / sum);
    left -= share;
    return { ...site, share };
  });
  const values = {
    ...stack.values,
    ...noOrders,
    "twincloud:sites": scaled,
  };
  return { ...stack, values, runtime: toRuntime(values) };
}

/** Nothing is made of it: any image of the region will do. */
export function withNodeImage(values: Values, { provider, region }: Place): Values {
  if (provider !== "oci") return {};
  const oci = values["twincloud:oci"] as Values;
  const known = oci.nodeImageIds as Values | undefined;
  const any = { [region]: `ocid1.image.oc1.${region}.${"a".repeat(60)}` };
  return { "twincloud:oci": { ...oci, nodeImageIds: { ...any, ...known } } };
}
