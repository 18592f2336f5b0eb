/** What each site gets: counts of resources by site and kind, for every renderer that shows a table. */
import type { Graph, GraphResource } from "../graph/resource";
import { siteIdOf, sitesOf } from "../graph/sites";
import { compareKinds, kindOf } from "./kinds";

/** Column of what stands in no site: global services, and regions without a cluster. */
export const sharedColumn = "shared";

export interface SiteTable {
  /** Site ids, then `shared` where something is. */
  readonly columns: readonly string[];
  /** The metro of each column; empty for `shared`. */
  readonly metros: readonly string[];
  /** Counts in the order of the columns. */
  readonly rows: readonly {
    readonly kind: string;
    readonly counts: readonly number[];
    readonly total: number;
  }[];
  readonly totals: readonly number[];
  readonly total: number;
}

export interface Totals {
  readonly resources: number;
  /** Managed by a provider: what the table counts. */
  readonly managed: number;
  readonly components: number;
  readonly providers: number;
  readonly protected: number;
}

/** Whether a resource is one that a provider manages, and not itself a provider. */
export function isManaged(resource: GraphResource): boolean {
  return resource.custom && !resource.type.startsWith("pulumi:");
}

export function siteTableOf(graph: Graph): SiteTable {
  const sites = sitesOf(graph);
  const siteIds = new Set(sites.map((site) => site.id));
  const cells = new Map<string, Map<string, number>>();
  for (const resource of graph.resources.filter(isManaged)) {
    const id = resource.placement && siteIdOf(resource.placement);
    const column = id !== undefined && siteIds.has(id) ? id : sharedColumn;
    const kind = kindOf(resource.type);
    const row = cells.get(kind) ?? new Map<string, number>();
    row.set(column, (row.get(column) ?? 0) + 1);
    cells.set(kind, row);
  }
  const isShared = [...cells.values()].some((row) => row.has(sharedColumn));
  const columns = [...siteIds, ...(isShared ? [sharedColumn] : [])];
  const rows = [...cells.keys()].sort(compareKinds).map((kind) => {
    const counts = columns.map((column) => cells.get(kind)?.get(column) ?? 0);
    return { kind, counts, total: sum(counts) };
  });
  return {
    columns,
    metros: columns.map((column) => sites.find((site) => site.id === column)?.metro ?? ""),
    rows,
    totals: columns.map((_, index) => sum(rows.map((row) => row.counts[index] ?? 0))),
    total: sum(rows.map((row) => row.total)),
  };
}

export function totalsOf(graph: Graph): Totals {
  const count = (test: (resource: GraphResource) => boolean) => graph.resources.filter(test).length;
  return {
    resources: graph.resources.length,
    managed: count(isManaged),
    components: count((resource) => !resource.custom),
    providers: count((resource) => resource.type.startsWith("pulumi:providers:")),
    protected: count((resource) => resource.protect),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
