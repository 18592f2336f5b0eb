/**
 * What deploying a graph would change of an earlier one, as the engine would plan it: inputs are compared, what
 * is made anew makes the inputs unknown that hang on it, and replacing a provider replaces what it manages.
 * A secret that changed can't be seen: both are `[secret]`.
 */

import { replacingPaths } from "../../answers/replacing/rules";
import { carriesRegion } from "../../graph/clouds/facts";
import { isWithin, type Path, parsePath, pathText } from "../../graph/paths";
import type { Graph, GraphResource } from "../../graph/resource";
import type { ChangedResource, Changes } from "../model";
import { byUrn, dependenciesFirst } from "../stable";
import { type Difference, differencesOf, leavesOf } from "./compare";
import { computedPaths, isSameText } from "./computed";
import type { Earlier, EarlierResource } from "./earlier";

/** What became of a resource that was there before; what is absent stays the same. */
type Fate = "create" | "update" | "replace";

export function changesAgainst(earlier: Earlier, graph: Graph): Changes {
  const before = new Map(earlier.resources.filter(isManaged).map((resource) => [resource.urn, resource]));
  const matched = matchesOf(before, graph);
  const fates = new Map<string, Fate>();
  const update: ChangedResource[] = [];
  const replace: ChangedResource[] = [];
  for (const resource of dependenciesFirst(graph).filter(isManaged)) {
    const old = matched.get(resource.urn);
    if (old === undefined) {
      fates.set(resource.urn, "create");
      continue;
    }
    const differences = changedInputs(old, resource, { before, matched, graph, fates });
    const fate = fateOf(old, resource, differences, { before, graph, fates });
    if (fate !== undefined) {
      fates.set(resource.urn, fate);
      const inputs = [...new Set(differences.map(({ path }) => pathText(path)))];
      (fate === "replace" ? replace : update).push({ urn: resource.urn, inputs });
    }
  }
  const stays = new Set([...matched.values()].map((resource) => resource.urn));
  const gone = [...before.keys()].filter((urn) => !stays.has(urn)).sort();
  const isProtected = (urn: string) =>
    (matched.get(urn) ?? before.get(urn))?.protect === true || graph.byUrn.get(urn)?.protect === true;
  return {
    against: earlier.file,
    create: byUrn(graph.resources).flatMap(({ urn }) => (fates.get(urn) === "create" ? [urn] : [])),
    update: update.sort(compareUrns),
    replace: replace.sort(compareUrns),
    delete: gone,
    refused: [...replace.map(({ urn }) => urn), ...gone].filter(isProtected),
  };
}

interface Context {
  readonly before: ReadonlyMap<string, EarlierResource>;
  readonly matched: ReadonlyMap<string, EarlierResource>;
  readonly graph: Graph;
  readonly fates: ReadonlyMap<string, Fate>;
}

/** The earlier form of every resource that had one, under its own URN or one that it had before. */
function matchesOf(before: ReadonlyMap<string, EarlierResource>, graph: Graph): Map<string, EarlierResource> {
  const matched = new Map<string, EarlierResource>();
  for (const resource of graph.resources.filter(isManaged)) {
    const names = [resource.urn, ...resource.aliases.filter((urn) => !graph.byUrn.has(urn))];
    const old = names.map((urn) => before.get(urn)).find((found) => found !== undefined);
    if (old) {
      matched.set(resource.urn, old);
    }
  }
  return matched;
}

function changedInputs(old: EarlierResource, resource: GraphResource, context: Context): Difference[] {
  const { matched, graph, fates } = context;
  const sourcesOf = (input: string) =>
    (resource.propertyDependencies[input] ?? []).flatMap((urn) => graph.byUrn.get(urn) ?? []);
  const direct = differencesOf(old.inputs, resource.inputs, (from, to, input) =>
    isSameText(
      from,
      to,
      sourcesOf(input).flatMap((current) => {
        const earlier = matched.get(current.urn);
        return earlier?.outputs ? [{ earlier: { ...earlier, outputs: earlier.outputs }, current }] : [];
      }),
    ),
  );
  const unknown = Object.keys(resource.propertyDependencies).flatMap((input) =>
    sourcesOf(input)
      .filter(({ urn, custom }) => custom && (fates.get(urn) === "create" || fates.get(urn) === "replace"))
      .flatMap((source) => computedPaths(resource.inputs, input, source))
      .map((path): Difference => ({ path, before: undefined, after: undefined })),
  );
  const ignored = resource.ignoreChanges.map(parsePath);
  return [...direct, ...unknown.filter(({ path }) => !direct.some((one) => isWithin(path, one.path)))].filter(
    ({ path }) => !ignored.some((pattern) => isWithin(path, pattern)),
  );
}

function fateOf(
  old: EarlierResource,
  resource: GraphResource,
  differences: readonly Difference[],
  { before, graph, fates }: Omit<Context, "matched">,
): Fate | undefined {
  const provider = resource.provider === undefined ? undefined : graph.byUrn.get(resource.provider);
  const oldProvider = old.provider === undefined ? undefined : before.get(old.provider);
  const isReplaced =
    (provider !== undefined && fates.get(provider.urn) === "replace") ||
    (provider !== undefined && oldProvider !== undefined && isOtherProvider(oldProvider, provider)) ||
    hasMoved(old, resource) ||
    forces(old, resource, differences, provider);
  return isReplaced ? "replace" : differences.length > 0 ? "update" : undefined;
}

/** Whether a resource came under another provider that is configured for another place. */
function isOtherProvider(old: EarlierResource, provider: GraphResource): boolean {
  return (
    old.urn !== provider.urn &&
    !provider.aliases.includes(old.urn) &&
    forces(
      old,
      provider,
      differencesOf(old.inputs, provider.inputs, () => false),
      undefined,
    )
  );
}

/** A resource that carries its region is made anew under a provider of another region. */
function hasMoved(old: EarlierResource, resource: GraphResource): boolean {
  return (
    carriesRegion(resource.type) &&
    old.placement !== undefined &&
    resource.placement !== undefined &&
    old.placement.region !== resource.placement.region
  );
}

function forces(
  old: EarlierResource,
  resource: GraphResource,
  differences: readonly Difference[],
  provider: GraphResource | undefined,
): boolean {
  const leaves: Path[] = differences.flatMap(leavesOf);
  const own = resource.replaceOnChanges.map(parsePath);
  return (
    leaves.some((path) => own.some((pattern) => isWithin(path, pattern))) ||
    replacingPaths(leaves, {
      type: resource.type,
      before: old.inputs,
      after: resource.inputs,
      provider: provider?.inputs ?? {},
    }).length > 0
  );
}

/** Resources that the stack does not manage are never changed by it. */
function isManaged(resource: { readonly external?: boolean }): boolean {
  return resource.external !== true;
}

function compareUrns(a: ChangedResource, b: ChangedResource): number {
  return a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0;
}
