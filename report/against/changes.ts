/**
 * What deploying a graph would change of an earlier one, as the engine would plan it: inputs are compared, what
 * is made anew makes the inputs unknown that hang on it, and replacing a provider replaces what it manages.
 * A secret that changed can't be seen: both are `[secret]`.
 */

import { replacingPaths } from "../../answers/replacing/rules";
import { carriesRegion } from "../../graph/clouds/facts";
import { isWithin, type Path, parsePath, pathText } from "../../graph/paths";
import type { Graph, GraphResource } from "../../graph/resource";
import { readStackSettings } from "../../graph/stack-settings";
import { nameOf } from "../../graph/urn";
import { stackUrn } from "../../policies/pack/stack-urn";
import { inputText } from "../change-values";
import type { Changes } from "../changes-model";
import { byUrn, compareText, dependenciesFirst } from "../stable";
import { changedInputsOf } from "./changed-inputs";
import { type Difference, differencesOf, leavesOf } from "./compare";
import { computedPaths, isSameText } from "./computed";
import type { Earlier, EarlierResource } from "./earlier";
import { headlineOf } from "./headline";
import { type Exempted, loosenedSettings } from "./loosened";
import { lossesOf } from "./lost";
import { authorityRefusal } from "./queue-authority";
import { refusalsOf, remakingRefused } from "./refusals";
import type { Step } from "./step";
import { warningsOf } from "./warnings";

/** What became of a resource that was there before; what is absent stays the same. */
type Fate = "create" | "update" | "replace";

/** @param exempted the exemptions that hold now, where it is judged too */
export function changesAgainst(earlier: Earlier, graph: Graph, exempted?: readonly Exempted[]): Changes {
  const before = new Map(earlier.resources.filter(isManaged).map((resource) => [resource.urn, resource]));
  const matched = matchesOf(before, graph);
  let planned = planOf({ before, matched, graph }, new Map());
  // What is replaced with others is known once those are, and may take others with it in turn.
  for (let forced = forcedBy(planned, matched); forced.size > 0; forced = forcedBy(planned, matched)) {
    planned = planOf({ before, matched, graph }, new Map([...planned.forced, ...forced]));
  }
  const { fates } = planned;
  const stays = new Set([...matched.values()].map((resource) => resource.urn));
  const gone = [...before].flatMap(([urn, old]): Step[] =>
    stays.has(urn) || old.marks?.snippet ? [] : [{ kind: "delete", urn, old }],
  );
  const steps = [...planned.steps, ...gone].sort((a, b) => compareText(a.urn, b.urn));
  const create = byUrn(graph.resources).filter(({ urn }) => fates.get(urn) === "create");
  const settings = readStackSettings(graph);
  const loosened =
    earlier.settings && settings.kind === "settings"
      ? loosenedSettings(
          { settings: earlier.settings, ...(earlier.exempted ? { exempted: earlier.exempted } : {}) },
          { settings: settings.settings, ...(exempted ? { exempted } : {}) },
        )
      : undefined;
  const found = {
    ...(loosened ? { loosened } : {}),
    create: create.map(({ urn }) => urn),
    update: steps.flatMap((step) => (step.kind === "update" ? [{ urn: step.urn, inputs: step.inputs }] : [])),
    replace: steps.flatMap((step) =>
      step.kind === "replace" ? [{ urn: step.urn, because: step.because, inputs: step.inputs }] : [],
    ),
    delete: steps.flatMap((step) => (step.kind === "delete" ? [step.urn] : [])),
    data: lossesOf(steps),
    refused: [
      ...refusalsOf(steps),
      ...remakingRefused(create, earlier.pending),
      ...(earlier.settings && settings.kind === "settings"
        ? authorityRefusal(earlier.settings, settings.settings, stackUrn(graph))
        : []),
    ].sort((a, b) => compareText(a.urn, b.urn)),
    warnings: warningsOf(steps),
  };
  return {
    against: earlier.file,
    headline: headlineOf(found),
    ...found,
    ...(earlier.notes.length > 0 ? { notes: earlier.notes } : {}),
  };
}

interface Plan {
  readonly fates: ReadonlyMap<string, Fate>;
  /** Of what is in the graph. */
  readonly steps: readonly Step[];
  /** What was to be replaced whatever its inputs, with the URN of what it goes with. */
  readonly forced: ReadonlyMap<string, string>;
}

