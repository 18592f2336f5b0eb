/** Lane: the manifests of a prod site of each cloud, on a real control plane each. */

import { goPrograms } from "../../../drill/frame/go";
import { type Lane, now } from "../../../drill/frame/lane";
import { assumptionsWith } from "../../../resilience/assumptions";
import { preview } from "../frame/preview";
import { autoscaling } from "./autoscaling";
import { Cluster } from "./cluster";
import { drainedNode, guardedBudget } from "./drain";
import { nodePlan } from "./nodes";
import { samePlatform } from "./parity";
import { secondApply } from "./second-apply";
import { podSecurity } from "./security";
import { spread } from "./spread";
import { zoneLost } from "./zone-lost";

const sites = [
  { provider: "oci", region: "us-chicago-1" },
  { provider: "aws", region: "us-east-2" },
] as const;

export async function clusters(lane: Lane): Promise<void> {
  await goPrograms("kubernetes");
  const { graph, manifests } = preview(lane, "prod");
  const both = await Promise.all(
    sites.map(({ provider, region }) => {
      const site = `${provider}-${region}`;
      return Cluster.start(lane, site, nodePlan(graph, provider, region), manifests(site));
    }),
  );
  const each = (work: (cluster: Cluster) => Promise<void>) => Promise.all(both.map(work));
  const assumed = assumptionsWith({});

  await each(async (cluster) => {
    const started = now();
    await cluster.applyAll();
    lane.expect(
      `${cluster.site}: ${cluster.objects.length} objects applied, strict about fields`,
      cluster.objects.length > 80,
      now() - started,
    );
    // Deployments start at one pod and are raised by their autoscalers, which look every 15 s.
    const all = await cluster.whole(180);
    lane.measure(`${cluster.site}: first apply until every workload runs`, {
      predicted: assumed.autoscalerSeconds,
      measured: all === undefined ? undefined : now() - started,
      most: assumed.autoscalerSeconds + 75,
    });
  });
  await each(async ({ site, kube, nodes }) => {
    const count = (await kube.list("v1", "Node")).length;
    const floor = nodes.plan.zones.reduce((sum, zone) => sum + zone.floor, 0);
    lane.expect(
      `${site}: all floors fit on the ${floor} nodes that run before a fault`,
      count === floor,
      count,
    );
  });
  await each(podSecurity);
  await each(spread);
  await each(secondApply);
  await samePlatform(lane, both);
  await each(drainedNode);
  await each(guardedBudget);
  await each((cluster) => autoscaling(cluster, assumed));
  await each((cluster) => zoneLost(cluster, assumed));
}
