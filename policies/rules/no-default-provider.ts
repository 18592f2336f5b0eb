import { providerNames } from "../../graph/clouds/facts";
import { isRegional } from "../../graph/placement";
import type { Graph, GraphResource } from "../../graph/resource";
import { isProviderType, nameOf, packageOf } from "../../graph/urn";
import { isUnknown } from "../../graph/views/read";
import type { Finding, Rule } from "../rule";

export const noDefaultProvider: Rule = {
  id: "no-default-provider",
  title: "Every resource names its provider, and its region can be told",
  level: "mandatory",
  severity: "high",
  about: ["anything"],
  why: "A default provider takes its region and its credentials from the shell that happens to run it, so that a site can land on another without a line changed.",
  mend: "Pass an explicit provider with a region, and set pulumi:disable-default-providers to all.",
  mendElsewhere: "Pass an explicit provider with a region, or keep the region in the stack's settings.",
  counterparts: [],
  check: (graph, { foreign }) => (foreign ? byProvider(graph) : each(graph)),
};

function each(graph: Graph): Finding[] {
  const isDefault = defaultProviders();
  const unplaced = new Map<GraphResource, GraphResource[]>();
  const findings: Finding[] = [];
  for (const resource of graph.resources) {
    if (!resource.custom || resource.type.startsWith("pulumi:") || utilities.has(packageOf(resource.type))) {
      continue;
    }
    const provider = resource.provider === undefined ? undefined : graph.byUrn.get(resource.provider);
    if (isDefault(resource.provider)) {
      findings.push({
        urn: resource.urn,
        found: `is made through ${resource.provider === undefined ? "no provider of its own" : `the default provider ${nameOf(resource.provider)}`}`,
        wanted: "an explicit provider, passed in the options of the resource or of its component",
      });
    } else if (provider === undefined) {
      const name = nameOf(resource.provider ?? "");
      findings.push({
        urn: resource.urn,
        found: `is made through the provider ${name}, which isn't in the program`,
        wanted: "an explicit provider of the program",
      });
    } else if (isRegional(resource) && resource.placement === undefined) {
      const others = unplaced.get(provider);
      if (others) others.push(resource);
      else unplaced.set(provider, [resource]);
    }
  }
  return [...findings, ...[...unplaced].map(([provider, resources]) => untold(provider, resources))];
}

/**
 * Of another's program once for each default provider, as it is the provider that lacks what is wanted; one whose region
 * is pinned by the stack's settings lands nowhere else, and is only told.
 */
function byProvider(graph: Graph): Finding[] {
  const isDefault = defaultProviders();
  const users = new Map<string, GraphResource[]>();
  const unplaced = new Map<GraphResource, GraphResource[]>();
  for (const resource of graph.resources) {
    const pkg = packageOf(resource.type);
    if (!resource.custom || isProviderType(resource.type) || resource.external || !known.has(pkg)) continue;
    if (!isDefault(resource.provider)) {
      const own = graph.byUrn.get(resource.provider ?? "");
      if (own && isRegional(resource) && resource.placement === undefined)
        unplaced.set(own, [...(unplaced.get(own) ?? []), resource]);
      continue;
    }
    const key = resource.provider ?? pkg;
    users.set(key, [...(users.get(key) ?? []), resource]);
  }
  const untolds = [...unplaced].map(([provider, resources]) => untold(provider, resources));
  const found = [...users].map(([provider, resources]): Finding => {
    const [first] = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const isThere = graph.byUrn.has(provider);
    const region = graph.byUrn.get(provider)?.inputs.region;
    const isPinned = typeof region === "string" && !isUnknown(region);
    const many = resources.length === 1 ? "one resource" : `${resources.length} resources`;
    return {
      urn: isThere ? provider : (first?.urn ?? provider),
      found: isPinned
        ? `is the default provider of ${many}, pinned to ${region} by the stack's settings`
        : `is the default provider of ${many}, and takes where they go from the shell that runs it`,
      wanted: "an explicit provider, so that the program says where it goes",
      level: "advisory",
    };
  });
  return [...found, ...untolds];
}

/** Of clouds and clusters; tools' packages go nowhere. */
const known: ReadonlySet<string> = new Set([...providerNames, "kubernetes"]);

/** What stands in no cloud and takes no credentials of one. */
const utilities = new Set(["archive", "command", "local", "null", "random", "std", "time", "tls"]);

/** The engine names a default provider `default`, or `default_7_48_0` after its version. */
function defaultProviders(): (provider: string | undefined) => boolean {
  const known = new Map<string, boolean>();
  return (provider) => {
    if (provider === undefined) return true;
    let is = known.get(provider);
    if (is === undefined) {
      is = /^default(_|$)/.test(nameOf(provider));
      known.set(provider, is);
    }
    return is;
  };
}

/** One finding for all that hang on a provider: it is the provider that lacks the region. */
function untold(provider: GraphResource, [first, ...others]: readonly GraphResource[]): Finding {
  const made = `for ${first?.name}${others.length > 0 ? ` and ${others.length} more` : ""}`;
  return packageOf(provider.type) === "kubernetes"
    ? {
        urn: provider.urn,
        found: `leads to a cluster whose region can't be told, ${made}`,
        wanted: "a kubeconfig made from the cluster that it leads to",
        unsure: true,
      }
    : {
        urn: provider.urn,
        found: `names no region that can be told, ${made}`,
        wanted: "a region",
        unsure: true,
      };
}
