import * as logging from "@pulumi/oci/logging";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import type { OciAccount } from "./account";
import { tagsFor } from "./names";

/**
 * What a service of OCI writes down, by its name in the Logging service. Sources: "Details for VCN Flow Logs",
 * "Details for Object Storage Logs", "Viewing Kubernetes Engine (OKE) Service Logs".
 */
const SOURCES = {
  /** All traffic of a subnet, accepted and refused, of all interfaces that it has and will have. */
  flows: { service: "flowlogs", category: "all" },
  /** Objects that were written, overwritten and deleted, and by whom; reads would be a line for each one watched. */
  writes: { service: "objectstorage", category: "write" },
  /** Of the API server, the controller managers and the scheduler. Who asked the API is in the tenancy's audit log too. */
  controlPlane: { service: "oke-k8s-cp-prod", category: "all-service-logs" },
} as const;

/** Days, in steps of 30 as the service takes them: as long as the same logs are kept on AWS. */
const RETENTION: Readonly<Record<keyof typeof SOURCES, 30 | 90>> = {
  flows: 30,
  writes: 90,
  controlPlane: 90,
};

export interface ServiceLogs {
  readonly account: OciAccount;
  /** Of the region too: the same name means the same group. */
  readonly name: string;
  readonly source: keyof typeof SOURCES;
  /** What is logged, by what is added to the names of its logs: subnets, clusters by OCID, buckets by name. */
  readonly of: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * Has a service write down what happens to some resources, in a log group of its own.
 *
 * A group can be deleted when it is empty, and its name is then free: nothing of it is kept, so that the next creation
 * finds the name free. Of a service, a resource and a category there can be one log only: the old one goes first.
 */
export function logService(
  context: StackContext,
  id: string,
  { account, name, source, of }: ServiceLogs,
  opts: pulumi.CustomResourceOptions,
): void {
  const group = new logging.LogGroup(
    id,
    { compartmentId: account.compartmentId, displayName: name, freeformTags: tagsFor(context, name) },
    opts,
  );
  for (const [part, resource] of Object.entries(of)) {
    const displayName = part === "" ? name : `${name}-${part}`;
    new logging.Log(
      part === "" ? id : `${id}-${part}`,
      {
        logGroupId: group.id,
        displayName,
        logType: "SERVICE",
        isEnabled: true,
        retentionDuration: RETENTION[source],
        configuration: {
          compartmentId: account.compartmentId,
          source: { sourceType: "OCISERVICE", ...SOURCES[source], resource },
        },
        freeformTags: tagsFor(context, displayName),
      },
      { ...opts, deleteBeforeReplace: true },
    );
  }
}
