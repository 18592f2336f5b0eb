import * as apiextensions from "@pulumi/kubernetes/apiextensions";
import * as core from "@pulumi/kubernetes/core/v1";
import * as storage from "@pulumi/kubernetes/storage/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { NodePlan, SiteSpec, StackContext } from "../contracts";
import { nodePoolSpec } from "./node-pool";

/** StorageClass for the queue's volumes. */
export const STORAGE_CLASS = "gp3-encrypted";

export interface ClusterObjects {
  readonly storageClass: pulumi.Resource;
  readonly networkPolicies: pulumi.Resource;
  readonly nodePool: pulumi.Resource;
}

/** What a cluster in Auto Mode must be told before the platform's pods can run in it. */
export function clusterObjects(
  context: StackContext,
  site: SiteSpec,
  nodes: NodePlan,
  opts: pulumi.CustomResourceOptions,
): ClusterObjects {
  const storageClass = new storage.StorageClass(
    `${site.id}-${STORAGE_CLASS}`,
    {
      metadata: {
        name: STORAGE_CLASS,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "ebs.csi.eks.amazonaws.com",
      parameters: { type: "gp3", encrypted: "true" },
      // A volume is bound to its zone: it must be made where its pod goes.
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      // The queue's volumes hold accepted events: a claim deleted by mistake must not take them along.
      reclaimPolicy: context.protect ? "Retain" : "Delete",
    },
    // The API refuses to change these, the provider sends them all the same, and there can't be two of the name.
    // Nothing is lost: volumes that were made keep what they were made with.
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["reclaimPolicy", "volumeBindingMode"] },
  );
  // Without it Auto Mode accepts network policies and enforces none.
  const networkPolicies = new core.ConfigMap(
    `${site.id}-network-policies`,
    {
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
      data: { "enable-network-policy-controller": "true" },
    },
    opts,
  );
  const nodePool = new apiextensions.CustomResource(
    `${site.id}-platform`,
    {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: "platform" },
      spec: nodePoolSpec(nodes, site.region.zones.length),
    },
    // Its deletion waits until every node of it is drained and gone.
    { ...opts, customTimeouts: { delete: "30m" } },
  );
  return { storageClass, networkPolicies, nodePool };
}
