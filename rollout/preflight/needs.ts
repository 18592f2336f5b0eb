/** What a stack needs of its accounts, counted in its graph. Pure. */
import type { ProviderName } from "../../graph/clouds/contract";
import { cloudOf } from "../../graph/clouds/facts";
import type { Graph, GraphResource } from "../../graph/resource";
import { textAt } from "../../graph/views/read";

/** One number of one account, in one region or everywhere. */
export interface Need {
  readonly provider: ProviderName;
  /** Absent for what an account has once for all regions. */
  readonly region?: string;
  /** The cloud's own name of a zone, where the account has so many in each. */
  readonly zone?: string;
  readonly what: string;
  readonly count: number;
  /** What a new account has, where that is known and the same for everybody; with its source in `limits.ts`. */
  readonly standard?: number;
  /** Why it is as many, in a few words. */
  readonly because?: string;
}

/** A kind of thing that accounts have only so many of. */
export interface Counted {
  readonly what: string;
  readonly types: readonly string[];
  /** Which of them; absent for all. */
  readonly which?: (inputs: GraphResource["inputs"]) => boolean;
  readonly per: "region" | "account";
  readonly standard?: number;
}

const ACCOUNT = "";

/** Things by their types: so many in each region, or in the account. */
export function countsOf(graph: Graph, counted: Readonly<Record<ProviderName, readonly Counted[]>>): Need[] {
  return (Object.entries(counted) as [ProviderName, readonly Counted[]][]).flatMap(([provider, kinds]) =>
    kinds.flatMap(({ what, types, which, per, standard }): Need[] => {
      const places = new Map<string, number>();
      for (const type of types) {
        for (const resource of graph.byType.get(type) ?? []) {
          if (which && !which(resource.inputs)) continue;
          const region = per === "account" ? ACCOUNT : regionOf(graph, resource);
          places.set(region, (places.get(region) ?? 0) + 1);
        }
      }
      return [...places].sort().map(([region, count]) => ({
        provider,
        ...(region === ACCOUNT ? {} : { region }),
        what,
        count,
        ...(standard === undefined ? {} : { standard }),
      }));
    }),
  );
}

/** Where it stands, or the region of its provider where its service stands in none. */
export function regionOf(graph: Graph, resource: GraphResource): string {
  const provider = resource.provider === undefined ? undefined : graph.byUrn.get(resource.provider);
  return resource.placement?.region ?? textAt(provider?.inputs, "region") ?? ACCOUNT;
}

/** The regions of a cloud that the stack has a provider for: an account must be let into each. */
export function regionsUsed(graph: Graph, provider: ProviderName): string[] {
  const providers = graph.resources.filter(({ type }) => type === `pulumi:providers:${provider}`);
  return [...new Set(providers.flatMap(({ inputs }) => textAt(inputs, "region") ?? []))].sort();
}

/** The modules of a cloud's types that the stack has anything of. */
export function servicesUsed(graph: Graph, provider: ProviderName): ReadonlySet<string> {
  return new Set(
    graph.resources
      .filter(({ type, custom }) => custom && cloudOf(type) === provider && !type.startsWith("pulumi:"))
      .map(({ type }) => (type.split(":")[1] ?? "").split("/")[0] ?? ""),
  );
}
