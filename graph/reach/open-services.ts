/** Services that are reached from outside of their cluster, beside the doors that the ways need. */
import type { Graph } from "../resource";
import { objectName, spaceKey } from "../views/objects";
import { perGraph } from "../views/per-graph";
import { propertiesOf, textsAt } from "../views/read";
import { selected } from "../views/selection";
import { isSystem } from "../views/workload-kinds";
import { outsideBy } from "./door-targets";
import { doorWays } from "./expected";
import type { SiteWays } from "./sites";
import type { Excess } from "./way";

const SERVICE = "kubernetes:core/v1:Service";

const byProvider = perGraph((graph) => {
  const found = new Map<string, (typeof graph.resources)[number][]>();
  for (const service of graph.byType.get(SERVICE) ?? []) {
    const key = spaceKey(service.provider, "");
    const known = found.get(key);
    if (known) known.push(service);
    else found.set(key, [service]);
  }
  return found;
});

export function openServices(graph: Graph, { provider, doors }: SiteWays): Excess[] {
  return (byProvider(graph).get(spaceKey(provider, "")) ?? []).flatMap((service) => {
    const by = outsideBy(service);
    const { namespace } = objectName(service, graph);
    if (by === undefined || isSystem({ namespace })) return [];
    const selector = textsAt(propertiesOf(service), "spec", "selector");
    const led = selected(graph, provider, namespace, { matchLabels: selector });
    const isDoor = doors.some((door) => door.service === service);
    const isMeant = led.length > 0 && led.every((workload) => doorWays.some(({ to }) => to(workload)));
    return isDoor && isMeant
      ? []
      : [
          {
            at: service,
            found: `is reached from outside by ${by}`,
            wanted: "users led to the edge, by its own load balancer alone",
          },
        ];
  });
}
