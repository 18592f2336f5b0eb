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
  const pending = new Map(earlier.pending.map((resource) => [resource.urn, resource]));
  let planned = planOf({ before, matched, graph }, new Set());
  // What is replaced with others is known once those are, and may take others with it in turn.
  for (let forced = forcedBy(planned, matched); forced.size > 0; forced = forcedBy(planned, matched)) {
    planned = planOf({ before, matched, graph }, new Set([...planned.forced, ...forced]));
  }
  const { fates, update, replace } = planned;
  const create = byUrn(graph.resources).flatMap(({ urn }) => (fates.get(urn) === "create" ? [urn] : []));
  const stays = new Set([...matched.values()].map((resource) => resource.urn));
  const gone = [...before.values()]
    .filter(({ urn, marks }) => !stays.has(urn) && marks?.snippet !== true)
    .map(({ urn }) => urn)
    .sort();
  const isProtected = (urn: string) =>
    (matched.get(urn) ?? before.get(urn))?.protect === true || graph.byUrn.get(urn)?.protect === true;
  // The engine takes the making of what it deleted for a replacement.
  const remade = create.filter(
    (urn) => pending.get(urn)?.protect === true && graph.byUrn.get(urn)?.protect === true,
  );
  return {
    against: earlier.file,
    create,
    update: update.sort(compareUrns),
    replace: replace.sort(compareUrns),
    delete: gone,
    refused: [...[...replace.map(({ urn }) => urn), ...gone].filter(isProtected), ...remade],
    ...(earlier.notes.length > 0 ? { notes: earlier.notes } : {}),
  };
}

interface Plan {
  readonly fates: ReadonlyMap<string, Fate>;
  readonly update: ChangedResource[];
  readonly replace: ChangedResource[];
  /** URNs that were to be replaced whatever their inputs. */
  readonly forced: ReadonlySet<string>;
}

function planOf({ before, matched, graph }: Omit<Context, "fates">, forced: ReadonlySet<string>): Plan {
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
    const fate = forced.has(resource.urn)
      ? "replace"
      : fateOf(old, resource, differences, { before, graph, fates });
    if (fate !== undefined) {
      fates.set(resource.urn, fate);
      const inputs = [...new Set(differences.map(({ path }) => pathText(path)))];
      (fate === "replace" ? replace : update).push({ urn: resource.urn, inputs });
    }
  }
  return { fates, update, replace, forced };
}

/** What is replaced only because something else is: see `Marks.replaceWith`. */
function forcedBy({ fates }: Plan, matched: ReadonlyMap<string, EarlierResource>): ReadonlySet<string> {
  return new Set(
    [...matched].flatMap(([urn, { marks }]) =>
      fates.get(urn) !== "replace" && marks?.replaceWith?.some((other) => fates.get(other) === "replace")
        ? [urn]
        : [],
    ),
  );
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
    old.marks?.taint === true ||
    (hasInitErrors(old) && isReplacedOn([INIT_ERRORS], resource)) ||
    (provider !== undefined && fates.get(provider.urn) === "replace") ||
    (provider !== undefined && oldProvider !== undefined && isOtherProvider(oldProvider, provider)) ||
    hasMoved(old, resource) ||
    forces(old, resource, differences, provider);
  // What never became well is waited for again, by an update of nothing.
  return isReplaced ? "replace" : differences.length > 0 || hasInitErrors(old) ? "update" : undefined;
}

/** The property that the engine takes errors of making a resource for. */
const INIT_ERRORS = "#initerror";

const hasInitErrors = ({ marks }: EarlierResource): boolean => marks?.initErrors !== undefined;

/** Whether the program says that a change at this path replaces the resource. */
const isReplacedOn = (path: Path, resource: GraphResource): boolean =>
  resource.replaceOnChanges.some((pattern) => isWithin(path, parsePath(pattern)));

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
  return (
    leaves.some((path) => isReplacedOn(path, resource)) ||
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
