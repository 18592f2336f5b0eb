/**
 * A reader of a cloud that is like neither of ours: its zones read alike for all, its names are answered by weights
 * that its zones know by domain, its checks ask twice a minute at most, and its buckets keep every version.
 */

import type { AddressBook, AnswerView, ZoneView } from "../../../../graph/clouds/dns-views";
import type { CloudReader } from "../../../../graph/clouds/reader";
import { findRegion } from "../../../../graph/clouds/regions";
import type { GraphResource } from "../../../../graph/resource";
import { exactly, ttlsOf } from "../../../../graph/views/answers";
import { Buckets, StoreIndex } from "../../../../graph/views/buckets";
import { checksOfType, numbersOfInputs, textsOfInputs } from "../../../../graph/views/checks-of-type";
import { hostOf } from "../../../../graph/views/hosts";
import { ofTypes, perGraph } from "../../../../graph/views/per-graph";
import { picked } from "../../../../graph/views/picked";
import { endlessRoom } from "../../../../graph/views/pool";
import { listAt, numberAt, propertiesOf, textAt } from "../../../../graph/views/read";
import { namedOne, referredOne } from "../../../../graph/views/references";
import { borealis } from "./facts";

const CLUSTER = "borealis:kube/cluster:Cluster";
const POOL = "borealis:kube/pool:Pool";
const BALANCER = "borealis:net/balancer:Balancer";
const ADDRESS = "borealis:net/address:Address";
const SUBNET = "borealis:net/subnet:Subnet";
const BUCKET = "borealis:objects/bucket:Bucket";
const COPY = "borealis:objects/copy:Copy";
const ZONE = "borealis:names/zone:Zone";
const ANSWER = "borealis:names/answer:Answer";
const SERVERS = "borealis:names/servers:Servers";
const START = "borealis:names/start:Start";

const clusterTypes = new Set([CLUSTER]);
const networkTypes = new Set(["borealis:net/network:Network"]);
const texts = (resource: GraphResource, input: string): string[] =>
  listAt(propertiesOf(resource), input).flatMap((item) => textAt(item) ?? []);
const clusterNamed = (graph: Parameters<typeof namedOne>[0], resource: GraphResource) =>
  namedOne(graph, resource, "cluster", clusterTypes);

const checks = checksOfType("borealis:names/probe:Probe", (resource, addresses) => {
  const properties = propertiesOf(resource);
  return {
    resource,
    authority: borealis,
    protocol: "HTTPS",
    ...textsOfInputs(properties, { path: "path", host: "host" }),
    ...numbersOfInputs(properties, { port: "port", intervalSeconds: "every", threshold: "misses" }),
    vantages: texts(resource, "from").length,
    vantageNames: texts(resource, "from"),
    disabled: false,
    inverted: false,
    targets: addresses.named(resource, "address", [properties.address]),
    children: [],
  };
});

const zonesByDomain = perGraph(
  (graph): ReadonlyMap<string, ZoneView> =>
    new Map(
      ofTypes(graph, [ZONE]).map((resource) => {
        const domain = hostOf(textAt(propertiesOf(resource), "domain") ?? "");
        const servers = texts(resource, "servers");
        return [
          domain,
          {
            provider: borealis,
            resource,
            domain,
            private: false,
            ...picked("servers", servers.length > 0 ? servers : undefined),
            serverCount: 2,
            keepsOwnServers: false,
          },
        ];
      }),
    ),
);

function answerView(resource: GraphResource, addresses: AddressBook): AnswerView {
  const properties = propertiesOf(resource);
  const check = checks.named(resource, "probe", addresses);
  const address = addresses.named(resource, "to", [properties.to])[0] ?? {};
  return {
    resource,
    name: resource.name,
    address,
    ...picked("weight", numberAt(properties, "weight")),
    disabled: false,
    ...picked("check", check),
    ...exactly(address, check),
  };
}

