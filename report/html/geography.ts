/** Where metros lie, and how a piece of the earth is drawn flat. Degrees, from common knowledge: a tenth is a pixel here. */
import { type Degrees, unitedStates } from "./outline";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const metros: Readonly<Record<string, Degrees>> = {
  "Abu Dhabi": [54.4, 24.5],
  Amsterdam: [4.9, 52.4],
  Auckland: [174.8, -36.8],
  Bangkok: [100.5, 13.8],
  Batam: [104, 1.1],
  Bogotá: [-74.1, 4.7],
  Calgary: [-114.1, 51],
  Campinas: [-47.1, -22.9],
  "Cape Town": [18.4, -33.9],
  Casablanca: [-7.6, 33.6],
  Chicago: [-87.6, 41.9],
  Chuncheon: [127.7, 37.9],
  Columbus: [-83, 40],
  Dubai: [55.3, 25.2],
  Dublin: [-6.3, 53.3],
  Frankfurt: [8.7, 50.1],
  "Hong Kong": [114.2, 22.3],
  Hyderabad: [78.5, 17.4],
  Jakarta: [106.8, -6.2],
  Jeddah: [39.2, 21.5],
  Jerusalem: [35.2, 31.8],
  Johannesburg: [28, -26.2],
  "Johor Bahru": [103.7, 1.5],
  "Kuala Lumpur": [101.7, 3.1],
  London: [-0.1, 51.5],
  Madrid: [-3.7, 40.4],
  Manama: [50.6, 26.2],
  Marseille: [5.4, 43.3],
  Melbourne: [145, -37.8],
  Milan: [9.2, 45.5],
  Monterrey: [-100.3, 25.7],
  Montreal: [-73.6, 45.5],
  Mumbai: [72.9, 19.1],
  Newport: [-3, 51.6],
  "Northern Virginia": [-77.5, 39],
  // Where us-west-2 stands, by the Columbia river.
  Oregon: [-119.5, 45.8],
  Osaka: [135.5, 34.7],
  Paris: [2.4, 48.9],
  Phoenix: [-112.1, 33.4],
  Querétaro: [-100.4, 20.6],
  Riyadh: [46.7, 24.7],
  "San Francisco Bay": [-122, 37.5],
  Santiago: [-70.7, -33.4],
  Seoul: [127, 37.6],
  Singapore: [103.8, 1.4],
  Stockholm: [18.1, 59.3],
  Sydney: [151.2, -33.9],
  "São Paulo": [-46.6, -23.5],
  Taipei: [121.5, 25],
  "Tel Aviv": [34.8, 32.1],
  Tokyo: [139.7, 35.7],
  Toronto: [-79.4, 43.7],
  Turin: [7.7, 45.1],
  Valparaíso: [-71.6, -33],
  Zaragoza: [-0.9, 41.7],
  Zurich: [8.5, 47.4],
};

/** Undefined where nobody has written down where a metro lies. */
export const degreesOf = (metro: string): Degrees | undefined => metros[metro];

/** Countries whose outline is drawn; of others there are lines of each ten degrees. */
const outlines = [unitedStates];

interface Area {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

const areaOf = (points: readonly Degrees[]): Area => ({
  west: Math.min(...points.map(([east]) => east)),
  east: Math.max(...points.map(([east]) => east)),
  south: Math.min(...points.map(([, north]) => north)),
  north: Math.max(...points.map(([, north]) => north)),
});

const isIn = ([east, north]: Degrees, area: Area): boolean =>
  east >= area.west && east <= area.east && north >= area.south && north <= area.north;

export interface Ground {
  /** Where a place is drawn. */
  readonly spotOf: (place: Degrees) => Spot;
  /** Lines of the ground, each from point to point; a country's ends where it begins. */
  readonly lines: readonly { readonly closed: boolean; readonly points: readonly Spot[] }[];
}

/** Degrees around sites that stand in no country with an outline. */
const AROUND = 6;
const STEP = 10;

/** The ground beneath some places, fitted into a box. */
export function groundOf(places: readonly Degrees[], box: Spot & { width: number; height: number }): Ground {
  const under = outlines.filter((outline) => places.some((place) => isIn(place, areaOf(outline))));
  const bare = places.filter((place) => !under.some((outline) => isIn(place, areaOf(outline))));
  const seen = areaOf([
    ...under.flat(),
    ...bare.flatMap(([east, north]): Degrees[] => [
      [east - AROUND, north - AROUND],
      [east + AROUND, north + AROUND],
    ]),
  ]);
  const flat = projectionOf(seen);
  const grid = bare.length === 0 ? [] : gridOf(seen);
  const all = [...under.flat(), ...places, ...grid.flat()].map(flat);
  const [xs, ys] = [all.map(({ x }) => x), all.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = Math.min(box.width / width, box.height / height);
  const spotOf = (place: Degrees): Spot => {
    const { x, y } = flat(place);
    return {
      x: round(box.x + (box.width - scale * width) / 2 + scale * (x - left)),
      y: round(box.y + (box.height - scale * height) / 2 + scale * (y - top)),
    };
  };
  return {
    spotOf,
    lines: [
      ...under.map((outline) => ({ closed: true, points: outline.map(spotOf) })),
      ...grid.map((line) => ({ closed: false, points: line.map(spotOf) })),
    ],
  };
}

const round = (value: number): number => Math.round(10 * value) / 10;

function gridOf({ west, east, south, north }: Area): Degrees[][] {
  const steps = (from: number, to: number) =>
    Array.from(
      { length: Math.floor(to / STEP) - Math.ceil(from / STEP) + 1 },
      (_, n) => STEP * (Math.ceil(from / STEP) + n),
    );
  const parts = [0, 1, 2, 3, 4, 5, 6];
  const along = (from: number, to: number) => parts.map((part) => from + ((to - from) * part) / 6);
  return [
    ...steps(west, east).map((at) => along(south, north).map((other): Degrees => [at, other])),
    ...steps(south, north).map((at) => along(west, east).map((other): Degrees => [other, at])),
  ];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Albers' conic, on which areas are true, in a part of one hemisphere; plain degrees elsewhere. */
function projectionOf({ west, east, south, north }: Area): (place: Degrees) => Spot {
  const [middle, height] = [(west + east) / 2, north - south];
  if (east - west > 90 || Math.min(Math.abs(south), Math.abs(north)) < 12 || south * north < 0) {
    const width = Math.cos(radians((south + north) / 2));
    return ([x, y]) => ({ x: width * x, y: -y });
  }
  const [low, high] = [radians(south + height / 6), radians(north - height / 6)];
  const n = (Math.sin(low) + Math.sin(high)) / 2;
  const c = Math.cos(low) ** 2 + 2 * n * Math.sin(low);
  return ([x, y]) => {
    const rho = (Math.sign(n) * Math.sqrt(c - 2 * n * Math.sin(radians(y)))) / Math.abs(n);
    const turn = n * radians(x - middle);
    return { x: 57.3 * rho * Math.sin(turn), y: 57.3 * rho * Math.cos(turn) };
  };
}
