/**
 * One routing model for all authorities: which addresses answer a public name, with which weights, and
 * what each answer's health check asks. Pure, so that all adapters render the same plan.
 */
import { commonLimits } from "../graph/clouds/limits";
import { healthPath } from "./ports";

export interface RoutedSite {
  readonly id: string;
  /** Percent of the traffic, 0 to 100; all sites' shares sum to 100. */
  readonly share: number;
  /** How many public addresses the site has, 1 or more. */
  readonly addresses: number;
  readonly drained: boolean;
  /** Indices of the addresses that are drained by themselves, with their zones. */
  readonly drainedAddresses?: ReadonlySet<number>;
}

export interface PublicName {
  readonly capability: string;
  /** Fully qualified, without a trailing dot. */
  readonly host: string;
}

export interface RoutedAnswer {
  /** `<site>-<n>`, n from 1. */
  readonly name: string;
  readonly site: string;
  /** Index into the site's addresses. */
  readonly index: number;
  /** 0 to `maxWeight()`. */
  readonly weight: number;
  /** A drained site, or the address of a drained zone, weighs nothing where weights can be edited without replacing anything. */
  readonly drained: boolean;
}

export interface RoutedName extends PublicName {
  /** Path that the answer's HTTPS check asks, with `host` as Host. */
  readonly healthPath: string;
  readonly answers: readonly RoutedAnswer[];
}

/** The largest weight that every authority takes. */
export const maxWeight = (): number => commonLimits().maxWeight;

/**
 * One integer weight per site, for each of its addresses, so that a site's addresses together get its share.
 * Of all common multipliers that keep the weights within `maxWeight()`, takes the one that departs least from
 * the shares, and of equals the smallest. A site with a share never weighs 0.
 */
export function addressWeights(sites: readonly RoutedSite[]): ReadonlyMap<string, number> {
  const exact = sites.map((site) => ({ id: site.id, value: site.share / site.addresses }));
  const largest = Math.max(...exact.map((site) => site.value));
  if (!(largest > 0)) return new Map(sites.map((site) => [site.id, 0]));

  let best: { error: number; weights: Map<string, number> } | undefined;
  const most = maxWeight();
  for (let weight = 1; weight <= most; weight++) {
    const factor = weight / largest;
    const weights = new Map<string, number>();
    let error = 0;
    for (const { id, value } of exact) {
      const rounded = value > 0 ? Math.max(1, Math.round(value * factor)) : 0;
      weights.set(id, rounded);
      if (value > 0) error = Math.max(error, Math.abs(rounded / (value * factor) - 1));
    }
    if (!best || error < best.error - 1e-9) best = { error, weights };
  }
  return best?.weights ?? new Map();
}

/**
 * The addresses of a site in an authority's plan.
 * @throws Error where the plan names a site that has none.
 */
export function addressesOf<Address>(
  addresses: Readonly<Record<string, readonly Address[]>>,
  site: string,
): readonly [Address, ...Address[]] {
  const [first, ...others] = addresses[site] ?? [];
  if (first === undefined) throw new Error(`the answers name address 1 of ${site}, which it doesn't have`);
  return [first, ...others];
}

/** Every public name with one answer per address of every site, in the order of the sites. */
export function routedNames(names: readonly PublicName[], sites: readonly RoutedSite[]): RoutedName[] {
  const weights = addressWeights(sites);
  const answers: RoutedAnswer[] = sites.flatMap((site) =>
    Array.from({ length: site.addresses }, (_, index) => ({
      name: `${site.id}-${index + 1}`,
      site: site.id,
      index,
      weight: weights.get(site.id) ?? 0,
      drained: site.drained || site.drainedAddresses?.has(index) === true,
    })),
  );
  return names.map((name) => ({ ...name, healthPath: healthPath(name.capability), answers }));
}
