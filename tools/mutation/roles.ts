/**
 * What is made of the same code at several sites: an edit of that code changes all of them at once. A role is read
 * from how a graph repeats itself: names that differ by a site's id or a zone's number, objects of one kind and name
 * on several clusters.
 */
import type { Graph, GraphResource } from "../../graph/resource";
import { sitesOf } from "../../graph/sites";
import { objectName } from "../../graph/views/workloads";

/** `<type> <name>`, the same for resources that stand for each other. */
export type Role = string;

export function rolesOf(graph: Graph): ReadonlyMap<Role, readonly GraphResource[]> {
  const ids = siteNames(graph);
  const roles = new Map<Role, GraphResource[]>();
  for (const resource of graph.resources.filter(isManaged)) {
    const role = `${resource.type} ${roleName(resource, ids)}`;
    const others = roles.get(role);
    if (others) others.push(resource);
    else roles.set(role, [resource]);
  }
  return roles;
}

/** What differs between sites in names: longest first, so that no name is cut in two. */
export function siteNames(graph: Graph): string[] {
  return sitesOf(graph)
    .flatMap(({ id, region }) => [id, region])
    .sort((a, b) => b.length - a.length);
}

/** The same text for every site. */
export const siteless = (text: string, names: readonly string[]): string =>
  names.reduce((left, name) => left.replaceAll(name, "<site>"), text);

const isManaged = ({ custom, external, type }: GraphResource): boolean =>
  custom && !external && !type.startsWith("pulumi:");

/** The resource's name without what differs between sites. */
export function roleName(resource: GraphResource, ids: readonly string[]): string {
  const bare = (text: string) => siteless(text, ids).replace(/(?<!\d)\d+$/, "<n>");
  if (!resource.type.startsWith("kubernetes:")) return bare(resource.name);
  const { namespace, name } = objectName(resource);
  return bare(`${namespace}/${name}`);
}
