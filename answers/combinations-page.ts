/** `docs/refusals.md`, made from the table. Pure. */
import { providerTitle } from "../graph/clouds/titles";
import type { Combination } from "./combination";

const titleOf = (owner: string): string => (owner === "kubernetes" ? "Kubernetes" : providerTitle(owner));

const cell = (text: string): string => text.replaceAll("|", "\\|");

const ownerOf = ({ id }: Combination): string => id.split("/")[0] ?? "";

export function refusalsPage(table: readonly Combination[]): string {
  const owners = [...new Set(table.map(ownerOf))];
  return `${[
    "# What services refuse and no schema sees",
    "",
    "Resources that can't stand together, and fields that can't. `npm run preview` fails on them before a deploy does, as does `npm run sandbox`, at the resource that completes one; what a single field may hold is checked besides, with its resource. A value that isn't known yet passes. This page is made from the tables `combinations.ts` in `answers/` by `npm run docs`; change those instead.",
    ...owners.flatMap((owner) => [
      "",
      `## ${titleOf(owner)}`,
      "",
      "| | refused is | source |",
      "| :-- | :-- | :-- |",
      ...table
        .filter((combination) => ownerOf(combination) === owner)
        .map(
          ({ id, refuses, source }) =>
            `| ${id} | ${cell(refuses)} | [${cell(source.title)}](${source.url}) |`,
        ),
    ]),
  ].join("\n")}\n`;
}
