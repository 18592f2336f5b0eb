import * as storage from "@pulumi/kubernetes/storage/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { SiteSpec, StackContext } from "../contracts";

/** StorageClass for the queue's volumes. */
export const STORAGE_CLASS = "block-encrypted";

/** Block volumes, encrypted at rest with Oracle's keys as all of them are, and on their way to the node. */
export function blockStorage(
  context: StackContext,
  site: SiteSpec,
  opts: pulumi.CustomResourceOptions,
): storage.StorageClass {
  return new storage.StorageClass(
    `${site.id}-${STORAGE_CLASS}`,
    {
      metadata: { name: STORAGE_CLASS },
      provisioner: "blockvolume.csi.oraclecloud.com",
      parameters: {
        // The only way of attaching that can be encrypted; to our nodes no other works.
        "attachment-type": "paravirtualized",
        // Higher performance: the queue writes every event to disk before it acknowledges it.
        vpusPerGB: "20",
      },
      // A volume is bound to its availability domain: it must be made where its pod goes.
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      // The queue's volumes hold accepted events: a claim deleted by mistake must not take them along.
      reclaimPolicy: context.protect ? "Retain" : "Delete",
    },
    // The API refuses to change these, the provider sends them all the same, and there can't be two of the name.
    // Nothing is lost: volumes that were made keep what they were made with.
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["reclaimPolicy", "volumeBindingMode"] },
  );
}
