import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Curves } from "../../../report/html/curves";
import { shareAt, thinned } from "../../../report/html/thinned";
import type { Line } from "../../../resilience/verdict/verdicts";

/** Of whole tenths of a second and four digits, as verdicts have them; some times come twice: a jump. */
const lines = fc
  .array(fc.tuple(fc.nat(3), fc.nat(10_000)), { minLength: 1, maxLength: 60 })
  .map((steps): Line => {
    let tenths = 0;
    return steps.map(([step, share]) => {
      tenths += step;
      return [tenths / 10, share / 1e4];
    });
  });
const bothSides = (line: Line) => line.flatMap(([time]) => [time, time + 0.01]);

describe("a thinned line", () => {
  it("leaves out what lies on the line between its neighbours, and equal points", () => {
    const line: Line = [
      ...([[0, 0.3] as const, [5, 0.3] as const, [10, 0.3] as const, [10, 0.3] as const] as const),
      ...([[20, 0.2] as const, [30, 0.1] as const] as const),
    ];
    expect(thinned(line, 0)).toEqual([
      [0, 0.3],
      [10, 0.3],
      [30, 0.1],
    ]);
  });

  it("keeps both sides of a jump", () => {
    const line: Line = [
      [0, 1],
      [10, 1],
      [10, 0.5],
      [20, 0.5],
    ];
    expect(thinned(line, 0.0003)).toEqual(line);
  });

  it("is never off by more than it may, before and after each jump", () => {
    fc.assert(
      fc.property(lines, fc.constantFrom(0, 0.0003, 0.05), (line, tolerance) => {
        const found = thinned(line, tolerance);
        for (const time of bothSides(line))
          expect(Math.abs(shareAt(found, time) - shareAt(line, time))).toBeLessThanOrEqual(tolerance + 1e-9);
      }),
    );
  });
});

describe("the page's curves", () => {
  it("hold those who come to other sites as a part of those who leave one", () => {
    const curves = new Curves();
    const leaving: Line = [
      [0, 0.3],
      [40, 0.3],
      [70, 0],
      [600, 0],
    ];
    const coming = (share: number) =>
      leaving.map(
        ([time, left]) => [time, Math.round(1e4 * (share * (1 + (0.3 - left) / 0.7))) / 1e4] as const,
      );
    const flows = [leaving, coming(0.2), coming(0.5)].map((line) => ({ arriving: line, served: line }));
    const sites = curves.ofSites(flows);
    expect(curves.all).toHaveLength(1);
    // 0.2 × (1 + 0.3 / 0.7), and 0.2 / 0.7 less for each that is still there.
    expect(sites[1]).toEqual([
      [0, -0.2857, 0.2857],
      [0, -0.2857, 0.2857],
    ]);
  });

  it("never take one line for another that it isn't", () => {
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 4 }), (all) => {
        const curves = new Curves();
        const sites = curves.ofSites(all.map((line) => ({ arriving: line, served: [] })));
        for (const [index, line] of all.entries()) {
          const [place, times = 1, plus = 0] = sites[index]?.[0] ?? [0];
          const flat = curves.all[place] as number[];
          const held = flat.flatMap(
            (time, at): Line => (at % 2 === 0 ? [[time, flat[at + 1] as number]] : []),
          );
          for (const time of bothSides(line))
            expect(Math.abs(plus + times * shareAt(held, time) - shareAt(line, time))).toBeLessThan(0.0006);
        }
      }),
    );
  });
});
