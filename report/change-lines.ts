/** The changes of a plan as one list, in the order and words that every renderer uses. */
import { nameOf, typeOf } from "../graph/urn";
import type { Changes } from "./model";

export type ChangeKind = "create" | "update" | "replace" | "delete";

export interface ChangeLine {
  readonly kind: ChangeKind;
  /** `+`, `~`, `±` or `-`. */
  readonly sign: string;
  readonly type: string;
  readonly name: string;
  /** Paths of the changed inputs. */
  readonly inputs: readonly string[];
  /** Protected: the engine would refuse. */
  readonly refused: boolean;
}

const signs: Readonly<Record<ChangeKind, string>> = { create: "+", update: "~", replace: "±", delete: "-" };

export function changeLinesOf(changes: Changes): ChangeLine[] {
  const refused = new Set(changes.refused);
  const line = (kind: ChangeKind, urn: string, inputs: readonly string[]): ChangeLine => ({
    kind,
    sign: signs[kind],
    type: typeOf(urn),
    name: nameOf(urn),
    inputs,
    refused: refused.has(urn),
  });
  return [
    ...changes.delete.map((urn) => line("delete", urn, [])),
    ...changes.replace.map(({ urn, inputs }) => line("replace", urn, inputs)),
    ...changes.update.map(({ urn, inputs }) => line("update", urn, inputs)),
    ...changes.create.map((urn) => line("create", urn, [])),
  ];
}

/** Changes of one kind to resources of one type, because of the same inputs. */
export interface ChangeGroup extends Pick<ChangeLine, "kind" | "sign" | "type" | "inputs" | "refused"> {
  readonly names: readonly string[];
}

/** The same changes with those together that are alike, in the order of the first of each. */
export function changeGroupsOf(lines: readonly ChangeLine[]): ChangeGroup[] {
  const groups = new Map<string, { group: ChangeGroup; names: string[] }>();
  for (const line of lines) {
    const key = JSON.stringify([line.kind, line.type, line.inputs, line.refused]);
    const known = groups.get(key);
    if (known) {
      known.names.push(line.name);
    } else {
      const names = [line.name];
      groups.set(key, { group: { ...line, names }, names });
    }
  }
  return [...groups.values()].map(({ group }) => group);
}

/** `3 to create, 1 to replace`, or `nothing changes`. */
export function summaryOf(changes: Changes): string {
  const parts = (["create", "update", "replace", "delete"] as const)
    .filter((kind) => changes[kind].length > 0)
    .map((kind) => `${changes[kind].length} to ${kind}`);
  return parts.length === 0 ? "nothing changes" : parts.join(", ");
}