const stores = perGraph((graph) => {
  const buckets = new Buckets(graph, [BUCKET], "title");
  return new StoreIndex(
    buckets.all.map((bucket) => ({
      ...buckets.common(bucket, new Map()),
      provider: borealis,
      versioning: "enabled",
      encrypted: true,
      publicBy: [],
      tlsOnly: true,
      expiries: [],
      readOnlyCopy: false,
    })),
  );
});

export const borealisReader: CloudReader = {
  name: borealis,
  services: {
    types: new Set(),
    databases: new Set(),
    alone: () => [],
    unkept: () => [],
    remadeBy: new Set(),
  },
  place: {
    isRegional: ({ type }) => !type.startsWith("borealis:names/"),
    regionOf: ({ inputs }, provider) => textAt(inputs, "place") ?? textAt(provider?.inputs, "place"),
    zoneOf: ({ inputs }) => textAt(inputs, "zone"),
  },
  clusters: {
    types: clusterTypes,
    versionOf: (settings) => textAt(settings, "edition"),
    *addons(graph) {
      for (const resource of ofTypes(graph, ["borealis:kube/extra:Extra"])) {
        const cluster = clusterNamed(graph, resource);
        const name = textAt(propertiesOf(resource), "kind");
        if (cluster && name !== undefined) yield { cluster, name, resource };
      }
    },
    metricsAddon: "gauges",
    growthAddon: "grower",
    *pools(graph) {
      for (const resource of ofTypes(graph, [POOL])) {
        const cluster = clusterNamed(graph, resource);
        if (!cluster) continue;
        const zones = texts(resource, "zones");
        yield {
          resource,
          cluster,
          zones,
          untold: 0,
          floor: endlessRoom,
          ceiling: endlessRoom,
          interruptible: false,
          tainted: false,
          partsOfZones: [],
          reserved: 0,
        };
      }
    },
    placesOf: () => undefined,
    nodeZones: (graph, cluster) =>
      ofTypes(graph, [POOL])
        .filter((pool) => clusterNamed(graph, pool) === cluster)
        .flatMap((pool) => texts(pool, "zones")),
    nodesWithoutZone: () => "at-once",
    // Its networking enforces policies from the first day.
    enforcesPolicies: () => true,
  },
  addresses: {
    ipsOfType: new Map([[ADDRESS, (address) => [textAt(propertiesOf(address), "number")]]]),
    keptTypes: new Set([ADDRESS]),
    idsOf: ({ id }) => [id],
    zoneOf: (_, { placement }) => placement?.zone,
  },
  dns: {
    checks: checks.all,
    checkAt: checks.at,
    zoneTypes: new Set([ZONE]),
    zones: (graph) => [...zonesByDomain(graph).values()],
    *nameServers(graph) {
      for (const resource of ofTypes(graph, [SERVERS])) {
        const zone = zonesByDomain(graph).get(textAt(propertiesOf(resource), "domain") ?? "");
        const values = listAt(propertiesOf(resource), "names");
        if (zone) yield { zone, resource, input: "names", values };
      }
    },
    *startsOfAuthority(graph) {
      for (const resource of ofTypes(graph, [START])) {
        const properties = propertiesOf(resource);
        const zone = zonesByDomain(graph).get(textAt(properties, "domain") ?? "");
        const [ttl, text] = [numberAt(properties, "seconds"), textAt(properties, "text")];
        if (zone) yield { zone, resource, ...picked("ttl", ttl), ...picked("text", text) };
      }
    },
    *names(addresses) {
      const hosts = new Map<string, GraphResource[]>();
      for (const resource of ofTypes(addresses.graph, [ANSWER])) {
        const host = hostOf(textAt(propertiesOf(resource), "host") ?? "");
        hosts.set(host, [...(hosts.get(host) ?? []), resource]);
      }
      for (const [host, resources] of hosts) {
        const zone = zonesByDomain(addresses.graph).get(host.slice(host.indexOf(".") + 1));
        yield [
          host,
          {
            provider: borealis,
            answering: "weighted",
            recordType: "A",
            ...ttlsOf(resources.map((each) => numberAt(propertiesOf(each), "seconds"))),
            answers: resources.map((each) => answerView(each, addresses)),
            resources,
            ...picked("zone", zone),
          },
        ];
      }
    },
    answerInputs: ["to"],
  },
  stores: {
    stores: (graph) => stores(graph).all,
    writers: () => ({ writers: [], unread: [] }),
    copies: (graph) =>
      ofTypes(graph, [COPY]).map((resource) => {
        const [from, to] = [stores(graph).meantBy(resource, "from"), stores(graph).meantBy(resource, "to")];
        return {
          resource,
          kind: "replication" as const,
          ...picked("from", from),
          ...picked("to", to),
          fromName: from?.bucket ?? "unknown",
          toName: to?.bucket ?? "unknown",
          enabled: true,
        };
      }),
  },
  network: {
    networkTypes,
    subnetTypes: new Set([SUBNET]),
    subnets: (graph) =>
      new Map(
        ofTypes(graph, [SUBNET]).map((resource) => {
          const named = propertiesOf(resource).network;
          const network = referredOne(graph, resource, "network", named, networkTypes);
          const zone = textAt(propertiesOf(resource), "zone");
          const view = { resource, regional: false, reach: "public" as const };
          return [resource.urn, { ...view, ...picked("zone", zone), ...picked("network", network) }];
        }),
      ),
    balancers: (graph) =>
      ofTypes(graph, [BALANCER]).map((resource) => ({
        resource,
        zones: findRegion(borealis, resource.placement?.region ?? "")?.zones.map(({ name }) => name) ?? [],
        untold: 0,
        subnets: [],
        inside: false,
        keepsToZones: propertiesOf(resource).stays === true,
      })),
    instanceGroups: () => [],
  },
  serving: {
    entranceTypes: new Set([BALANCER]),
    isInside: (resource) => propertiesOf(resource).open === false,
    insideAnnotations: [["borealis.example/open", "no"]],
    namedTypes: new Set([ADDRESS]),
    computeTypes: new Set([CLUSTER]),
    scaleOf: () => undefined,
    remakes: new Set(),
    targetSeconds: () => undefined,
    callers: new Set(),
    calledTypes: new Set(),
    opens: () => false,
    originInputs: [],
    givenAddresses: (entrance) => [["addresses", listAt(propertiesOf(entrance), "addresses")]],
    closedBecause: () => undefined,
    bindingTypes: [],
    balancerCheckOf: () => undefined,
    emptyTargets: () => [],
  },
  // Nothing is known of who reaches whom there.
  ways: {
    types: new Set(),
    gates: () => [],
    routes: (_, subnet) => ({ resource: subnet, routes: [] }),
    rangesOf: () => [],
    networkRanges: () => [],
    takesPublicAddresses: () => undefined,
    network: () => undefined,
    doors: () => [],
  },
  // Nor of who may do what.
  rights: {
    types: new Set(),
    mayUse: () => undefined,
    mayReplicate: () => undefined,
    missing: () => [],
    excessive: () => [],
  },
  data: {
    holding: new Set([BUCKET]),
    isOwnRegion: (key) => key === "place",
    destinationIn: (text, key) => (key === "copiesTo" ? { kind: "bucket", text } : undefined),
    lasting: new Set([BUCKET, ZONE]),
    alsoLost: new Set(),
    isOfKeys: () => false,
    passesOn: () => false,
  },
  images: {
    registryAt(host) {
      const region = /^([a-z]+)\.images\.borealis\.example$/.exec(host)?.[1];
      return region === undefined ? undefined : { region };
    },
    repositoryOf: (path) => path,
    repositoryTypes: new Map([["borealis:images/shelf:Shelf", "title"]]),
  },
  alsoReads: new Set(),
  decisive: { names: new Map(), networks: new Map() },
};
