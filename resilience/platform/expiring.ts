/**
 * What runs out one day and hasn't been renewed: certificates, keys, tokens, quotas; read from what mounts them or asks
 * with them. How much hangs on one of them is how much stops.
 */

import type { ProviderName } from "../../graph/clouds/contract";
import { cloudOf } from "../../graph/clouds/facts";
import type { Graph, GraphResource } from "../../graph/resource";
import { secretMounted } from "../../graph/views/mounted-secrets";
import { blockOf, withoutComments } from "../../graph/views/nats-text";
import { namedInNamespace } from "../../graph/views/objects";
import { listAt, textAt } from "../../graph/views/read";
import { textsOf } from "../../graph/views/texts";
import type { WorkloadView } from "../../graph/views/workloads";
import { everywhere } from "../faults/names";
import { type Expiring, type Site, workloadsAt } from "./platform";

export function expiringOf(
  graph: Graph,
  sites: readonly Site[],
  all: readonly WorkloadView[],
): readonly Expiring[] {
  const at = (site: Site) => all.filter((workload) => workload.site === site.id);
  const certificates = (pattern: RegExp) =>
    sites.flatMap((site, place) => {
      const edge = at(site).find(({ part }) => part === "edge");
      const file = edge && firstIn(textsOf(graph, edge).texts, pattern);
      return edge && file
        ? [{ site, place, urn: secretMounted(graph, edge, file)?.urn ?? edge.resource.urn }]
        : [];
    });
  const entrances = certificates(/\bssl crt (\S+)/);
  // With which it asks other sites' edges.
  const peers = certificates(
    /^[ \t]*default-server [^\n]*\bssl crt (\S+) ca-file [^\n]*\bverify required\b/m,
  );
  const queues = sites.flatMap((site, place) => {
    const urn = site.queue?.workload.urn;
    const workload = at(site).find(({ resource }) => resource.urn === urn);
    return workload
      ? [{ site, place, workload, text: textsOf(graph, workload).texts.map(withoutComments).join("\n") }]
      : [];
  });
  const links = queues.filter(({ text }) => /\btls\b/.test(blockOf(text, "leafnodes") ?? ""));
  return [
    ...withAll("entrance-certificate", "the certificate of the public names", "entrance", entrances),
    ...withAll("peer-certificate", "the certificate by which edges know each other", "peers", peers),
    ...queues
      .filter(({ text }) => /^tls(?:\s*[:=])?\s*\{/m.test(text))
      .map(({ site, place, workload }) => ({
        name: `queue-certificate/${site.id}`,
        what: `the certificates of the queue at ${site.id}`,
        urn: workload.resource.urn,
        stops: { what: "queue" as const, sites: [place] },
      })),
    ...withAll(
      "link-certificate",
      "the certificate of the queue's links",
      "queue-links",
      links.map(({ site, place, workload }) => ({ site, place, urn: workload.resource.urn })),
    ),
    ...pullTokens(graph, sites, all),
    ...storeKeys(graph, sites, all),
    ...sites.map((site, place) => ({
      name: `quota/${site.id}`,
      what: `the quota of nodes at ${site.id}`,
      urn: site.urn,
      stops: { what: "nodes" as const, sites: [place] },
    })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Used {
  readonly site: Site;
  readonly place: number;
  readonly urn: string;
}

/** By site and, as such things are made in one go, everywhere at once. */
function withAll(
  name: string,
  what: string,
  stops: "entrance" | "peers" | "queue-links",
  used: readonly Used[],
): Expiring[] {
  const one = used.map(({ site, place, urn }) => ({
    name: `${name}/${site.id}`,
    what: `${what} at ${site.id}`,
    urn,
    stops: { what: stops, sites: [place] },
  }));
  const [first, ...more] = used;
  return !first || more.length === 0
    ? one
    : [
        ...one,
        {
          name: `${name}/${everywhere}`,
          what: `${what} at every site`,
          urn: first.urn,
          stops: { what: stops, sites: used.map(({ place }) => place) },
        },
      ];
}

function firstIn(texts: readonly string[], pattern: RegExp): string | undefined {
  for (const text of texts) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

const secretOf = (
  graph: Graph,
  { cluster, namespace }: WorkloadView,
  name: string,
): GraphResource | undefined =>
  namedInNamespace(graph, "kubernetes:core/v1:Secret", cluster, namespace, name);

/** Resources of a cloud that a Secret was made from, with that cloud: tokens and keys that it gave out. */
function madeFromCloud(
  graph: Graph,
  secret: GraphResource,
): { readonly urn: string; readonly provider: ProviderName }[] {
  return secret.dependencies.flatMap((urn) => {
    const provider = cloudOf(graph.byUrn.get(urn)?.type ?? "");
    return provider === undefined ? [] : [{ urn, provider }];
  });
}

/** With which images are pulled: one of a cloud's hands for all workloads that carry what was made from it. */
function pullTokens(graph: Graph, sites: readonly Site[], all: readonly WorkloadView[]): Expiring[] {
  const found = new Map<string, { readonly provider: string; readonly registries: Set<string> }>();
  for (const workload of all) {
    const site = sites.find(({ id }) => id === workload.site);
    if (!site) continue;
    for (const item of listAt(workload.pod, "imagePullSecrets")) {
      const secret = secretOf(graph, workload, textAt(item, "name") ?? "");
      for (const { urn, provider } of secret ? madeFromCloud(graph, secret) : []) {
        const token = found.get(urn) ?? { provider, registries: new Set() };
        found.set(urn, token);
        for (const registry of registriesAt(site, workload)) token.registries.add(registry);
      }
    }
  }
  return [...found].map(([urn, { provider, registries }]) => ({
    name: `pull-token/${provider}`,
    what: `the token with which images are pulled from ${[...registries].sort().join(" and ")}`,
    urn,
    stops: { what: "pulls" as const, registries: [...registries].sort() },
  }));
}

const registriesAt = (site: Site, { resource }: WorkloadView): readonly string[] =>
  workloadsAt(site)
    .filter(({ urn }) => urn === resource.urn)
    .flatMap(({ registries }) => registries);

/** With which pods of one cloud use the stores of another. */
function storeKeys(graph: Graph, sites: readonly Site[], all: readonly WorkloadView[]): Expiring[] {
  const found = new Map<string, { readonly provider: string; readonly from: Set<string> }>();
  for (const workload of all) {
    const site = sites.find(({ id }) => id === workload.site);
    if (!site) continue;
    for (const name of secretsAsked(workload)) {
      const secret = secretOf(graph, workload, name);
      for (const { urn, provider } of secret ? madeFromCloud(graph, secret) : []) {
        if (provider === site.provider) continue;
        const key = found.get(urn) ?? { provider, from: new Set() };
        found.set(urn, key);
        key.from.add(site.provider);
      }
    }
  }
  return [...found].map(([urn, { provider, from }]) => ({
    name: `store-key/${provider}`,
    what: `the key with which other clouds' pods use the stores of ${provider}`,
    urn,
    stops: { what: "stores" as const, from: [...from].sort(), to: provider },
  }));
}

/** Secrets from which a pod has its environment. */
const secretsAsked = ({ containers, initContainers }: WorkloadView): string[] =>
  [...containers, ...initContainers].flatMap(({ raw }) => [
    ...listAt(raw, "envFrom").flatMap((item) => textAt(item, "secretRef", "name") ?? []),
    ...listAt(raw, "env").flatMap((item) => textAt(item, "valueFrom", "secretKeyRef", "name") ?? []),
  ]);
