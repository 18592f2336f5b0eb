/** For each combination: resources of which one is refused, and the same but for what makes the difference. */
import type { Values } from "../../../answers";
import type { Registered } from "../../../answers/registered";
import { made } from "./made";

export interface Case {
  /** Name of the one that is refused. */
  readonly subject: string;
  readonly property: string;
  readonly reason: RegExp;
  readonly refused: readonly Registered[];
  readonly passing: readonly Registered[];
}

const ROUTED = { type: "A", ttl: 30, records: ["192.0.2.1"], name: "feed.example.com", zoneId: "Z1" };
const weighted = (setIdentifier: string) => ({
  ...ROUTED,
  setIdentifier,
  weightedRoutingPolicies: [{ weight: 1 }],
});

function balanced(group: Values): Registered[] {
  const balancer = made("aws:lb/loadBalancer:LoadBalancer", "edge", {
    loadBalancerType: "network",
    enableCrossZoneLoadBalancing: true,
    enableZonalShift: true,
  });
  const target = made("aws:lb/targetGroup:TargetGroup", "https", { protocol: "TCP", ...group });
  const listener = made("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: balancer.id,
    defaultActions: [{ type: "forward", targetGroupArn: target.id }],
  });
  return [balancer, target, listener];
}

function shifted(zonalShiftConfig: Values): Registered[] {
  const cluster = made("aws:eks/cluster:Cluster", "cluster", { zonalShiftConfig });
  const arn = cluster.outputs.arn;
  return [
    cluster,
    made("aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration", "autoshift", {
      resourceArn: arn,
    }),
  ];
}

function inZones(...zones: readonly string[]): Registered[] {
  const subnets = zones.map((availabilityZoneId, i) =>
    made("aws:ec2/subnet:Subnet", `public-${i + 1}`, { availabilityZoneId }),
  );
  return [
    ...subnets,
    made("aws:lb/loadBalancer:LoadBalancer", "edge", {
      subnets: undefined,
      subnetMappings: subnets.map(({ id }) => ({ subnetId: id })),
    }),
  ];
}

const gateway = (name: string, allocationId: string) =>
  made("aws:ec2/natGateway:NatGateway", name, { allocationId });

function copied(status: string, rule: Values = {}): Registered[] {
  const versioned = (bucket: string, is: string) =>
    made("aws:s3/bucketVersioning:BucketVersioning", `${bucket}-versions`, {
      bucket,
      versioningConfiguration: { status: is },
    });
  return [
    versioned("here", "Enabled"),
    versioned("there", status),
    made("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "copies", {
      bucket: "here",
      rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::there" }, ...rule }],
    }),
  ];
}

const alarm = (topicRegion: string) =>
  made("aws:cloudwatch/compositeAlarm:CompositeAlarm", "site", {
    alarmActions: [`arn:aws:sns:${topicRegion}:210987654321:alerts`],
  });

const zone = (vpcs: readonly Values[]) =>
  made("aws:route53/zone:Zone", "zone", { enableAcceleratedRecovery: true, vpcs });

const ASHBURN = { region: "us-ashburn-1" };
const NAMESPACE = { namespace: "videos" };

const replication = (name: string, bucket: string, destinationBucketName: string) =>
  made("oci:ObjectStorage/replicationPolicy:ReplicationPolicy", name, {
    ...NAMESPACE,
    bucket,
    destinationBucketName,
    destinationRegionName: "us-chicago-1",
  });

const bucket = (name: string, inputs: Values) =>
  made("oci:ObjectStorage/bucket:Bucket", name, { ...NAMESPACE, name, ...inputs });

const policy = (name: string, statements: readonly string[], provider: Values = {}) =>
  made("oci:Identity/policy:Policy", name, { statements }, provider);

const lifecycle = made("oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy", "clearing", {
  ...NAMESPACE,
  bucket: "media",
});

const allowing = (region: string) =>
  policy("objects", [`Allow service objectstorage-${region} to manage object-family in tenancy`]);

function pool(clusterVersion: string, inputs: Values, ...others: Registered[]): Registered[] {
  const cluster = made("oci:ContainerEngine/cluster:Cluster", "cluster", {
    kubernetesVersion: clusterVersion,
  });
  return [
    cluster,
    ...others,
    made("oci:ContainerEngine/nodePool:NodePool", "pool", { clusterId: cluster.id, ...inputs }),
  ];
}

function placed(availabilityDomain: string): Registered[] {
  const shape = "VM.Standard.E5.Flex";
  const reservation = made("oci:Core/computeCapacityReservation:ComputeCapacityReservation", "hosts", {
    availabilityDomain: "Uocm:US-CHICAGO-1-AD-1",
    instanceReservationConfigs: [{ instanceShape: shape, reservedCount: "3" }],
  });
  const placement = { availabilityDomain, subnetId: "subnet", capacityReservationId: reservation.id };
  return pool(
    "v1.36.4",
    {
      kubernetesVersion: "v1.36.4",
      nodeShape: shape,
      nodeShapeConfig: { ocpus: 2 },
      nodeConfigDetails: { size: 1, placementConfigs: [placement] },
    },
    reservation,
  );
}

