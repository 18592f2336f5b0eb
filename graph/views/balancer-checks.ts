/** How load balancers ask the pods of a workload, by the Services that select them and by what binds those. */
import { allReaders } from "../clouds";
import type { BalancerCheckView } from "../clouds/views";
import type { Graph, GraphResource } from "../resource";
import { serviceBindingsOf } from "./balancers";
import { selects } from "./labels";
import { inNamespace, objectName } from "./objects";
import { at, propertiesOf, textAt } from "./read";
import type { WorkloadView } from "./workloads";

/** Every check that the graph holds whole; empty where it holds none. */
export function balancerChecksOf(
  graph: Graph,
  { cluster, namespace, podLabels }: WorkloadView,
): readonly BalancerCheckView[] {
  const services = inNamespace(graph, "kubernetes:core/v1:Service", cluster, namespace).filter((service) => {
    const selector = at(propertiesOf(service), "spec", "selector");
    return selector !== undefined && selects({ matchLabels: selector }, podLabels);
  });
  const names = new Set(services.map((service) => objectName(service, graph).name));
  const binds = (binding: GraphResource): boolean =>
    binding.provider === cluster &&
    objectName(binding, graph).namespace === namespace &&
    names.has(textAt(propertiesOf(binding), "spec", "serviceRef", "name") ?? "");
  return [...services, ...serviceBindingsOf(graph).filter(binds)].flatMap((resource) =>
    allReaders().flatMap(({ serving }) => serving.balancerCheckOf(graph, resource) ?? []),
  );
}
