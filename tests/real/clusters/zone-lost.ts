/** All nodes of a zone fall silent at once, and come back. */

import { now, shown, sleep, until } from "../../../drill/frame/lane";
import type { Assumptions } from "../../../resilience/assumptions";
import type { Cluster } from "./cluster";
import { ZONE } from "./nodes";

/** Kubernetes' default, which managed clusters don't let one change: nodes of a zone are tainted one by one. */
const SECONDS_A_NODE = 10;
/** Until the next look at the nodes, and a busy machine. */
const SLACK = 20;

export async function zoneLost(cluster: Cluster, assumed: Assumptions): Promise<void> {
  const { lane, site, nodes } = cluster;
  const before = await cluster.serving();
  const zoneOf = await cluster.wellNodes();
  const zone = nodes.plan.zones[0]?.zone ?? "";
  const zones = nodes.plan.zones.length;
  const lost = [...zoneOf.values()].filter((other) => other === zone).length;
  const workloads = cluster.workloads().filter(({ namespace }) => cluster.namespaces.includes(namespace));
  const stateless = workloads.filter(({ kind }) => kind === "Deployment");

  nodes.silence(zone, true);
  const started = now();
  const atOnce = stateless.map(({ namespace, name, floor }) => {
    const pods = before.get(`${namespace}/${name}`) ?? [];
    const left = pods.filter(({ spec }) => zoneOf.get(spec.nodeName) !== zone).length;
    return { name, left, wanted: floor - Math.ceil(floor / zones) };
  });
  const fewer = atOnce.filter(({ left, wanted }) => left < wanted);
  lane.expect(
    `${site}: with ${zone} gone, all but a zone's share of the floors is left`,
    fewer.length === 0,
    fewer.length > 0 ? fewer : atOnce.map(({ name, left }) => `${name} ${left}`).join(", "),
  );

  const noticed = await until(
    180,
    async () => ![...(await cluster.wellNodes()).values()].includes(zone),
    300,
  );
  lane.measure(`${site}: ${zone} lost until its ${lost} nodes are taken for lost`, {
    predicted: assumed.nodeNotReadySeconds,
    measured: noticed,
    most: assumed.nodeNotReadySeconds + SLACK,
    least: 30,
  });

  let fewestQueue = 3;
  let back = false;
  const watching = (async () => {
    for (; !back; await sleep(500)) {
      const servers = (await cluster.serving()).get("queue/queue")?.length ?? 0;
      fewestQueue = Math.min(fewestQueue, servers);
    }
  })();
  const whole = await cluster.whole(240, stateless);
  back = true;
  await watching;
  const tolerated = Math.max(
    ...stateless.flatMap(({ object }) =>
      (object.spec.template.spec.tolerations ?? []).map(
        ({ tolerationSeconds }: { tolerationSeconds?: number }) => tolerationSeconds ?? 300,
      ),
    ),
  );
  const predicted = assumed.nodeNotReadySeconds + tolerated;
  lane.measure(
    `${site}: ${zone} lost until every stateless floor runs elsewhere (nodes and images at hand)`,
    {
      predicted,
      measured: whole === undefined ? undefined : now() - started,
      most: predicted + (lost - 1) * SECONDS_A_NODE + SLACK,
    },
  );
  lane.expect(`${site}: the queue keeps two of three servers`, fewestQueue >= 2, fewestQueue);
  const spreadNow = await skews(
    cluster,
    stateless.map(({ namespace, name }) => `${namespace}/${name}`),
  );
  lane.expect(
    `${site}: what came back is spread over the zones left`,
    spreadNow.length === 0,
    shown(spreadNow),
  );

  nodes.silence(zone, false);
  const healed = await cluster.whole(120);
  lane.expect(`${site}: ${zone} is back, and so is the third queue server`, healed !== undefined, healed);
}

/** Workloads whose pods are further apart than one, over the zones that have a node that is well. */
async function skews(cluster: Cluster, names: readonly string[]): Promise<string[]> {
  const zoneOf = await cluster.wellNodes();
  const serving = await cluster.serving();
  return names.flatMap((name) => {
    const counts = new Map([...new Set(zoneOf.values())].map((zone) => [zone, 0]));
    for (const { spec } of serving.get(name) ?? []) {
      const zone = zoneOf.get(spec.nodeName) ?? "";
      counts.set(zone, (counts.get(zone) ?? 0) + 1);
    }
    const values = [...counts.values()];
    return Math.max(...values) - Math.min(...values) <= 1 ? [] : [`${name} ${values.join("/")} over ${ZONE}`];
  });
}
