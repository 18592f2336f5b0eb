/** The servers of a site's queue as its pods and their neighbours call them. Pure. */
import { namespaces } from "../capability";

/** One a zone: a quorum outlives the loss of any one. */
export const QUEUE_REPLICAS = 3;

/** Name of the StatefulSet, of its Service, and the value of its pods' app label. */
export const QUEUE_APP = "queue";

/** Host names of the servers: pods of the StatefulSet, behind its headless Service. */
export const serverHosts: readonly string[] = Array.from(
  { length: QUEUE_REPLICAS },
  (_, i) => `${QUEUE_APP}-${i}.${QUEUE_APP}.${namespaces.queue}.svc.cluster.local`,
);

/** Every name by which clients may call the Service in this namespace. */
export function clientHosts(namespace: string): string[] {
  return [`${QUEUE_APP}.${namespace}.svc`, `${QUEUE_APP}.${namespace}.svc.cluster.local`];
}
