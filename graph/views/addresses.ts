/** Public addresses of a graph, and which one a value means. */
import type { Graph, GraphResource } from "../resource";
import { propertiesOf, textAt } from "./read";
import { siteOf } from "./workloads";

/** A public address: the resource that it is, where one is found, and its text, where it is known. */
export interface AddressView {
  readonly ip?: string;
  readonly resource?: GraphResource;
  /** `<provider>-<region>` where the resource stands. */
  readonly site?: string;
  /** Equal for equal addresses; undefined where nothing is known of it. */
  readonly key?: string;
}

const outputOfType: ReadonlyMap<string, string> = new Map([
  ["aws:ec2/eip:Eip", "publicIp"],
  ["oci:Core/publicIp:PublicIp", "ipAddress"],
]);

export const isAddress = (resource: GraphResource | undefined): resource is GraphResource =>
  resource !== undefined && outputOfType.has(resource.type);

export function addressView(resource: GraphResource): AddressView {
  const ip = textAt(propertiesOf(resource), outputOfType.get(resource.type) ?? "");
  const site = siteOf(resource.placement);
  return {
    resource,
    key: resource.urn,
    ...(ip === undefined ? {} : { ip }),
    ...(site === undefined ? {} : { site }),
  };
}

function byIp(graph: Graph): ReadonlyMap<string, AddressView> {
  const cached = indexes.get(graph);
  if (cached) return cached;
  const index = new Map<string, AddressView>();
  for (const type of outputOfType.keys()) {
    for (const resource of graph.byType.get(type) ?? []) {
      const view = addressView(resource);
      if (view.ip) index.set(view.ip, view);
    }
  }
  indexes.set(graph, index);
  return index;
}
const indexes = new WeakMap<Graph, ReadonlyMap<string, AddressView>>();

/** What an address's text means: the resource that has it, or just the text. */
export function addressOfIp(graph: Graph, ip: string): AddressView {
  return byIp(graph).get(ip) ?? { ip, key: ip };
}

/** The addresses among resources that a property was made from. */
export function addressesAmong(graph: Graph, urns: readonly string[]): AddressView[] {
  return urns
    .map((urn) => graph.byUrn.get(urn))
    .filter(isAddress)
    .map(addressView);
}
