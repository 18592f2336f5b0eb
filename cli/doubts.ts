/** What stands in the way of a verdict on a graph: nothing there, settings that were lost, what a state doesn't know. */
import type { Colors } from "picocolors/types";
import { lostSettings } from "../graph/doubts";
import { nothingToJudge } from "../graph/nothing";
import type { Graph } from "../graph/resource";
import { noteLines } from "../report/note-lines";
import { type ExitCode, exit } from "./exit";

export interface Doubts {
  /** Why there is nothing to give a verdict on, where there isn't: the lines say so too, and no other line follows. */
  readonly nothing?: string;
  readonly lines: readonly string[];
  /** The lines without what a verdict on survival says itself. */
  readonly notes: readonly string[];
  /** Broken where there is nothing to judge; what else is unsure is in the verdicts. */
  readonly code: ExitCode;
}

export function doubtsOf(graph: Graph, colors: Colors): Doubts {
  const notes = noteLines(graph.notes, colors);
  const nothing = nothingToJudge(graph);
  if (nothing) {
    const line = `${colors.red("can't tell")} ${nothing.text}`;
    return { nothing: nothing.text, lines: [line, ...notes], notes: [line, ...notes], code: exit.broken };
  }
  const lost = lostSettings(graph).map((text) => `${colors.red("can't tell")} ${text}`);
  return { lines: [...lost, ...notes], notes, code: exit.clean };
}
