/** Curves over time as the page holds them: each once, as most sites fare alike in most scenarios. */
import type { Line, Verdict } from "../../resilience/verdict/verdicts";

/** Places in the page's curves: of what arrives at a site, and of what it serves. */
export type SiteCurves = readonly [arriving: number, served: number];

export class Curves {
  readonly all: number[][] = [];
  readonly #places = new Map<string, number>();

  ofSite(flow: Verdict["flows"][number] | undefined): SiteCurves {
    return [this.#place(flow?.arriving ?? []), this.#place(flow?.served ?? [])];
  }

  #place(line: Line): number {
    const flat = line.flat();
    const key = flat.join(" ");
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(flat) - 1;
  }
}
