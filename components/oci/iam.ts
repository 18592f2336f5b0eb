/** Statements of OCI's policy language. Pure. */
import type { ServiceAccountRef, StoreKeys } from "../contracts";

/** `in compartment id …`, or `in tenancy` where the compartment is the root. */
export function within(compartmentId: string): string {
  return compartmentId.startsWith("ocid1.tenancy.") ? "in tenancy" : `in compartment id ${compartmentId}`;
}

const equals = (variable: string, value: string): string => `${variable} = '${value}'`;
const all = (...conditions: string[]): string => `all {${conditions.join(", ")}}`;
const any = (...conditions: string[]): string => `any {${conditions.join(", ")}}`;
const permitted = (permissions: readonly string[]): string =>
  any(...permissions.map((permission) => equals("request.permission", permission)));

/** Who is meant: `any-user` in the statement, narrowed to nobody else by these conditions. */
export type Grantee = readonly string[];

/** Pods of a service account of one cluster. Workload identities can't be in dynamic groups. */
export function workload(clusterId: string, { namespace, name }: ServiceAccountRef): Grantee {
  return [
    equals("request.principal.type", "workload"),
    equals("request.principal.cluster_id", clusterId),
    equals("request.principal.namespace", namespace),
    equals("request.principal.service_account", name),
  ];
}

export function user(userId: string): Grantee {
  return [equals("request.user.id", userId)];
}

/**
 * What a grantee may do with keys of one bucket: nobody overwrites or deletes. OCI wants the right to overwrite for
 * uploads in parts, so that objects come whole, up to 50 GiB each. Source: "Details for Object Storage".
 *
 * Listing is of the whole bucket: a list is of no object, so that `target.object.name` can't narrow it. A statement for
 * each permission, as a variable that a request doesn't have makes the whole condition false.
 */
export function bucketStatements(
  grantee: Grantee,
  compartmentId: string,
  bucket: string,
  { reads, writes }: StoreKeys,
): string[] {
  const here = within(compartmentId);
  const thisBucket = equals("target.bucket.name", bucket);
  const below = (prefixes: readonly string[]) =>
    any(...prefixes.map((prefix) => equals("target.object.name", `${prefix}*`)));
  const may = (permission: string, ...conditions: string[]): string =>
    `Allow any-user to manage objects ${here} where ${all(...grantee, thisBucket, equals("request.permission", permission), ...conditions)}`;
  return [
    `Allow any-user to read buckets ${here} where ${all(...grantee, thisBucket)}`,
    may("OBJECT_INSPECT"),
    ...(reads.length > 0 ? [may("OBJECT_READ", below(reads))] : []),
    ...(writes.length > 0 ? [may("OBJECT_CREATE", below(writes))] : []),
  ];
}

/** Pulls from repositories, each by its whole name: a pattern would go on to those of a stack whose name begins alike. */
export function pullStatement(
  grantee: Grantee,
  compartmentId: string,
  repositories: readonly string[],
): string {
  const these = any(...repositories.map((name) => equals("target.repo.name", name)));
  return `Allow any-user to read repos ${within(compartmentId)} where ${all(...grantee, these)}`;
}

/** What the cluster autoscaler needs to change the size of node pools. Source: "Working with the Cluster Autoscaler as a Cluster Add-on". */
export function autoscalerStatements(clusterId: string, compartmentId: string): string[] {
  const autoscaler = workload(clusterId, { namespace: "kube-system", name: "cluster-autoscaler" });
  return [
    "manage cluster-node-pools",
    "manage instance-family",
    "use subnets",
    "read virtual-network-family",
    "use vnics",
    "inspect compartments",
    // By these it learns that OCI has no hosts left. Source: kubernetes/autoscaler, pull request 10306.
    "read cluster-work-requests",
  ].map((may) => `Allow any-user to ${may} ${within(compartmentId)} where ${all(...autoscaler)}`);
}

/** Lets node pools start nodes from capacity reservations. Source: "Using Capacity Reservations to Provision Managed Nodes". */
export function reservationStatements(compartmentId: string): string[] {
  const here = `to use compute-capacity-reservations ${within(compartmentId)}`;
  return [
    `Allow service oke ${here}`,
    `Allow any-user ${here} where ${equals("request.principal.type", "nodepool")}`,
  ];
}

/** Object Storage acts for us in each region by itself, and only as far as these go. Source: its pages on each. */
const SERVICE_PERMISSIONS = {
  lifecycle: [
    "BUCKET_INSPECT",
    "BUCKET_READ",
    "OBJECT_INSPECT",
    "OBJECT_UPDATE_TIER",
    "OBJECT_DELETE",
    "OBJECT_VERSION_DELETE",
  ],
  replication: [
    "BUCKET_READ",
    "BUCKET_UPDATE",
    "OBJECT_READ",
    "OBJECT_INSPECT",
    "OBJECT_CREATE",
    "OBJECT_OVERWRITE",
    "OBJECT_RESTORE",
    "OBJECT_DELETE",
  ],
} as const;

/** Lets Object Storage of a region end unfinished uploads, or copy to another region. */
export function objectStorageStatement(
  task: keyof typeof SERVICE_PERMISSIONS,
  region: string,
  compartmentId: string,
): string {
  return `Allow service objectstorage-${region} to manage object-family ${within(compartmentId)} where ${permitted(SERVICE_PERMISSIONS[task])}`;
}
