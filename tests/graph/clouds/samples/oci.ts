import type { GraphResource } from "../../../../graph/resource";
import { provider } from "../../fixtures";
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

const phoenix = provider("oci", "oci-phoenix", { inputs: { region: "us-phoenix-1" } });
const ashburn = provider("oci", "oci-ashburn", { inputs: { region: "us-ashburn-1" } });
const make = madeBy(phoenix);
const ip = "198.51.100.1";

const network = make("oci:Core/vcn:Vcn", "vcn", {});
const subnet = make("oci:Core/subnet:Subnet", "nodes", { vcnId: "vcn" });
const cluster = make("oci:ContainerEngine/cluster:Cluster", "oke", {});
const pool = make("oci:ContainerEngine/nodePool:NodePool", "pool", {
  clusterId: "oke",
  nodeShape: "VM.Standard.E5.Flex",
  nodeShapeConfig: { ocpus: 2, memoryInGbs: 16 },
  nodeConfigDetails: {
    size: 3,
    placementConfigs: ["PHX-AD-1", "PHX-AD-2", "PHX-AD-3"].map((name) => ({
      availabilityDomain: `Uocm:${name}`,
      subnetId: "nodes",
    })),
  },
});
const addon = (addonName: string) =>
  make("oci:ContainerEngine/addon:Addon", addonName, { clusterId: "oke", addonName });
const metricsAddon = addon("KubernetesMetricsServer");
const growthAddon = addon("ClusterAutoscaler");
const address = make("oci:Core/publicIp:PublicIp", "ip", {}, { protect: true, outputs: { ipAddress: ip } });
const balancer = "oci:NetworkLoadBalancer/networkLoadBalancer:NetworkLoadBalancer";
const entrance = make(
  balancer,
  "oci-edge",
  { subnetId: "nodes", reservedIps: [{ id: "ip" }] },
  { propertyDependencies: { reservedIps: [address.urn] } },
);
const inside = make(balancer, "oci-inside", { subnetId: "nodes", isPrivate: true });
const zone = make(
  "oci:Dns/zone:Zone",
  "oci-zone",
  { name: domain },
  {
    outputs: { nameservers: [1, 2, 3, 4].map((n) => ({ hostname: `ns${n}.oci.example` })) },
    protect: true,
  },
);
/** One monitor of all, a policy that weighs them, its attachment to the zone, and a plain set beneath it. */
const answer = (addresses: readonly Address[]): GraphResource[] => [
  make("oci:HealthChecks/httpMonitor:HttpMonitor", "monitor", {
    protocol: "HTTPS",
    path: "/healthz/feed",
    headers: { Host: host },
    port: 443,
    intervalInSeconds: 10,
    timeoutInSeconds: 10,
    targets: addresses.map((each) => each.ip),
    vantagePointNames: ["goo-chs", "azr-iad", "aws-pdx"],
  }),
  make("oci:Dns/steeringPolicy:SteeringPolicy", "policy", {
    ttl: 60,
    healthCheckMonitorId: "monitor",
    answers: addresses.map((each) => ({
      name: each.name,
      rtype: "A",
      rdata: each.ip,
      isDisabled: false,
    })),
    rules: [
      {
        ruleType: "FILTER",
        defaultAnswerDatas: [{ answerCondition: "answer.isDisabled != true", shouldKeep: true }],
      },
      { ruleType: "HEALTH" },
      {
        ruleType: "WEIGHTED",
        defaultAnswerDatas: addresses.map(({ name, weight }) => ({
          answerCondition: `answer.name == '${name}'`,
          value: weight,
        })),
      },
      { ruleType: "LIMIT", defaultCount: 1 },
    ],
  }),
  make("oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment", "attachment", {
    zoneId: "oci-zone",
    domainName: host,
    steeringPolicyId: "policy",
  }),
  make("oci:Dns/rrset:Rrset", "beneath", {
    zoneNameOrId: "oci-zone",
    domain: host,
    rtype: "A",
    items: addresses.map((each) => ({ domain: host, rtype: "A", rdata: each.ip, ttl: 60 })),
  }),
];
const store = make(
  "oci:ObjectStorage/bucket:Bucket",
  "oci-media",
  { name: bucket("oci"), versioning: "Enabled" },
  { protect: true },
);
const copyTarget = madeBy(ashburn)(
  "oci:ObjectStorage/bucket:Bucket",
  "oci-media-copy",
  { name: bucketCopy("oci") },
  { protect: true },
);
const copy = make("oci:ObjectStorage/replicationPolicy:ReplicationPolicy", "oci-replication", {
  bucket: bucket("oci"),
  destinationBucketName: bucketCopy("oci"),
  destinationRegionName: "us-ashburn-1",
});
const repository = make("oci:Artifacts/containerRepository:ContainerRepository", "oci-web", {
  displayName: repositoryName,
});
const kubernetes = kubernetesOf(cluster);
const own = addressOf({ cloud: "oci", region: "us-phoenix-1", ip });

export const ociSample: Sample = {
  cloud: "oci",
  region: "us-phoenix-1",
  cluster,
  kubernetes,
  metricsAddon,
  growthAddon,
  subnet,
  address,
  ip,
  entrance,
  inside,
  answer,
  check: answer([own])[0] ?? zone,
  zone,
  nameServers: (names) =>
    make("oci:Dns/rrset:Rrset", "oci-servers", {
      zoneNameOrId: "oci-zone",
      domain,
      rtype: "NS",
      items: names.map((rdata) => ({ domain, rtype: "NS", rdata })),
    }),
  startOfAuthority: (ttl, rdata) =>
    make("oci:Dns/rrset:Rrset", "oci-start", {
      zoneNameOrId: "oci-zone",
      domain,
      rtype: "SOA",
      items: [{ domain, rtype: "SOA", rdata, ttl }],
    }),
  store,
  copyTarget,
  repository,
  image: `phx.ocir.io/examplenamespace/${repositoryName}`,
  resources: [
    phoenix,
    ashburn,
    network,
    subnet,
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
