import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Cuts,
  deviceTo,
  mustBeBuildable,
  type NetLayout,
  queueOf,
  USERS,
} from "../../../drill/world/net/layout";

const two: NetLayout = {
  sites: [
    { id: "aws-us-east-2", number: 1 },
    { id: "oci-us-ashburn-1", number: 2 },
  ],
  links: [
    { a: USERS, b: "aws-us-east-2", delayMs: 10 },
    { a: USERS, b: "oci-us-ashburn-1", delayMs: 10 },
    { a: "aws-us-east-2", b: "oci-us-ashburn-1", delayMs: 3.4, lossPercent: 0.1, rateMbit: 500 },
  ],
};

describe("a layout of networks", () => {
  it("can be built where every link joins two of its places once", () => {
    expect(() => mustBeBuildable(two)).not.toThrow();
  });

  it.each([
    ["a number that users have", { sites: [{ id: "a", number: 250 }], links: [] }, /a has the number 250/],
    [
      "two sites of one number",
      {
        sites: [
          { id: "a", number: 1 },
          { id: "b", number: 1 },
        ],
        links: [],
      },
      /b has the number 1, as another site has/,
    ],
    ["a site called users", { sites: [{ id: USERS, number: 1 }], links: [] }, /two places are called users/],
    [
      "a link to nowhere",
      { ...two, links: [{ a: USERS, b: "b", delayMs: 1 }] },
      /ends at b, which is no place/,
    ],
    [
      "a link onto itself",
      { ...two, links: [{ a: USERS, b: USERS, delayMs: 1 }] },
      /back to where it begins/,
    ],
    [
      "two links between two places, in either order",
      { ...two, links: [...two.links, { a: "oci-us-ashburn-1", b: USERS, delayMs: 1 }] },
      /two links oci-us-ashburn-1 - users/,
    ],
    ["a delay below nothing", { ...two, links: [{ a: USERS, b: "aws-us-east-2", delayMs: -1 }] }, /-1 ms/],
    [
      "a loss over everything",
      { ...two, links: [{ a: USERS, b: "aws-us-east-2", delayMs: 1, lossPercent: 101 }] },
      /101 %/,
    ],
    [
      "no rate at all",
      { ...two, links: [{ a: USERS, b: "aws-us-east-2", delayMs: 1, rateMbit: 0 }] },
      /0 Mbit/,
    ],
  ] as const)("can't be built with %s", (_, layout, words) => {
    expect(() => mustBeBuildable(layout)).toThrow(words);
  });

  it("says everything that is wrong with it at once", () => {
    const layout = { sites: [{ id: "a", number: 0 }], links: [{ a: "a", b: "b", delayMs: Number.NaN }] };
    expect(() => mustBeBuildable(layout)).toThrow(/number 0.*\n.*no place.*\n.*NaN ms/);
  });

  it("names every device in fewer characters than the kernel takes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 249 }), fc.string({ minLength: 1 }), (number, id) => {
        const layout = { sites: [{ id: `x${id}`, number }], links: [] };
        expect(deviceTo(layout, `x${id}`).length).toBeLessThanOrEqual(15);
      }),
    );
  });
});

describe("a line's queue", () => {
  it("holds at least what is under way at its rate", () => {
    const line = fc.record({
      delayMs: fc.double({ min: 0, max: 300, noNaN: true }),
      rateMbit: fc.integer({ min: 1, max: 2000 }),
    });
    fc.assert(
      fc.property(line, ({ delayMs, rateMbit }) => {
        const underWay = (delayMs * rateMbit * 1000) / (1500 * 8);
        expect(queueOf({ delayMs, rateMbit })).toBeGreaterThanOrEqual(underWay);
      }),
    );
  });
});

describe("cuts", () => {
  const between = (a: string, b: string) => ({ a, b });

  it("concern a line whichever end is named first", () => {
    const cuts = new Cuts();
    cuts.link("a", "b", true);
    expect(cuts.has(between("b", "a"))).toBe(true);
    expect(cuts.has(between("a", "c"))).toBe(false);
  });

  it("of a place concern all its lines", () => {
    const cuts = new Cuts();
    cuts.place("a", true);
    expect(cuts.has(between("a", "b"))).toBe(true);
    expect(cuts.has(between(USERS, "a"))).toBe(true);
    expect(cuts.has(between("b", "c"))).toBe(false);
  });

  it("of a line stay when the place comes back", () => {
    const cuts = new Cuts();
    cuts.link("a", "b", true);
    cuts.place("a", true);
    cuts.place("a", false);
    expect(cuts.has(between("a", "b"))).toBe(true);
    expect(cuts.has(between("a", "c"))).toBe(false);
  });
});
