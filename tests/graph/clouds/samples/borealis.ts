import type { GraphResource } from "../../../../graph/resource";
import { provider } from "../../fixtures";
import { borealis } from "../borealis/facts";
import {
  type Address,
  addressOf,
  bucket,
  bucketCopy,
  domain,
  host,
  kubernetesOf,
  madeBy,
  repositoryName,
  type Sample,
} from "./sample";

const umea = provider("borealis", "borealis-umea", { inputs: { place: "umea" } });
const tromso = provider("borealis", "borealis-tromso", { inputs: { place: "tromso" } });
const make = madeBy(umea);
const ip = "203.0.113.1";
const zones = ["umea/north", "umea/south", "umea/harbour"];

const network = make("borealis:net/network:Network", "net", {});
const subnets = zones.map((zone) =>
  make("borealis:net/subnet:Subnet", `subnet-${zone}`, { network: "net", zone }),
);
const cluster = make("borealis:kube/cluster:Cluster", "kube", {});
const pool = make("borealis:kube/pool:Pool", "kube-pool", { cluster: "kube", zones });
const extra = (kind: string) => make("borealis:kube/extra:Extra", kind, { cluster: "kube", kind });
const [metricsAddon, growthAddon] = [extra("gauges"), extra("grower")];
const address = make("borealis:net/address:Address", "door", { number: ip }, { protect: true });
const entrance = make(
  "borealis:net/balancer:Balancer",
  "borealis-edge",
  { addresses: ["door"] },
  { propertyDependencies: { addresses: [address.urn] } },
);
const inside = make("borealis:net/balancer:Balancer", "borealis-inside", { open: false });
const zone = make(
  "borealis:names/zone:Zone",
  "borealis-zone",
  { domain, servers: ["one.borealis.example", "two.borealis.example"] },
  { protect: true },
);
/** A probe and an answer with a weight for each. */
const answer = (addresses: readonly Address[]): GraphResource[] =>
  addresses.flatMap(({ name, ip: of, weight }) => [
    make("borealis:names/probe:Probe", `probe-of-${name}`, {
      host,
      path: "/healthz/feed",
      port: 443,
      every: 10,
      misses: 3,
      address: of,
      from: ["umea", "tromso", "reykjavik"],
    }),
    make("borealis:names/answer:Answer", `borealis-answer-${name}`, {
      host,
      to: of,
      seconds: 60,
      weight,
      probe: `probe-of-${name}`,
    }),
  ]);
const objects = "borealis:objects/bucket:Bucket";
const store = make(objects, "borealis-media", { title: bucket("borealis") }, { protect: true });
const copyTarget = madeBy(tromso)(
  objects,
  "borealis-media-copy",
  { title: bucketCopy("borealis") },
  { protect: true },
);
const copy = make("borealis:objects/copy:Copy", "borealis-copy", {
  from: bucket("borealis"),
  to: bucketCopy("borealis"),
});
const repository = make("borealis:images/shelf:Shelf", "shelf", { title: repositoryName });
const kubernetes = kubernetesOf(cluster);
const own = addressOf({ cloud: borealis, region: "umea", ip });

export const borealisSample: Sample = {
  cloud: borealis,
  region: "umea",
  cluster,
  kubernetes,
  metricsAddon,
  growthAddon,
  subnet: subnets[0] ?? network,
  address,
  ip,
  entrance,
  inside,
  answer,
  check: answer([own])[0] ?? zone,
  zone,
  nameServers: (names) =>
    make("borealis:names/servers:Servers", "borealis-servers", { domain, names: [...names] }),
  startOfAuthority: (seconds, text) =>
    make("borealis:names/start:Start", "borealis-start", { domain, seconds, text }),
  store,
  copyTarget,
  repository,
  image: `umea.images.borealis.example/${repositoryName}`,
  resources: [
    umea,
    tromso,
    network,
    ...subnets,
    cluster,
    pool,
    metricsAddon,
    growthAddon,
    address,
    entrance,
    inside,
    zone,
    ...answer([own]),
    store,
    copyTarget,
    copy,
    repository,
    kubernetes,
  ],
};
