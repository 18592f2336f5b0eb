/** A graph's notes as reports show them: those of one text together, with the resources that it is about. */
import type { Colors } from "picocolors/types";
import type { Note } from "../graph/resource";
import { nameOf, typeOf } from "../graph/urn";

/** More of one text are left to the files. */
const mostNames = 6;
const mostDetails = 2;

export interface NoteGroup {
  readonly text: string;
  /** Kinds and names of the resources. */
  readonly about: readonly string[];
  readonly details: readonly string[];
  readonly unsure: boolean;
}

export function noteGroupsOf(notes: readonly Note[]): NoteGroup[] {
  const byText = new Map<string, Note[]>();
  for (const note of notes) {
    const group = byText.get(note.text);
    if (group) group.push(note);
    else byText.set(note.text, [note]);
  }
  return [...byText].map(([text, group]) => ({
    text,
    about: group.map(subject),
    details: [...new Set(group.flatMap(({ detail }) => detail ?? []))].map(plain),
    unsure: group.some(({ unsure }) => unsure),
  }));
}

export const noteLabel = ({ unsure }: Pick<NoteGroup, "unsure">): string => (unsure ? "can't tell" : "note");

/** For a terminal. */
export function noteLines(notes: readonly Note[], colors: Colors): string[] {
  return noteGroupsOf(notes).flatMap((group) => {
    const paint = group.unsure ? colors.red : colors.yellow;
    const more = group.details.length - mostDetails;
    return [
      `${paint(noteLabel(group))} ${shown(group.about, mostNames)}: ${group.text}`,
      ...group.details.slice(0, mostDetails).map((detail) => `    ${colors.dim(detail)}`),
      ...(more > 0 ? [`    and ${more} more like these`] : []),
    ];
  });
}

function shown(names: readonly string[], most: number): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The kind and the name of the resource. */
function subject({ urn }: Note): string {
  const kind = (typeOf(urn) ?? "").split(/[:/]/).at(-1) ?? "";
  return plain([kind, nameOf(urn)].filter((part) => part !== "").join(" ") || "the state");
}

/** What clouds and clusters say may hold anything: in one line, without what a terminal would act on. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
