/** The changes of a plan as one list, in the order and words that every renderer uses. */
import { nameOf, typeOf } from "../graph/urn";
import type { Loss } from "../graph/views/losses";
import { inputText } from "./change-values";
import type { ChangedInput, Changes } from "./changes-model";

export type ChangeKind = "create" | "update" | "replace" | "delete";

export interface ChangeLine {
  readonly kind: ChangeKind;
  /** `+`, `~`, `±` or `-`. */
  readonly sign: string;
  readonly type: string;
  readonly name: string;
  /** What is lost with it. */
  readonly loss?: Loss;
  /** The changed inputs with their values, or why it is replaced where no input is. */
  readonly inputs: readonly string[];
  /** Why it is refused. */
  readonly refused?: string;
  /** What goes through and hurts. */
  readonly warning?: string;
}

const signs: Readonly<Record<ChangeKind, string>> = { create: "+", update: "~", replace: "±", delete: "-" };

/** What is lost comes first, then what is refused, then what hurts. */
export function changeLinesOf(changes: Changes): ChangeLine[] {
  const lost = new Map(changes.data.map(({ urn, loss }, rank) => [urn, { loss, rank }]));
  const refused = new Map(changes.refused.map(({ urn, because }) => [urn, because]));
  const warnings = new Map(changes.warnings.map(({ urn, because }) => [urn, because]));
  const line = (kind: ChangeKind, urn: string, inputs: readonly ChangedInput[], because?: string) => {
    const loss = lost.get(urn);
    const texts = inputs.length === 0 && because !== undefined ? [because] : inputs.map(inputText);
    const [no, warning] = [refused.get(urn), warnings.get(urn)];
    const rank = loss ? loss.rank : lost.size + (no !== undefined ? 0 : warning !== undefined ? 1 : 2);
    return {
      rank,
      line: {
        kind,
        sign: signs[kind],
        type: typeOf(urn),
        name: nameOf(urn),
        inputs: texts,
        ...(loss ? { loss: loss.loss } : {}),
        ...(no !== undefined ? { refused: no } : {}),
        ...(warning !== undefined ? { warning } : {}),
      } satisfies ChangeLine,
    };
  };
  return [
    ...changes.delete.map((urn) => line("delete", urn, [])),
    ...changes.replace.map(({ urn, inputs, because }) => line("replace", urn, inputs, because)),
    ...changes.update.map(({ urn, inputs }) => line("update", urn, inputs)),
    ...changes.create.map((urn) => line("create", urn, [])),
  ]
    .sort((a, b) => a.rank - b.rank)
    .map((each) => each.line);
}

/** Changes of one kind to resources of one type, because of the same inputs. */
export interface ChangeGroup extends Omit<ChangeLine, "name"> {
  readonly names: readonly string[];
}

/** The same changes with those together that are alike, in the order of the first of each. */
export function changeGroupsOf(lines: readonly ChangeLine[]): ChangeGroup[] {
  const groups = new Map<string, { group: ChangeGroup; names: string[] }>();
  for (const { name, ...line } of lines) {
    const key = JSON.stringify([line.kind, line.type, line.inputs, line.refused, line.warning]);
    const known = groups.get(key);
    if (known) {
      known.names.push(name);
    } else {
      const names = [name];
      groups.set(key, { group: { ...line, names }, names });
    }
  }
  return [...groups.values()].map(({ group }) => group);
}

/** `3 to create, 1 to replace`, or `nothing changes`. */
export function summaryOf(changes: Pick<Changes, ChangeKind>): string {
  const parts = (["create", "update", "replace", "delete"] as const)
    .filter((kind) => changes[kind].length > 0)
    .map((kind) => `${changes[kind].length} to ${kind}`);
  return parts.length === 0 ? "nothing changes" : parts.join(", ");
}
