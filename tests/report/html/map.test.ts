import { describe, expect, it } from "vitest";
import { providerNames } from "../../../graph/clouds/facts";
import { regionsOf } from "../../../graph/clouds/regions";
import type { PageData, PageSite } from "../../../report/html/data";
import { degreesOf } from "../../../report/html/geography";
import { mapSvg } from "../../../report/html/map";

const empty: PageData = {
  stack: "test",
  sites: [],
  authorities: [],
  capabilities: [],
  calm: {},
  scenarios: [],
  curves: [],
  open: "",
  peers: [],
  evidence: [],
  kinds: {},
};

function map(
  clouds: readonly { readonly name: string; readonly sites: number }[],
  authorities: number,
): string {
  const sites = clouds.flatMap(({ name, sites }) =>
    Array.from(
      { length: sites },
      (_, n): PageSite => ({
        id: `${name}-${n}`,
        provider: name,
        metro: `city ${n}`,
        share: 10,
        drained: n === 1,
      }),
    ),
  );
  const data: PageData = {
    ...empty,
    sites,
    authorities: Array.from({ length: authorities }, (_, n) => ({ id: `a${n}`, name: `DNS ${n}` })),
  };
  return mapSvg(data);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
const boxes = (svg: string): Box[] =>
  [...svg.matchAll(/<rect class="box" x="([\d.-]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map(
    ([, x, y, width, height]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    }),
  );
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe("the map", () => {
  it.each([
    [[{ name: "one", sites: 1 }], 1],
    [
      [
        { name: "one", sites: 2 },
        { name: "two", sites: 2 },
      ],
      2,
    ],
    [
      [
        { name: "one", sites: 5 },
        { name: "two", sites: 1 },
        { name: "three", sites: 3 },
      ],
      7,
    ],
  ])(
    "has a box of its own for every site and authority, and a line from each to each: %j, %i",
    (clouds, n) => {
      const svg = map(clouds, n);
      const sites = clouds.reduce((sum, cloud) => sum + cloud.sites, 0);
      const all = boxes(svg);
      expect(all).toHaveLength(sites + n);
      for (const [i, box] of all.entries()) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(960);
        expect(all.slice(i + 1).filter((other) => overlap(box, other))).toEqual([]);
      }
      expect(svg.match(/data-flow=/g)).toHaveLength(sites * n);
      for (const { name } of clouds) expect(svg).toContain(`>${name}, city 0</text>`);
    },
  );

  it("marks a drained site", () => {
    expect(map([{ name: "one", sites: 2 }], 1)).toContain("city 1, drained");
  });

  it("says whom users ask, however many there are", () => {
    expect(map([{ name: "one", sites: 1 }], 3)).toContain("Users ask DNS 0, DNS 1 and DNS 2, which");
  });

  it("draws sites where they stand: Oregon west of Chicago, and two of one metro beside each other", () => {
    const svg = mapSvg({
      ...empty,
      sites: ["Oregon", "Chicago", "Chicago"].map(
        (metro, n): PageSite => ({ id: `s${n}`, provider: "one", metro, drained: false }),
      ),
    });
    // Of each site the dot on the ground comes before the one at its box.
    const [oregon = [], chicago = [], other = []] = [
      ...svg.matchAll(/<circle class="dot" cx="([\d.]+)" cy="([\d.]+)"/g),
    ]
      .map(([, x, y]) => [Number(x), Number(y)])
      .filter((_, place) => place % 2 === 0);
    expect(oregon[0]).toBeLessThan(chicago[0] as number);
    expect(Math.abs((chicago[0] as number) - (other[0] as number))).toBeGreaterThanOrEqual(22);
    expect(chicago[1]).toBe(other[1]);
    expect(svg).toContain('class="land"');
  });

  it("draws no outline where nobody has drawn one, and lines of each ten degrees instead", () => {
    const sites = ["Tokyo", "Osaka"].map(
      (metro): PageSite => ({ id: metro, provider: "one", metro, drained: false }),
    );
    const svg = mapSvg({ ...empty, sites });
    expect(svg).not.toContain('class="land"');
    expect(svg).toContain('class="grid"');
  });

  it("knows where every region of the table stands", () => {
    const metros = providerNames.flatMap((provider) => regionsOf(provider).map(({ metro }) => metro));
    expect(metros.filter((metro) => degreesOf(metro) === undefined)).toEqual([]);
  });
});
