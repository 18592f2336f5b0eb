/** What stands in the way of a verdict on a graph: nothing there, settings that were lost, what a state doesn't know. */
import type { Colors } from "picocolors/types";
import { nothingToJudge } from "../graph/nothing";
import type { Graph } from "../graph/resource";
import { readStackSettings } from "../graph/stack-settings";
import { noteLines } from "../report/note-lines";
import { type ExitCode, exit } from "./exit";

export interface Doubts {
  /** Why there is nothing to give a verdict on, where there isn't: the lines say so too, and no other line follows. */
  readonly nothing?: string;
  readonly lines: readonly string[];
  /** Broken where a verdict can't be sure, however good it looks. */
  readonly code: ExitCode;
}

export function doubtsOf(graph: Graph, colors: Colors): Doubts {
  const notes = noteLines(graph.notes, colors);
  const nothing = nothingToJudge(graph);
  if (nothing) {
    const line = `${colors.red("can't tell")} ${nothing.text}`;
    return { nothing: nothing.text, lines: [line, ...notes], code: exit.broken };
  }
  const settings = readStackSettings(graph);
  const isLost = settings.kind === "missing" && settings.ours;
  const lost = isLost
    ? [
        `${colors.red("can't tell")} what the stack is held to: ${settings.because}, so that objectives, peak, shares, ` +
          "residency and protection aren't judged by its own settings; run pulumi up to its end, and export it again",
      ]
    : [];
  const isSure = !isLost && !graph.notes.some(({ unsure }) => unsure);
  return { lines: [...lost, ...notes], code: isSure ? exit.clean : exit.broken };
}
