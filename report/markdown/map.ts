/** The map in a comment, as Mermaid, which GitHub draws: who answers for the names, and where users go when the hardest case has hit. */
import type { ScenarioResult } from "../../resilience/verdict/survey";
import type { Survival } from "../../resilience/verdict/survival";
import { shareAt } from "../html/thinned";
import { type Part, whole } from "./fitted";
import { plainLong } from "./text";

export interface MapNames {
  readonly sites: readonly { readonly id: string; readonly metro: string }[];
  readonly authorities: readonly string[];
}

/** More would be too small to read. */
const MOST_SITES = 12;

/** @param scenario the id of the one that is shown beside how it is at rest */
export function mapPart(survival: Survival, names: MapNames, scenario: string | undefined): Part[] {
  const { sites, authorities } = names;
  if (sites.length === 0 || sites.length > MOST_SITES || authorities.length === 0) return [];
  const shown = survival.scenarios.find(({ id }) => id === scenario);
  const nodes = sites.map(({ id, metro }, place) => {
    const at = survival.sites.findIndex((site) => site.id === id);
    const [before, after] = [arriving(survival.calm, at), shown && arriving(shown.verdicts, at)];
    const moves = after === undefined || after === before ? before : `${before} → ${after}`;
    const isLost = after === "0 %" && before !== "0 %";
    return {
      line: `  s${place}["${label(id)}<br>${label(metro)}<br>${moves}"]`,
      style: isLost ? [`  class s${place} lost`] : [],
    };
  });
  return [
    whole(
      `<details open><summary>Shares of the traffic${shown ? `, before → after: ${plainLong(shown.title)}` : ""}</summary>`,
      "",
      "```mermaid",
      "flowchart TB",
      "  users((users))",
      ...authorities.map((name, place) => `  a${place}(["${label(name)}"])\n  users --> a${place}`),
      ...nodes.map(({ line }) => line),
      ...authorities.flatMap((_, from) => sites.map((_, to) => `  a${from} --> s${to}`)),
      "  classDef lost stroke:#d1242f,stroke-width:2px,stroke-dasharray:6 4,color:#d1242f",
      ...nodes.flatMap(({ style }) => style),
      "```",
      "",
      "</details>",
      "",
    ),
  ];
}

/** Percent of the first capability's requests, in the end. */
function arriving(verdicts: ScenarioResult["verdicts"], place: number): string {
  const [first] = Object.values(verdicts);
  const line = first?.flows[place]?.arriving;
  return line && first ? `${Math.round(100 * shareAt(line, first.lastingAt))} %` : "? %";
}

/** Letters, digits and what stands between them: nothing that Mermaid or Markdown would read. */
const label = (text: string): string => text.replace(/[^\p{L}\p{N} .,-]/gu, " ").slice(0, 60);
