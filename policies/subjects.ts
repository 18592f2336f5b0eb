/** What rules are about, and whether a graph has any of it: a rule that has nothing to look at keeps nothing. Pure. */
import { allReaders } from "../graph/clouds";
import { cloudOf } from "../graph/clouds/facts";
import type { Graph } from "../graph/resource";
import { readStackSettings } from "../graph/stack-settings";
import { stackType } from "../graph/urn";
import { balancersOf } from "../graph/views/balancers";
import { clustersOf } from "../graph/views/clusters";
import { storesOf } from "../graph/views/stores";
import { subnetsOf } from "../graph/views/subnets";
import { workloadsOf } from "../graph/views/workloads";
import { zonesOf } from "../graph/views/zones";
import { publicNames } from "./answers/public-names";

export type Subject =
  | "anything"
  | "balancers"
  | "cloud"
  | "names"
  | "networks"
  | "services"
  | "settings"
  | "stores"
  | "workloads";

/** Each for itself, as a graph is asked for what one rule needs. */
const isThere: Readonly<Record<Subject, (graph: Graph) => boolean>> = {
  anything: (graph) => graph.resources.some(({ type }) => type !== stackType),
  balancers: (graph) => balancersOf(graph).length > 0,
  cloud: (graph) => graph.resources.some(({ type }) => cloudOf(type) !== undefined),
  // A zone without names is one whose names are missing; workloads say which they want.
  names: (graph) =>
    publicNames(graph).length > 0 ||
    zonesOf(graph).length > 0 ||
    workloadsOf(graph).some(({ publicName }) => publicName !== undefined),
  networks: (graph) =>
    clustersOf(graph).length > 0 || subnetsOf(graph).size > 0 || balancersOf(graph).length > 0,
  services: (graph) => {
    const types = allReaders().flatMap(({ services }) => [...services.types]);
    return types.some((type) => (graph.byType.get(type) ?? []).some(({ external }) => !external));
  },
  settings: (graph) => readStackSettings(graph).kind === "settings",
  stores: (graph) => storesOf(graph).length > 0,
  workloads: (graph) => workloadsOf(graph).length > 0,
};

export const hasAny = (graph: Graph, subjects: readonly Subject[]): boolean =>
  subjects.some((subject) => isThere[subject](graph));
