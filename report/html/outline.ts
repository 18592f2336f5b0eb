/** Outlines of countries, drawn by hand from capes, river mouths and corners that every atlas names. */

/** East and north, in degrees. */
export type Degrees = readonly [east: number, north: number];

/** From Cape Flattery to Lake Superior. */
const northernBorder = `
  -124.7 48.4  -123.2 48.2  -122.6 47.3  -122.4 48.3  -122.8 49  -116 49  -109 49  -102 49  -95.2 49
  -95.1 49.4  -93.8 48.6  -91.4 48.1`;
/** The shores of the Great Lakes, which are not land. */
const lakes = `
  -89.6 48  -92 46.7  -90.8 46.9  -89.6 46.8  -88 47.4  -87.4 46.5  -84.9 46.7  -84.1 46  -86.5 45.9
  -87.6 45.1  -88 44.6  -87.2 45.1  -87.6 44  -87.9 43  -87.6 41.8  -87.2 41.7  -86.5 42  -86.3 43
  -86.5 43.7  -86.2 44.7  -85.5 45  -84.8 45.7  -83.4 45.2  -83.3 44.3  -83.9 43.7  -82.9 44  -82.4 43
  -83.3 41.9  -81.7 41.5  -80.1 42.1  -78.9 42.8  -79 43.3  -77.5 43.3  -76.2 43.6  -76.3 44.1  -75 45`;
/** From Quebec's border to the Florida Keys. */
const atlantic = `
  -71.5 45  -70.8 45.4  -70.3 46.2  -70 46.7  -69.2 47.4  -68.3 47.3  -67.8 47  -67.8 45.7  -67 44.8
  -68.8 44.4  -70.2 43.6  -70.8 42.8  -71 42.3  -70.6 41.9  -70 42  -70 41.7  -71.3 41.5  -72.9 41.2
  -73.7 40.9  -72 41  -73.9 40.6  -74.1 39.8  -74.9 38.9  -75.5 39.5  -75.1 38.7  -75.9 37.1  -76 38.2
  -76.3 39.2  -76.4 38  -76.2 36.9  -75.5 35.2  -76.5 34.7  -77.9 33.9  -79.2 33.2  -80.9 32
  -81.4 30.7  -80.6 28.4  -80 26.8  -80.4 25.2`;
/** To the Rio Grande. */
const gulf = `
  -81.1 25.2  -81.8 26.1  -82.7 27.6  -82.7 28.8  -83.7 29.9  -84.3 30.1  -85.3 29.7  -86.4 30.4
  -88 30.3  -89.5 30.3  -89.2 29.1  -90.3 29.2  -91.8 29.6  -93.8 29.7  -94.8 29.3  -96.5 28.4
  -97.3 27.5  -97.2 26`;
/** To San Diego. */
const southernBorder = `
  -99.1 26.4  -99.5 27.5  -100.4 28.6  -101.4 29.8  -102.4 29.8  -103.1 29  -104.5 29.7  -104.9 30.6
  -106.5 31.8  -108.2 31.8  -108.2 31.3  -111.1 31.3  -114.8 32.5  -117.1 32.5`;
/** Back to Cape Flattery. */
const pacific = `
  -118.4 33.7  -118.5 34  -120.6 34.5  -121.9 36.6  -122.5 37.5  -123.8 39.3  -124.4 40.4  -124.1 41.8
  -124.5 42.8  -124 44.7  -124 46.2`;

/** East and north by turns. */
function pointsOf(text: string): Degrees[] {
  const numbers = text.trim().split(/\s+/).map(Number);
  return numbers.flatMap((east, place): Degrees[] =>
    place % 2 === 0 ? [[east, numbers[place + 1] ?? 0]] : [],
  );
}

/** The 48 states that touch each other. */
export const unitedStates: readonly Degrees[] = [
  northernBorder,
  lakes,
  atlantic,
  gulf,
  southernBorder,
  pacific,
].flatMap(pointsOf);