const PRESERVE_SOURCE = "oci-network-load-balancer.oraclecloud.com/is-preserve-source";
const service = (annotations: Values, spec: Values) =>
  made("kubernetes:core/v1:Service", "edge", {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "edge",
      namespace: "edge",
      annotations: { "oci.oraclecloud.com/load-balancer-type": "nlb", ...annotations },
    },
    spec: { type: "LoadBalancer", ports: [{ port: 443 }], ...spec },
  });

function addressed(provider: Values): Registered[] {
  const address = made("oci:Core/publicIp:PublicIp", "address", {}, provider);
  return [address, service({}, { loadBalancerIP: address.outputs.ipAddress })];
}

const steering = (name: string, ruleTypes: readonly string[], rtype = "A") =>
  made("oci:Dns/steeringPolicy:SteeringPolicy", name, {
    template: "LOAD_BALANCE",
    answers: [{ name: "one", rtype, rdata: "192.0.2.1" }],
    rules: ruleTypes.map((ruleType) => ({ ruleType })),
    healthCheckMonitorId: "ocid1.httpmonitor.oc1..aaaa",
  });
const ORDER = ["FILTER", "HEALTH", "WEIGHTED", "LIMIT"];

function attached(...rtypes: readonly string[]): Registered[] {
  const policies = rtypes.map((rtype, i) => steering(`policy-${i + 1}`, ORDER, rtype));
  return [
    ...policies,
    ...policies.map(({ id }, i) =>
      made("oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment", `attachment-${i + 1}`, {
        domainName: "feed.example.com",
        zoneId: "zone",
        steeringPolicyId: id,
      }),
    ),
  ];
}

const spread = (selected: Values) =>
  made("kubernetes:apps/v1:Deployment", "feed", {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "feed", namespace: "feed" },
    spec: {
      selector: { matchLabels: { app: "feed" } },
      template: {
        metadata: { labels: { app: "feed" } },
        spec: {
          containers: [],
          topologySpreadConstraints: [
            { matchLabelKeys: ["pod-template-hash"], labelSelector: { matchLabels: selected } },
          ],
        },
      },
    },
  });

