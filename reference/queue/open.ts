/** The queue of a pod, from what the pod was told. */
import type { Pod } from "../frame/pod";
import { type Link, openLink } from "./link";

/** @throws Error where the stack gave no queue */
export function openQueue({ settings, log, metrics }: Pod): Link {
  const { queueUrl, queueFolder, capability, pod } = settings;
  if (queueUrl === undefined) throw new Error(`${capability} needs the queue, and QUEUE_URL is not set`);
  const link = openLink({ url: queueUrl, folder: queueFolder, capability, pod }, log);
  metrics.gauge("queue_connected", "1 while the queue's connection stands", () => (link.connection ? 1 : 0));
  return link;
}
