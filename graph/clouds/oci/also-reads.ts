/** What of OCI is read besides what the reader's other tables name: a type that isn't listed counts as not understood. */
import { type Modules, typesOf } from "../../views/types-of";

const modules: Modules = {
  ContainerEngine: "addon nodePool virtualNodePool",
  Core: "computeCapacityReservation",
  Dns: "record rrset steeringPolicy steeringPolicyAttachment",
  HealthChecks: "httpMonitor",
  Identity: "policy",
  ObjectStorage: "objectLifecyclePolicy replicationPolicy",
};

export const alsoReads: ReadonlySet<string> = new Set(typesOf("oci", modules));
