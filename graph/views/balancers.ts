/** Load balancers and groups of instances that are told where to stand, and what they lead to. */
import { allReaders } from "../clouds";
import type { BalancerView, InstanceGroupView } from "../clouds/views";
import type { Graph, GraphResource } from "../resource";
import { ofTypes, perGraph } from "./per-graph";

/** Every load balancer that is told its subnets. */
export const balancersOf: (graph: Graph) => readonly BalancerView[] = perGraph((graph) =>
  allReaders().flatMap(({ network }) => [...network.balancers(graph)]),
);

/** Every group of instances that is told its subnets or zones. */
export const instanceGroupsOf = (graph: Graph): readonly InstanceGroupView[] =>
  allReaders().flatMap(({ network }) => [...network.instanceGroups(graph)]);

/** Kubernetes objects that lead a cloud's load balancer to a Service: `spec.serviceRef` names it. */
export const serviceBindingsOf = (graph: Graph): readonly GraphResource[] =>
  ofTypes(
    graph,
    allReaders().flatMap(({ serving }) => serving.bindingTypes),
  );

/** What load balancers lead to and nothing fills. */
export const emptyTargetsOf = (graph: Graph): readonly GraphResource[] =>
  allReaders().flatMap(({ serving }) => serving.emptyTargets(graph));
