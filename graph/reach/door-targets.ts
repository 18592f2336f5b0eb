/** The ports of a workload's pods that load balancers lead users or other sites to. */
import type { Graph } from "../resource";
import { at, numberAt, propertiesOf, textAt, textsAt } from "../views/read";
import { selected } from "../views/selection";
import { objectName, type WorkloadView } from "../views/workloads";
import { containerPort } from "./policies";
import type { SiteWays } from "./sites";

export function doorTargets(
  graph: Graph,
  { doors, provider }: SiteWays,
  workload: WorkloadView,
): ReadonlySet<number | string> {
  const found = new Set<number | string>();
  for (const { service, podPort, check, calls } of doors) {
    if (!service || podPort === undefined) continue;
    const selector = textsAt(propertiesOf(service), "spec", "selector");
    const led = selected(graph, provider, objectName(service, graph).namespace, { matchLabels: selector });
    if (!led.includes(workload)) continue;
    const number = numberAt(podPort) ?? containerPort(workload, String(podPort));
    if (number !== undefined) found.add(number);
    found.add(podPort);
    if (calls === "pods" && check !== undefined) found.add(check);
  }
  return found;
}

/** Whether a Service is asked to be reached from outside of its cluster, and how, in words. */
export function outsideBy(service: Parameters<typeof propertiesOf>[0]): string | undefined {
  const spec = at(propertiesOf(service), "spec");
  const type = textAt(spec, "type");
  if (type === "LoadBalancer") return "a load balancer of its own";
  if (type === "NodePort") return "a port of every node";
  const ips = at(spec, "externalIPs");
  return Array.isArray(ips) && ips.length > 0 ? "addresses outside" : undefined;
}
