/** docs/architecture.md as data: its rooms, and where it sends a reader. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./imports";

export const page = readFileSync(path.join(root, "docs/architecture.md"), "utf8");

export interface MayImport {
  readonly room: string;
  /** The only parts of it, where the page names some: `ports.ts`, `replacing/`, or the graph's language. */
  readonly only?: readonly string[];
}

/** The table of rooms: what each may import. `tests/` may import everything and isn't among them. */
export const mayImport: ReadonlyMap<string, readonly MayImport[]> = new Map(
  rowsBelow("## The rooms")
    .map(([room = "", , allowed = ""]) => [nameIn(room), arrowsIn(allowed)] as const)
    .filter(([room]) => room !== "tests"),
);

function arrowsIn(cell: string): MayImport[] {
  return [...cell.matchAll(/`([a-z]+)\/`(?: \(([^)]+)\))?/g)].map(([, room = "", only]) => ({
    room,
    ...(only === undefined ? {} : { only: only.replaceAll("`", "").split(", ") }),
  }));
}

function nameIn(cell: string): string {
  return /`([a-z]+)\/`/.exec(cell)?.[1] ?? cell;
}

/** The cells of the first table below a heading, its own headings left out. */
export function rowsBelow(heading: string): string[][] {
  const section = page.split(`\n${heading}\n`)[1]?.split("\n## ")[0];
  if (section === undefined) throw new Error(`docs/architecture.md has no '${heading}'`);
  const lines = section.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(1).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Files and folders that the page names: all that is in backticks and has a slash. */
export function placesNamed(): string[] {
  return [...page.matchAll(/`([A-Za-z.][\w./<>-]*\/[\w./<>-]*)`/g)].map(([, place = ""]) => place);
}
