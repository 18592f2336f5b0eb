/**
 * Mutations that no rule catches, on purpose, each with the reason. One that is caught nevertheless, or no longer made,
 * has no business here: the run says so. What is one cloud's is in clouds/.
 */
import { clouds } from "./clouds";
import { type Accepted, acceptedAs, matcher } from "./lists";
import type { Mutation } from "./mutations";

const common: readonly Accepted[] = [
  ...acceptedAs(
    "weakens nothing: another provider's default or what is left is as good, or it is the safer way",
    [
      ["kubernetes:*", "*requests.memory", "deleted"],
      ["kubernetes:*", "*requests.ephemeral-storage", "deleted"],
      ["kubernetes:*", "*limits.ephemeral-storage", "deleted"],
      ["kubernetes:*", "*tolerationSeconds", "lowered"],
      ["kubernetes:*", "*whenUnsatisfiable", "deleted"],
      ["kubernetes:autoscaling*", "spec.maxReplicas", "raised"],
      ["kubernetes:autoscaling*", "*averageUtilization", "lowered"],
    ],
  ),
  ...acceptedAs("the provider or the API server refuses it", [
    ["kubernetes:*", "spec.selector.matchLabels*", "deleted"],
    ["kubernetes:*", "*matchLabelKeys*", "*"],
    ["kubernetes:apps/v1:StatefulSet", "spec.volumeClaimTemplates*", "*"],
    ["kubernetes:autoscaling*", "*metrics[].*", "*"],
    ["kubernetes:core/v1:Service", "spec.ports[].protocol", "*"],
    ["kubernetes:storage*", "provisioner", "*"],
  ]),
  ...acceptedAs("the one workload of its namespace, which an empty selector selects as well", [
    ["kubernetes:*", "*topologySpreadConstraints[].labelSelector.matchLabels*", "deleted"],
  ]),
  ...acceptedAs(
    "a name that others of this kind don't share: the object is another one, made before the old one goes",
    [["kubernetes:*", "metadata.name", "*"]],
  ),
  ...acceptedAs("what is removed is named by what is left, which the deploy then ends at", [
    ["kubernetes:storage*", "", "removed"],
  ]),
  ...acceptedAs("who may do what", [["kubernetes:networking*", "*", "*"]]),
  ...acceptedAs(
    "how users come to the pods of one site: a mistake at all sites is found by the first request after the first site, and the roll-out goes site by site",
    [
      ["kubernetes:core/v1:Service", "metadata.annotations*", "*"],
      ["kubernetes:core/v1:Service", "spec*", "*"],
      ["kubernetes:*", "*livenessProbe*", "*"],
      ["kubernetes:*", "*readinessProbe*", "*"],
    ],
  ),
  ...acceptedAs(
    "what a workload says of itself: survival is judged by it, and nothing else in a graph could contradict it",
    [["kubernetes:apps*", "metadata.annotations*", "*"]],
  ),
  ...acceptedAs("another workload's size, which capacity-headroom has found room for", [
    ["kubernetes:*", "*resources*", "changed"],
  ]),
  ...acceptedAs("the second spread, over hosts: zones are what the rule asks for", [
    ["kubernetes:*", "*topologySpreadConstraints", "shrunk"],
  ]),
  ...acceptedAs(
    "the run for what is older than two days; no rule can tell from a graph how far back a job goes, and the other run copies all that is new",
    [
      ["kubernetes:batch/v1:CronJob", "", "removed"],
      ["kubernetes:batch/v1:CronJob", "metadata.annotations*", "deleted"],
    ],
  ),
  ...acceptedAs("a job's pods: the next run begins in minutes, wherever there is room", [
    ["kubernetes:batch/v1:CronJob", "spec.jobTemplate*", "*"],
  ]),
  ...acceptedAs("rolls the pods when their files change", [
    ["kubernetes:apps*", "spec.template.metadata.annotations*", "*"],
  ]),
  ...acceptedAs(
    "what is kept beside the class is what the cluster was given; volumes of a StatefulSet stay",
    [
      ["kubernetes:storage*", "metadata.annotations*", "*"],
      ["kubernetes:storage*", "reclaimPolicy", "*"],
    ],
  ),
  ...acceptedAs(
    "how large an event may be and who may ask, and how a publisher's repetition is told: more and less both serve",
    [
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # max_msg_size", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # max_consumers", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # duplicate_window", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # first_seq", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # discard", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # retention", "*"],
    ],
  ),
  ...acceptedAs(
    "a mirror that keeps more than its stream, or for longer; how long a stream keeps events is chosen",
    [
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # max_bytes", "deleted"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # max_age", "*"],
    ],
  ),
  ...acceptedAs("how large the stack says that its events are: nothing in a graph knows better", [
    ["kubernetes:core/v1:ConfigMap", "data.stream.* # metadata*event-bytes", "lowered"],
  ]),
  ...acceptedAs(
    "what a publisher's headers may do, and a note: the lane of the queue attacks real servers with them",
    [
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # allow_*", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # description", "*"],
    ],
  ),
  ...acceptedAs("JetStream refuses another one, or the mirror takes what comes all the same", [
    ["kubernetes:core/v1:ConfigMap", "data.mirror-consumer.* # name", "*"],
    ["kubernetes:core/v1:ConfigMap", "data.mirror-consumer.* # flow_control", "*"],
    ["kubernetes:core/v1:ConfigMap", "data.mirror-consumer.* # idle_heartbeat", "*"],
    ["kubernetes:core/v1:ConfigMap", "data.mirror-consumer.* # max_*", "*"],
    ["kubernetes:core/v1:ConfigMap", "data.mirror-consumer.* # num_replicas", "*"],
    ["kubernetes:core/v1:ConfigMap", "data.mirror-consumer.* # replay_policy", "*"],
  ]),
  ...acceptedAs("JetStream refuses it, or the job that applies it fails", [
    ["kubernetes:core/v1:ConfigMap", "data.stream.* # name", "*"],
    ["kubernetes:core/v1:ConfigMap", "data.stream.* # storage", "deleted"],
    ["kubernetes:core/v1:ConfigMap", "data.stream.* # *deliver", "*"],
    ["kubernetes:core/v1:ConfigMap", "data.stream.*.json", "deleted"],
  ]),
  ...acceptedAs(
    "the servers' own settings, which tests run real servers with; what durability hangs on is read by queue-durability",
    [
      ["kubernetes:core/v1:ConfigMap", "data.nats.conf*", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.leaf-remotes.conf*", "*"],
    ],
  ),
  ...acceptedAs("how a store is reached: the workload's first write fails, at the first site that gets it", [
    ["kubernetes:core/v1:ConfigMap", "data.stores.json*", "*"],
  ]),
];

export const accepted: readonly Accepted[] = [
  ...common,
  ...Object.values(clouds).flatMap((cloud) => cloud.accepted),
];

const compiled = accepted.map((entry) => ({
  entry,
  type: matcher(entry.type),
  path: matcher(entry.path),
  change: matcher(entry.change),
}));

/** Why a mutation is left uncaught; undefined where nobody said so. */
export function acceptedBecause(mutation: Pick<Mutation, "type" | "path" | "change">): Accepted | undefined {
  return compiled.find(
    ({ type, path, change }) => type(mutation.type) && path(mutation.path) && change(mutation.change),
  )?.entry;
}