export const cases: Readonly<Record<string, Case>> = {
  "aws/zonal-shift-target-groups": {
    subject: "listener",
    property: "defaultActions",
    reason: /^edge has zonal shift and cross-zone balancing on, and the target group https ends connections/,
    refused: balanced({}),
    passing: balanced({ targetHealthStates: [{ enableUnhealthyConnectionTermination: false }] }),
  },
  "aws/zonal-autoshift-registered": {
    subject: "autoshift",
    property: "resourceArn",
    reason: /^cluster is not registered for zonal shift: its zonalShiftConfig\.enabled is not true$/,
    refused: shifted({ enabled: false }),
    passing: shifted({ enabled: true }),
  },
  "aws/balancer-one-subnet-a-zone": {
    subject: "edge",
    property: "subnetMappings",
    reason: /^public-1 and public-2 stand in one zone, use2-az1$/,
    refused: inZones("use2-az1", "use2-az1"),
    passing: inZones("use2-az1", "use2-az2"),
  },
  "aws/gateway-address-in-use": {
    subject: "second",
    property: "allocationId",
    reason: /^first has eipalloc-1 already$/,
    refused: [gateway("first", "eipalloc-1"), gateway("second", "eipalloc-1")],
    passing: [gateway("first", "eipalloc-1"), gateway("second", "eipalloc-2")],
  },
  "aws/replication-unversioned": {
    subject: "copies",
    property: "rules[0].destination.bucket",
    reason: /^there keeps no versions \(there-versions\)$/,
    refused: copied("Suspended"),
    passing: copied("Enabled"),
  },
  "aws/replication-delete-markers": {
    subject: "copies",
    property: "rules[0].deleteMarkerReplication",
    reason: /^is required with a filter$/,
    refused: copied("Enabled", { filter: { prefix: "" } }),
    passing: copied("Enabled", { filter: { prefix: "" }, deleteMarkerReplication: { status: "Disabled" } }),
  },
  "aws/alarm-topic-region": {
    subject: "site",
    property: "alarmActions",
    reason: /^the alarm stands in us-east-2, the topic in us-west-2$/,
    refused: [alarm("us-west-2")],
    passing: [alarm("us-east-2")],
  },
  "aws/accelerated-recovery-private": {
    subject: "zone",
    property: "enableAcceleratedRecovery",
    reason: /public zones only/,
    refused: [zone([{ vpcId: "vpc-1" }])],
    passing: [zone([])],
  },
  "aws/records-of-one-policy": {
    subject: "second",
    property: "name",
    reason: /^first of the same name and type is weighted, and this one simple$/,
    refused: [
      made("aws:route53/record:Record", "first", weighted("one")),
      made("aws:route53/record:Record", "second", ROUTED),
    ],
    passing: [
      made("aws:route53/record:Record", "first", weighted("one")),
      made("aws:route53/record:Record", "second", weighted("two")),
    ],
  },
  "oci/replica-versioned": {
    subject: "copies",
    property: "destinationBucketName",
    reason: /^replica has versioning on/,
    refused: [bucket("replica", { versioning: "Enabled" }), replication("copies", "media", "replica")],
    passing: [bucket("replica", { versioning: "Disabled" }), replication("copies", "media", "replica")],
  },
  "oci/replication-one-to-one": {
    subject: "onwards",
    property: "bucket",
    reason: /^copies copies to the bucket that this one copies from$/,
    refused: [replication("copies", "media", "replica"), replication("onwards", "replica", "third")],
    passing: [replication("copies", "media", "replica"), replication("onwards", "other", "third")],
  },
  "oci/retention-versioned": {
    subject: "media",
    property: "retentionRules",
    reason: /versioning on/,
    refused: [bucket("media", { versioning: "Enabled", retentionRules: [{ displayName: "a year" }] })],
    passing: [bucket("media", { versioning: "Suspended", retentionRules: [{ displayName: "a year" }] })],
  },
  "oci/identity-of-two-regions": {
    subject: "pulls",
    property: "",
    reason: /^it is written in us-chicago-1 and nodes in us-ashburn-1/,
    refused: [
      policy("nodes", ["Allow any-user to use x in tenancy"], ASHBURN),
      made("oci:Identity/authToken:AuthToken", "pulls"),
    ],
    passing: [
      policy("nodes", ["Allow any-user to use x in tenancy"], ASHBURN),
      made("oci:Identity/authToken:AuthToken", "pulls", {}, ASHBURN),
    ],
  },
  "oci/object-storage-not-authorized": {
    subject: "clearing",
    property: "bucket",
    reason: /^no policy lets the service objectstorage-us-chicago-1 do anything/,
    refused: [allowing("us-ashburn-1"), lifecycle],
    passing: [allowing("us-chicago-1"), lifecycle],
  },
  "oci/nodes-and-control-plane": {
    subject: "pool",
    property: "kubernetesVersion",
    reason: /^v1\.36\.4 is newer than the v1\.35\.1 of cluster$/,
    refused: pool("v1.35.1", { kubernetesVersion: "v1.36.4" }),
    passing: pool("v1.36.4", { kubernetesVersion: "v1.35.1" }),
  },
  "oci/reservation-elsewhere": {
    subject: "pool",
    property: "nodeConfigDetails.placementConfigs[0].capacityReservationId",
    reason: /^hosts stands in Uocm:US-CHICAGO-1-AD-1, the placement in Uocm:US-CHICAGO-1-AD-2$/,
    refused: placed("Uocm:US-CHICAGO-1-AD-2"),
    passing: placed("Uocm:US-CHICAGO-1-AD-1"),
  },
  "oci/preserve-source-cluster-policy": {
    subject: "edge",
    property: `metadata.annotations["${PRESERVE_SOURCE}"]`,
    reason: /externalTrafficPolicy Cluster/,
    refused: [service({ [PRESERVE_SOURCE]: "false" }, { externalTrafficPolicy: "Cluster" })],
    passing: [service({ [PRESERVE_SOURCE]: "false" }, { externalTrafficPolicy: "Local" })],
  },
  "oci/service-session-affinity": {
    subject: "edge",
    property: "spec.sessionAffinity",
    reason: /^ClientIP isn't supported/,
    refused: [service({}, { sessionAffinity: "ClientIP" })],
    passing: [service({}, { sessionAffinity: "None" })],
  },
  "oci/reserved-address-elsewhere": {
    subject: "edge",
    property: "spec.loadBalancerIP",
    reason: /^the address address is reserved in us-ashburn-1, the cluster stands in us-chicago-1$/,
    refused: addressed(ASHBURN),
    passing: addressed({}),
  },
  "oci/steering-rule-order": {
    subject: "policy",
    property: "rules",
    reason: /^the order has no HEALTH right after FILTER, with a monitor$/,
    refused: [steering("policy", ["FILTER", "WEIGHTED", "HEALTH", "LIMIT"])],
    passing: [steering("policy", ORDER)],
  },
  "oci/one-attachment-a-type": {
    subject: "attachment-2",
    property: "domainName",
    reason: /^attachment-1 answers for A records of it already$/,
    refused: attached("A", "A"),
    passing: attached("A", "AAAA"),
  },
  "kubernetes/spread-label-twice": {
    subject: "feed",
    property: "spec.template.spec.topologySpreadConstraints[0].matchLabelKeys",
    reason: /^pod-template-hash stands in labelSelector too$/,
    refused: [spread({ app: "feed", "pod-template-hash": "abc" })],
    passing: [spread({ app: "feed" })],
  },
};
