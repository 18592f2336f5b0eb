import type * as pulumi from "@pulumi/pulumi";
import type { SiteSpec, StackContext } from "../contracts";
import { policy, serviceTrust } from "./iam";
import { type MadeRole, makeRole } from "./roles";

/** What the control plane of Auto Mode does on our behalf, one policy a capability. */
const CLUSTER_POLICIES = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];
/** What a node does: join, serve Pod Identity, and pull images. */
const NODE_POLICIES = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"];

/** The role of the control plane. `keyArn`: the key that the cluster's Secrets are encrypted with. */
export function clusterRole(
  context: StackContext,
  site: SiteSpec,
  keyArn: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): MadeRole {
  return makeRole(
    context,
    `${site.id}-cluster`,
    {
      purpose: `${site.region.name}-cluster`,
      description: `Control plane of the cluster of ${site.id}.`,
      trust: serviceTrust("eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]),
      managed: CLUSTER_POLICIES,
      policy: keyArn.apply((key) =>
        policy({
          Effect: "Allow",
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"],
          Resource: key,
        }),
      ),
    },
    opts,
  );
}

/** The role of the nodes. */
export function nodeRole(
  context: StackContext,
  site: SiteSpec,
  opts: pulumi.CustomResourceOptions,
): MadeRole {
  return makeRole(
    context,
    `${site.id}-node`,
    {
      purpose: `${site.region.name}-node`,
      description: `Nodes of the cluster of ${site.id}.`,
      trust: serviceTrust("ec2.amazonaws.com"),
      managed: NODE_POLICIES,
    },
    opts,
  );
}
