/** How long a packet is under way between two metros. Pure. */

/** Degrees north and east of the metros that regions stand in. */
const places: Readonly<Record<string, readonly [north: number, east: number]>> = {
  "Northern Virginia": [39.0, -77.5],
  Columbus: [40.0, -83.0],
  "San Francisco Bay": [37.4, -122.0],
  Oregon: [45.8, -119.7],
  Phoenix: [33.4, -112.1],
  Chicago: [41.9, -87.6],
  Montreal: [45.5, -73.6],
  Calgary: [51.0, -114.1],
  Toronto: [43.7, -79.4],
  Querétaro: [20.6, -100.4],
  Monterrey: [25.7, -100.3],
  Bogotá: [4.7, -74.1],
  "São Paulo": [-23.5, -46.6],
  Campinas: [-22.9, -47.1],
  Santiago: [-33.4, -70.7],
  Valparaíso: [-33.0, -71.6],
  Frankfurt: [50.1, 8.7],
  Zurich: [47.4, 8.5],
  Stockholm: [59.3, 18.1],
  Milan: [45.5, 9.2],
  Turin: [45.1, 7.7],
  Zaragoza: [41.6, -0.9],
  Madrid: [40.4, -3.7],
  Dublin: [53.3, -6.3],
  London: [51.5, -0.1],
  Newport: [51.6, -3.0],
  Paris: [48.9, 2.4],
  Marseille: [43.3, 5.4],
  Amsterdam: [52.4, 4.9],
  "Cape Town": [-33.9, 18.4],
  Johannesburg: [-26.2, 28.0],
  Casablanca: [33.6, -7.6],
  "Tel Aviv": [32.1, 34.8],
  Jerusalem: [31.8, 35.2],
  Dubai: [25.2, 55.3],
  "Abu Dhabi": [24.5, 54.4],
  Manama: [26.2, 50.6],
  Jeddah: [21.5, 39.2],
  Riyadh: [24.7, 46.7],
  Mumbai: [19.1, 72.9],
  Hyderabad: [17.4, 78.5],
  Singapore: [1.35, 103.8],
  Batam: [1.1, 104.0],
  "Johor Bahru": [1.5, 103.7],
  "Kuala Lumpur": [3.1, 101.7],
  Jakarta: [-6.2, 106.8],
  Bangkok: [13.8, 100.5],
  "Hong Kong": [22.3, 114.2],
  Taipei: [25.0, 121.5],
  Tokyo: [35.7, 139.7],
  Osaka: [34.7, 135.5],
  Seoul: [37.6, 127.0],
  Chuncheon: [37.9, 127.7],
  Sydney: [-33.9, 151.2],
  Melbourne: [-37.8, 145.0],
  Auckland: [-36.8, 174.8],
};

/** One way from users to any site: they are everywhere in a country, and this is about the middle of it. */
export const USERS_MS = 10;

const EARTH_KM = 6371;
/** Light in fibre: https://confluence.slac.stanford.edu/display/IEPM/Derivation+of+Directness+of+Connection. */
const KM_PER_MS = 200;
/** Cables are no great circles: ITU-T G.826 plans with 1.5 up to 1,000 km and 1.25 from 1,200 km on. */
const DETOUR = 1.4;
/** Routers at both ends. */
const ENDS_MS = 0.3;

/**
 * Milliseconds one way, at least 0.3.
 * @throws RangeError for a metro that isn't in the table
 */
export function betweenMs(one: string, other: string): number {
  return Math.round((ENDS_MS + (DETOUR * kilometres(placeOf(one), placeOf(other))) / KM_PER_MS) * 10) / 10;
}

function placeOf(metro: string): readonly [number, number] {
  const found = places[metro];
  if (!found) throw new RangeError(`where ${metro} lies isn't known: add it to drill/world/net/distances.ts`);
  return found;
}

/** Along the great circle, by the haversine formula. */
function kilometres(
  [north1, east1]: readonly [number, number],
  [north2, east2]: readonly [number, number],
): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const h = half(north1, north2) + Math.cos(radians(north1)) * Math.cos(radians(north2)) * half(east1, east2);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