function planOf(
  { before, matched, graph }: Omit<Context, "fates">,
  forced: ReadonlyMap<string, string>,
): Plan {
  const fates = new Map<string, Fate>();
  const steps: Step[] = [];
  for (const resource of dependenciesFirst(graph).filter(isManaged)) {
    const old = matched.get(resource.urn);
    if (old === undefined) {
      fates.set(resource.urn, "create");
      continue;
    }
    const differences = changedInputs(old, resource, { before, matched, graph, fates });
    const other = forced.get(resource.urn);
    const because =
      replacedBecause(old, resource, differences, { before, graph, fates }) ??
      (other === undefined ? undefined : `${nameOf(other)} is replaced, and it goes with it`);
    // What never became well is waited for again, by an update of nothing.
    const kind = because ? "replace" : differences.length > 0 || hasInitErrors(old) ? "update" : undefined;
    if (kind) {
      fates.set(resource.urn, kind);
      const inputs = changedInputsOf(differences, { before: old.inputs, after: resource.inputs });
      const common = { urn: resource.urn, old, resource, differences, inputs };
      steps.push(because ? { ...common, kind: "replace", because } : { ...common, kind: "update" });
    }
  }
  return { fates, steps, forced };
}

/** What is replaced only because something else is: see `Marks.replaceWith`. */
function forcedBy({ fates }: Plan, matched: ReadonlyMap<string, EarlierResource>): Map<string, string> {
  return new Map(
    [...matched].flatMap(([urn, { marks }]): [string, string][] => {
      const other = marks?.replaceWith?.find((one) => fates.get(one) === "replace");
      return other === undefined || fates.get(urn) === "replace" ? [] : [[urn, other]];
    }),
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
      .map((path): Difference => ({ path, before: undefined, after: undefined, computed: true })),
  );
  const ignored = resource.ignoreChanges.map(parsePath);
  const made = new Set(unknown.map(({ path }) => pathText(path)));
  return [
    ...direct.map((one): Difference => (made.has(pathText(one.path)) ? { ...one, computed: true } : one)),
    ...unknown.filter(({ path }) => !direct.some((one) => isWithin(path, one.path))),
  ].filter(({ path }) => !ignored.some((pattern) => isWithin(path, pattern)));
}

/** Why a resource is made anew, in words; undefined where it isn't. */
function replacedBecause(
  old: EarlierResource,
  resource: GraphResource,
  differences: readonly Difference[],
  { before, graph, fates }: Omit<Context, "matched">,
): string | undefined {
  if (old.marks?.taint) return "it is marked to be replaced (pulumi state taint)";
  if (hasInitErrors(old) && isReplacedOn([INIT_ERRORS], resource)) {
    return `it never became well and the program replaces it on ${INIT_ERRORS}`;
  }
  const provider = resource.provider === undefined ? undefined : graph.byUrn.get(resource.provider);
  const oldProvider = old.provider === undefined ? undefined : before.get(old.provider);
  if (provider !== undefined && fates.get(provider.urn) === "replace") {
    return `its provider ${provider.name} is replaced`;
  }
  if (provider !== undefined && oldProvider !== undefined && isOtherProvider(oldProvider, provider)) {
    return `it comes under another provider, ${provider.name}`;
  }
  if (hasMoved(old, resource)) {
    return `it moves from ${old.placement?.region} to ${resource.placement?.region}`;
  }
  const forcing = forcingOf(old, resource, differences, provider);
  return forcing.length > 0
    ? changedInputsOf(forcing, { before: old.inputs, after: resource.inputs }).map(inputText).join("; ")
    : undefined;
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
    forcingOf(
      old,
      provider,
      differencesOf(old.inputs, provider.inputs, () => false),
      undefined,
    ).length > 0
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

/** The differences that can't be updated. */
function forcingOf(
  old: EarlierResource,
  resource: GraphResource,
  differences: readonly Difference[],
  provider: GraphResource | undefined,
): Difference[] {
  return differences.filter((difference) => {
    const leaves: Path[] = leavesOf(difference);
    return (
      leaves.some((path) => isReplacedOn(path, resource)) ||
      replacingPaths(leaves, {
        type: resource.type,
        before: old.inputs,
        after: resource.inputs,
        provider: provider?.inputs ?? {},
      }).length > 0
    );
  });
}

/** Resources that the stack does not manage are never changed by it. */
function isManaged(resource: { readonly external?: boolean }): boolean {
  return resource.external !== true;
}
