/** What a state says of resources beside their properties, in words: nothing of it changes a verdict untold. */
import type { Note, Operation } from "../resource";
import type { Deployment } from "./deployment";
import { isObject } from "./deployment";
import type { Entry } from "./entry";
import { StateError } from "./error";

/** What is to be told of an entry, in the order of what matters most. */
export function notesOf(entry: Entry): Note[] {
  const { urn } = entry;
  // The others say what the next run does with what is there, and this isn't.
  if (entry.pendingReplacement) {
    const text =
      "deleted in its cloud and not made again yet, so that it counts as gone; the next up makes it";
    return [{ urn, kind: "pending-replacement", text }];
  }
  if (entry.delete) {
    return [{ urn, kind: "old-copy", text: "an old copy that waits to be deleted: it counts for nothing" }];
  }
  if (entry.viewOf !== undefined) {
    const text =
      "shown by its provider as a part of another resource: it is counted with that, and not again";
    return [{ urn, kind: "view", text }];
  }
  const told: [boolean, Omit<Note, "urn">][] = [
    [
      entry.initErrors.length > 0,
      {
        kind: "init-errors",
        text: "made, but never became well, so that it counts as no capacity",
        detail: entry.initErrors.join("; "),
      },
    ],
    [entry.taint, { kind: "taint", text: "marked as tainted: the next up replaces it" }],
    [
      entry.external,
      {
        kind: "external",
        text: "read and not managed by this stack, which says nothing of how it is looked after",
      },
    ],
    [
      entry.replaceWith.length > 0,
      { kind: "replace-with", text: "replaced together with others", detail: entry.replaceWith.join(", ") },
    ],
    [
      entry.refreshBeforeUpdate,
      { kind: "refresh-before-update", text: "read anew by the next up, so that this may not be how it is" },
    ],
    [
      entry.hooks.length > 0,
      {
        kind: "hooks",
        text: "with hooks of its program, which aren't run here",
        detail: entry.hooks.join(", "),
      },
    ],
    [
      entry.snippetID !== undefined,
      { kind: "snippet", text: "made by a snippet in the state, which isn't run here" },
    ],
  ];
  return told.flatMap(([isSo, note]) => (isSo ? [{ urn, ...note }] : []));
}

const operations: Readonly<Record<string, Operation>> = {
  creating: "creating",
  updating: "updating",
  deleting: "deleting",
  reading: "reading",
  importing: "importing",
};

/** The operations that a run began and nobody saw end, by URN: what became of them isn't known. */
export function interruptedOf({ pendingOperations }: Deployment): ReadonlyMap<string, Operation> {
  return new Map(
    pendingOperations.map((raw, index) => {
      const where = `deployment.pending_operations[${index}]`;
      const urn = isObject(raw) && isObject(raw.resource) ? raw.resource.urn : undefined;
      if (!isObject(raw) || typeof urn !== "string")
        throw new StateError(`has ${where} without a resource's 'urn'`);
      const operation = typeof raw.type === "string" ? operations[raw.type] : undefined;
      if (operation === undefined) throw new StateError(`has ${where} of a type that isn't known`);
      return [urn, operation];
    }),
  );
}

export function interruptedNote(urn: string, operation: Operation): Note {
  const text = `interrupted while ${operation}, so that what there is of it can't be told; look in its cloud, then run pulumi refresh`;
  return { urn, kind: "interrupted", text, ...(operation === "reading" ? {} : { unsure: true }) };
}

/** @param stack its URN */
export function integrityNote(stack: string, error: string): Note {
  const text =
    "written by a run that found it inconsistent, so that it may not be how things are; run pulumi refresh";
  return { urn: stack, kind: "integrity", text, unsure: true, ...(error ? { detail: error } : {}) };
}
