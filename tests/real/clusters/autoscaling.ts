/** An autoscaler follows the figures of metrics-server. */

import { until } from "../../../drill/frame/lane";
import type { Assumptions } from "../../../resilience/assumptions";
import type { Cluster } from "./cluster";
import { USAGE } from "./kwok";

/** Feed's pods take more CPU time than its autoscaler's target: it goes to its most. */
export async function autoscaling(cluster: Cluster, assumed: Assumptions): Promise<void> {
  const { lane, site, kube } = cluster;
  const feed = cluster.workloads().find(({ name }) => name === "feed");
  if (!feed) throw new Error(`${site}: no feed`);
  const figures = await until(90, async () => {
    const [autoscaler] = (
      await kube.list("autoscaling/v2", "HorizontalPodAutoscaler", feed.namespace)
    ).filter(({ metadata }) => metadata.name === feed.name);
    const current: { resource?: { current?: { averageUtilization?: number } } }[] =
      autoscaler?.status?.currentMetrics ?? [];
    return current.some(({ resource }) => typeof resource?.current?.averageUtilization === "number");
  });
  lane.expect(`${site}: feed's autoscaler has figures of metrics-server`, figures !== undefined, figures);
  for (const pod of (await cluster.serving()).get("platform/feed") ?? []) {
    const path = `/api/v1/namespaces/platform/pods/${pod.metadata.name}`;
    const patch = { metadata: { annotations: { [USAGE]: "1500m" } } };
    await kube.request("PATCH", path, patch, "application/merge-patch+json");
  }
  const replicas = async () => (await kube.read(feed.object)).spec.replicas as number;
  const scaled = await until(180, async () => (await replicas()) > feed.floor, 250);
  lane.measure(`${site}: more load until an autoscaler asks for more pods`, {
    predicted: assumed.autoscalerSeconds,
    measured: scaled,
    most: assumed.autoscalerSeconds * 1.5,
  });
  const most = await until(90, async () => (await replicas()) === feed.ceiling, 250);
  const running = await cluster.whole(90, [{ ...feed, floor: feed.ceiling }]);
  lane.expect(
    `${site}: and as far as ${feed.ceiling}, which all run`,
    most !== undefined && running !== undefined,
    {
      most,
      running,
    },
  );
}
