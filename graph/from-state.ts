/**
 * The graph of a stack from its state: `pulumi stack export` of deployment version 3 or 4, or a backend's checkpoint.
 * The one place where a state is read, and where what it says beside properties is dealt with as the engine does.
 */
import { graphOf, optionsOf } from "./graph";
import { withPlacements } from "./placement";
import type { Graph, GraphResource, Marks, Operation, Source } from "./resource";
import { type Deployment, deploymentOf } from "./state/deployment";
import { type Entry, entryOf } from "./state/entry";
import { StateError } from "./state/error";
import { parseJson } from "./state/json";
import { integrityNote, interruptedNote, interruptedOf, notesOf } from "./state/notes";
import { textOf } from "./state/text";
import { nameOf, providerUrnOf } from "./urn";
import { readProperties } from "./values";

export { StateError };

export interface State {
  /** What there is. What is to be told of the state is in its notes. */
  readonly graph: Graph;
  /** Deleted in the cloud and not yet made again: the next run makes them. */
  readonly pending: readonly GraphResource[];
  /** What there is as the state has it, for a run over it. */
  readonly entries: readonly Entry[];
}

/**
 * Reads a state. Secrets, encrypted or not, become `SECRET`; what only waits to be deleted, what is deleted already
 * and views of other resources are left out.
 * @param state bytes of the file, or their text
 * @throws StateError when it can't be read, isn't a state, or is one of another version
 */
export function readState(state: Uint8Array | string): State {
  return stateOf(parseJson(typeof state === "string" ? state : textOf(state)));
}

export function graphFromState(state: Uint8Array | string): Graph {
  return readState(state).graph;
}

/** The same of what was parsed already. */
export function stateOf(content: unknown): State {
  const deployment = deploymentOf(content);
  const entries = deployment.resources.map((raw, index) => entryOf(raw, `deployment.resources[${index}]`));
  const present = entries.filter((entry) => !entry.delete && entry.viewOf === undefined);
  refuseRepeated(present);
  refuseCircles(present);
  const interrupted = interruptedOf(deployment);
  const pending = new Set(present.filter((entry) => entry.pendingReplacement).map(({ urn }) => urn));
  // What hangs on something that is gone for a while still stands where it stood.
  const placed = withPlacements(present.map((entry) => resourceOf(entry, interrupted.get(entry.urn))));
  const notes = [
    ...integrityNotes(deployment, entries),
    ...[...interrupted].map(([urn, operation]) => interruptedNote(urn, operation)),
    ...entries.flatMap(notesOf),
  ];
  return {
    graph: graphOf(
      placed.filter(({ urn }) => !pending.has(urn)),
      notes,
    ),
    pending: placed.filter(({ urn }) => pending.has(urn)),
    entries: present.filter(({ urn }) => !pending.has(urn)),
  };
}

function integrityNotes({ integrityError }: Deployment, entries: readonly Entry[]) {
  const stack = entries.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
  return integrityError === undefined ? [] : [integrityNote(stack, integrityError)];
}

function refuseRepeated(entries: readonly Entry[]): void {
  const urns = new Set<string>();
  for (const { urn } of entries) {
    if (urns.has(urn)) throw new StateError(`lists ${urn} twice`);
    urns.add(urn);
  }
}

/** The engine writes parents before their children: a circle is no state of its. */
function refuseCircles(entries: readonly Entry[]): void {
  const parents = new Map(entries.map(({ urn, parent }) => [urn, parent]));
  const sound = new Set<string>();
  for (const { urn } of entries) {
    const path = new Set<string>();
    for (let at: string | undefined = urn; at !== undefined && !sound.has(at); at = parents.get(at)) {
      if (path.has(at)) throw new StateError(`has ${at} among its own parents`);
      path.add(at);
    }
    for (const one of path) sound.add(one);
  }
}

function resourceOf(entry: Entry, interrupted: Operation | undefined): GraphResource {
  const { urn, type, id, parent } = entry;
  const provider = providerUrnOf(entry.provider);
  const source = sourceOf(entry);
  const marks = marksOf(entry, interrupted);
  return {
    urn,
    type,
    name: nameOf(urn),
    custom: entry.custom,
    external: entry.external,
    ...(id ? { id } : {}),
    ...(parent ? { parent } : {}),
    ...(provider ? { provider } : {}),
    inputs: readProperties(type, entry.inputs),
    outputs: readProperties(type, withoutInternals(entry.outputs)),
    ...optionsOf(entry),
    ...(source ? { source } : {}),
    ...(Object.keys(marks).length > 0 ? { marks } : {}),
  };
}

function marksOf({ initErrors, taint, replaceWith, snippetID }: Entry, interrupted?: Operation): Marks {
  return {
    ...(initErrors.length > 0 ? { initErrors } : {}),
    ...(interrupted === undefined ? {} : { interrupted }),
    ...(taint ? { taint } : {}),
    ...(replaceWith.length > 0 ? { replaceWith } : {}),
    ...(snippetID === undefined ? {} : { snippet: true }),
  };
}

/** Providers keep notes of their own in a resource's outputs, a copy of its inputs among them. */
function withoutInternals(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).filter(([key]) => !key.startsWith("__")));
}

/** The first frame in the project's own code: `project:///<file>#<line>[,<column>]`. */
function sourceOf({ sourcePosition = "", stackTrace }: Entry): Source | undefined {
  for (const frame of [sourcePosition, ...stackTrace]) {
    const [, file, line] = /^project:\/\/\/(.+)#(\d+)/.exec(frame) ?? [];
    if (file && line && !file.includes("node_modules/")) {
      return { file: decoded(file), line: Number(line) };
    }
  }
  return undefined;
}

/** A text that isn't percent-encoded as it should be names a file all the same. */
function decoded(file: string): string {
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}
