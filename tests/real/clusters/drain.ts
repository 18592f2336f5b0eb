/** Nodes are drained as an upgrade does it, and budgets hold meanwhile. */

import { goProgram } from "../../../drill/frame/go";
import { now, sleep, until } from "../../../drill/frame/lane";
import { isReady } from "./cloud";
import type { Cluster } from "./cluster";
import { PROBE_FAILS } from "./kwok";

const kubectl = (cluster: Cluster, args: readonly string[], log: string) => {
  const child = cluster.lane.start(`${cluster.site}/${log}`, goProgram("kubectl"), [
    `--kubeconfig=${cluster.control.kubeconfig}`,
    ...args,
  ]);
  return new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
};

/** The node of a queue server goes; every budget is kept at all times. */
export async function drainedNode(cluster: Cluster): Promise<void> {
  const { lane, site, kube } = cluster;
  const queue = (await cluster.serving()).get("queue/queue") ?? [];
  const node = queue[0]?.spec.nodeName as string | undefined;
  if (!node) throw new Error(`${site}: no queue server runs`);
  const started = now();
  const drained = kubectl(
    cluster,
    ["drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=120s"],
    "drain",
  );
  let code: number | null | undefined;
  void drained.then((ended) => {
    code = ended;
  });
  const broken = new Set<string>();
  while (code === undefined) {
    for (const { metadata, status } of await kube.list("policy/v1", "PodDisruptionBudget")) {
      if (status.currentHealthy < status.desiredHealthy)
        broken.add(`${metadata.name} ${status.currentHealthy} of ${status.desiredHealthy}`);
    }
    await sleep(200);
  }
  lane.expect(`${site}: ${node} is drained`, code === 0, now() - started);
  lane.expect(
    `${site}: every budget holds while it is`,
    broken.size === 0,
    [...broken].join(", ") || undefined,
  );
  const left = (await kube.list("v1", "Pod")).filter(
    ({ metadata, spec }) =>
      spec.nodeName === node &&
      !metadata.deletionTimestamp &&
      !metadata.ownerReferences?.some(({ kind }) => kind === "DaemonSet" || kind === "Job"),
  );
  lane.expect(`${site}: nothing is left on it`, left.length === 0, left.length);
  const whole = await cluster.whole(60);
  lane.expect(`${site}: all of it runs elsewhere`, whole !== undefined, whole);
  await kubectl(cluster, ["uncordon", node], "drain");
}

/** While one queue server isn't ready, the API evicts no other. */
export async function guardedBudget(cluster: Cluster): Promise<void> {
  const { lane, site, kube } = cluster;
  const pod = "/api/v1/namespaces/queue/pods";
  const status = (value: string) =>
    kube.request(
      "PATCH",
      `${pod}/queue-1/status`,
      // The reason that a kubelet gives when a probe fails.
      {
        status: {
          conditions: [{ type: "Ready", status: value, reason: value === "False" ? PROBE_FAILS : "" }],
        },
      },
      "application/strategic-merge-patch+json",
    );
  await status("False");
  const budget = async () =>
    (await kube.list("policy/v1", "PodDisruptionBudget", "queue"))[0]?.status.disruptionsAllowed as number;
  const closed = await until(20, async () => (await budget()) === 0);
  const evict = (name: string) =>
    kube.request("POST", `${pod}/${name}/eviction`, {
      apiVersion: "policy/v1",
      kind: "Eviction",
      metadata: { name, namespace: "queue" },
    });
  const answer = await evict("queue-0");
  lane.expect(
    `${site}: with one queue server not ready, another is not evicted`,
    closed !== undefined && answer.status === 429,
    answer.status,
  );
  // The one that isn't ready may go, and comes back well.
  const queue1 = async () =>
    (await kube.list("v1", "Pod", "queue")).find(({ metadata }) => metadata.name === "queue-1");
  const old = (await queue1())?.metadata.uid;
  const gone = await evict("queue-1");
  const back = await until(60, async () => {
    const pod = await queue1();
    return pod !== undefined && pod.metadata.uid !== old && isReady(pod.status);
  });
  lane.expect(
    `${site}: the one that isn't ready is, and comes back`,
    gone.status === 201 && back !== undefined,
    back,
  );
}
