/** The layers of a platform, each with rules of its own: a score of all would hide the one that nobody reads. Pure. */

export const layers = [
  "network",
  "identity",
  "configurations",
  "workloads",
  "nodes",
  "stores",
  "names",
  "alarms",
] as const;

export type Layer = (typeof layers)[number];

/** The first that fits. */
const BY_TYPE: readonly (readonly [Layer, RegExp])[] = [
  ["alarms", /^(?:aws:(?:cloudwatch|sns)\/|oci:(?:Monitoring|Ons|Logging)\/)|flowLog/],
  [
    "identity",
    /^(?:aws:iam\/|oci:Identity\/|tls:|kubernetes:rbac|kubernetes:core\/v1:(?:Secret|ServiceAccount))|podIdentity|eks\/access|bucketPolicy|kms\/keyPolicy/,
  ],
  ["names", /^(?:aws:route53|oci:Dns\/|oci:HealthChecks\/)/],
  [
    "nodes",
    /^(?:aws:eks\/|oci:ContainerEngine\/|kubernetes:karpenter|oci:Core\/computeCapacity|aws:arczonalshift)/,
  ],
  ["stores", /^(?:aws:(?:s3|kms|ecr)\/|oci:(?:ObjectStorage|Artifacts)\/|kubernetes:storage)/],
  [
    "network",
    /^(?:aws:(?:ec2|vpc|lb|networkfirewall)\/|oci:(?:Core|NetworkFirewall)\/|kubernetes:(?:networking|policy\.networking|crd\.projectcalico|cilium|discovery|eks\.amazonaws)|kubernetes:core\/v1:Service$)/,
  ],
  ["configurations", /^kubernetes:core\/v1:ConfigMap/],
];

export const layerOf = (type: string): Layer =>
  BY_TYPE.find(([, form]) => form.test(type))?.[0] ?? "workloads";
