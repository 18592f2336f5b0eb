/** What of a graph can't be known, whatever is asked of it: a verdict on it must not read as a good one. Pure. */
import type { Graph } from "./resource";
import { readStackSettings } from "./stack-settings";

/** Each in a sentence, without a full stop; empty where all can be known. */
export function doubtsAbout(graph: Graph): readonly string[] {
  const notes = graph.notes.filter(({ unsure }) => unsure).map(({ text }) => text);
  return [...lostSettings(graph), ...new Set(notes)];
}

/** A stack of ours that has lost what it says of itself. */
export function lostSettings(graph: Graph): readonly string[] {
  const settings = readStackSettings(graph);
  return settings.kind === "missing" && settings.ours
    ? [
        `what the stack is held to: ${settings.because}, so that objectives, peak, shares, residency and protection ` +
          "aren't judged by its own settings; run pulumi up to its end, and export it again",
      ]
    : [];
}

/** Whether a graph is of this program, as its settings or its components show. */
export function isOurs(graph: Graph): boolean {
  const settings = readStackSettings(graph);
  return settings.kind !== "missing" || settings.ours;
}
