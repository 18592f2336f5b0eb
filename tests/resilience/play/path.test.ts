/** Lines through samples are near to each of them, and few where samples lie in line. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Path } from "../../../resilience/play/path";

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("a path", () => {
  it("is within a thousandth of every sample", () => {
    const samples = fc.array(fc.tuple(fc.double({ min: 0.01, max: 5, noNaN: true }), share, share), {
      minLength: 1,
    });
    fc.assert(
      fc.property(samples, (steps) => {
        const path = new Path(2);
        let now = 0;
        const all = steps.map(([lasts, a, b]) => {
          now += lasts;
          // Slow ones among them, so that some lie nearly in line.
          return { time: now, value: new Float64Array([a / 400, b]) };
        });
        for (const { time, value } of all) path.add(time, value);
        path.end();
        for (const { time, value } of all)
          for (const place of [0, 1])
            expect(Math.abs((path.at(time)[place] as number) - (value[place] as number))).toBeLessThan(
              0.001001,
            );
      }),
    );
  });

  it("needs two knots for what lies in line, and stays as it is beyond them", () => {
    const path = new Path(1);
    for (let time = 0; time <= 100; time++) path.add(time, new Float64Array([time / 200]));
    path.end();
    expect(path.times).toEqual([0, 100]);
    expect([path.at(-5)[0], path.at(50)[0], path.at(200)[0]]).toEqual([0, 0.25, 0.5]);
  });

  it("jumps where it is told to, and is what it is after it at that time", () => {
    const path = new Path(1);
    path.add(0, new Float64Array([1]));
    path.add(5, new Float64Array([1]));
    path.jump(10, new Float64Array([1]), new Float64Array([0.2]));
    path.add(20, new Float64Array([0.2]));
    path.end();
    expect([path.at(9.99)[0], path.at(10)[0], path.at(15)[0]]).toEqual([1, 0.2, 0.2]);
  });
});
