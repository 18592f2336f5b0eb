/** Checks of other tools that concern redundancy and have no rule here, each with the reason. */
export interface NotCovered {
  readonly tool: string;
  /** The tool's own id. */
  readonly check: string;
  readonly why: string;
}

export const notCovered: readonly NotCovered[] = [
  {
    tool: "kube-score",
    check: "deployment-has-host-podantiaffinity, statefulset-has-host-podantiaffinity",
    why: "`topology-spread` asks for zones, which matter more than hosts; the stack spreads over hosts too, softly, so that a pod never waits for a host.",
  },
  {
    tool: "kube-score",
    check: "statefulset-has-servicename",
    why: "`selector-match` holds Services to what they select; the API refuses a StatefulSet whose pods need a name that isn't served.",
  },
  {
    tool: "kube-score",
    check: "deployment-targeted-by-hpa-does-not-have-replicas-configured",
    why: "The autoscaler's floor is what counts, and `min-replicas` reads it; a number beside it is taken back by the autoscaler at once.",
  },
  {
    tool: "kube-linter",
    check: "hpa-minimum-three-replicas, minimum-three-replicas",
    why: "The same as `min-replicas`, which reads both together.",
  },
  {
    tool: "kube-linter",
    check: "no-anti-affinity",
    why: "Spread constraints do what anti-affinity does and don't leave pods pending; `topology-spread` asks for them.",
  },
  {
    tool: "kube-linter",
    check: "no-rolling-update-strategy",
    why: "Rolling updates are what Kubernetes does by default; a budget that allows no eviction is what `disruption-budget` finds.",
  },
  {
    tool: "kube-linter",
    check: "pdb-unhealthy-pod-eviction-policy",
    why: "About draining nodes whose pods are broken already; the stack sets it, but nothing that users have is lost without.",
  },
  {
    tool: "kube-linter",
    check: "restart-policy, dnsconfig-options",
    why: "Always is what a Deployment's pods must have; resolver options are tuning.",
  },
  {
    tool: "Polaris",
    check:
      "topologySpreadConstraint, hpaMaxAvailability, hpaMinAvailability, pdbMinAvailableGreaterThanHPAMinReplicas",
    why: "`topology-spread`, `min-replicas`, `disruption-budget` and `capacity-headroom` ask for the same and more.",
  },
  {
    tool: "Polaris",
    check: "priorityClassNotSet",
    why: "Nodes are sized for all pods after a loss (`capacity-headroom`), so that none need be put out for another.",
  },
  {
    tool: "Kyverno",
    check: "require-deployments-have-multiple-replicas, require-pdb, spread-pods-across-topology",
    why: "The same as `min-replicas`, `disruption-budget` and `topology-spread`.",
  },
  {
    tool: "Kyverno",
    check: "require-storageclass",
    why: "A volume without a class takes the cluster's default; `queue-durability` asks for volumes, and their kind is the provider adapter's.",
  },
  {
    tool: "Checkov",
    check: "CKV_AWS_150 load balancer deletion protection",
    why: "A balancer is made again in minutes and holds nothing. Its addresses aren't: `protect-data` asks for those. The stack sets both, by `twincloud:protect`.",
  },
  {
    tool: "Checkov",
    check: "CKV2_AWS_57 secrets rotation, CKV_AWS_7 KMS rotation",
    why: "Security, not redundancy.",
  },
  {
    tool: "Checkov",
    check: "CKV_AWS_18, CKV2_AWS_62 bucket access logs and events",
    why: "Auditing; no copy and no answer hangs on them.",
  },
  {
    tool: "Checkov",
    check: "CKV2_AWS_38 DNSSEC, CKV2_AWS_39 query logging of Route 53 zones",
    why: "Two providers signing one zone need multi-signer DNSSEC (RFC 8901); the limits are in the README.",
  },
  {
    tool: "Checkov",
    check: "CKV_K8S_21 default namespace, CKV_K8S_38 service account tokens",
    why: "Security, not redundancy.",
  },
  {
    tool: "AWS Config",
    check: "elb-cross-zone-load-balancing-enabled, elbv2-multiple-az",
    why: "`zone-spread` holds subnets and clusters to three zones; classic balancers are not deployed here.",
  },
  {
    tool: "AWS Config",
    check: "s3-bucket-replication-enabled",
    why: "The same as `cross-region-copy`, which asks it where the provider has media in two regions.",
  },
  {
    tool: "AWS Config",
    check:
      "s3-resources-protected-by-backup-plan, ebs-in-backup-plan, ebs-resources-protected-by-backup-plan",
    why: "A copy at another provider outlives what a backup in the same account doesn't; `cross-provider-copy` and `queue-durability` ask for those.",
  },
  {
    tool: "AWS Config",
    check: "vpc-vpn-2-tunnels-up",
    why: "The platform has no private line: the sites speak over public addresses.",
  },
  {
    tool: "AWS Config",
    check: "ecr-private-lifecycle-policy-configured",
    why: "About cost; `registry-independence` asks that each provider's sites pull from their own.",
  },
  {
    tool: "Trivy",
    check: "KSV-0011, KSV-0016, KSV-0018 limits and requests",
    why: "`resource-requests` asks for requests and a memory limit; a CPU limit slows pods down when they are needed most.",
  },
];
