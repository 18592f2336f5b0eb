/** IPv4 addresses and ranges, as far as rules and routes need them. */

interface Range {
  readonly first: number;
  readonly bits: number;
}

/** A range, or a single address as one of 32 bits; undefined for anything else, IPv6 included. */
export function rangeOf(text: string): Range | undefined {
  if (known.has(text)) return known.get(text);
  // Every graph has its own: what was read of those before is let go.
  if (known.size > 10_000) known.clear();
  const range = readRange(text);
  known.set(text, range);
  return range;
}
const known = new Map<string, Range | undefined>();

function readRange(text: string): Range | undefined {
  const [, a, b, c, d, bits = "32"] =
    /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text.trim()) ?? [];
  const parts = [a, b, c, d].map(Number);
  if (parts.some((part) => !(part <= 255)) || !(Number(bits) <= 32)) return undefined;
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - Number(bits));
  return { first: address - (address % size), bits: Number(bits) };
}

const sizeOf = ({ bits }: Range): number => 2 ** (32 - bits);

const holds = (outer: Range, inner: Range): boolean =>
  outer.bits <= inner.bits && inner.first >= outer.first && inner.first < outer.first + sizeOf(outer);

/** Whether a range holds all of another; what can't be read holds nothing. */
export function contains(outer: string, inner: string): boolean {
  const [one, other] = [rangeOf(outer), rangeOf(inner)];
  return one !== undefined && other !== undefined && holds(one, other);
}

/** Whether two ranges have an address in common. */
export function overlaps(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

/** Whether ranges together hold all of one: 0.0.0.0/1 and 128.0.0.0/1 hold everything. */
export function covers(outer: readonly string[], inner: string): boolean {
  const wanted = rangeOf(inner);
  const ranges = outer.flatMap((text) => rangeOf(text) ?? []);
  return wanted !== undefined && isCovered(wanted, ranges);
}

function isCovered(wanted: Range, ranges: readonly Range[]): boolean {
  if (ranges.some((range) => holds(range, wanted))) return true;
  const within = ranges.filter((range) => holds(wanted, range));
  if (within.length === 0 || wanted.bits === 32) return false;
  const bits = wanted.bits + 1;
  const halves = [wanted.first, wanted.first + 2 ** (32 - bits)];
  return halves.every((first) => isCovered({ first, bits }, within));
}

export const ANYWHERE = "0.0.0.0/0";

/** Ranges that no address of the Internet is in (RFC 1918, 6598, 3927, 1122). */
const insideRanges = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
];

/** Whether all of a range lies inside of networks, and none of it in the Internet. */
export const isInside = (cidr: string): boolean => insideRanges.some((range) => contains(range, cidr));

/** How many bits of a range are fixed: the more, the narrower it is. */
export const narrowness = (cidr: string): number => rangeOf(cidr)?.bits ?? -1;
