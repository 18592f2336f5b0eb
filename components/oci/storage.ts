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
        // Said, as the driver sets none on the volume: without it Kubernetes leaves a pod's group out of a file system,
        // and pods that are not root can't write to their volume. What volumes without it got is the same.
        "csi.storage.k8s.io/fstype": "ext4",
      },
      // A volume is bound to its availability domain: it must be made where its pod goes.
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      // The queue's volumes hold accepted events: a claim deleted by mistake must not take them along.
      reclaimPolicy: context.protect ? "Retain" : "Delete",
    },
    // The API refuses to change these and the parameters. Of these the provider sends a change all the same, for other
    // parameters it replaces by itself; and there can't be two of the name. Nothing is lost: claims and volumes that
    // were made keep what they were made with, and one that is made in that moment waits for the class of its name.
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["reclaimPolicy", "volumeBindingMode"] },
  );
}
