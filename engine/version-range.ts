/**
 * The ranges that `requirePulumiVersion` takes: `>=3.0.0 !3.7.7` (all of them), joined by `||` (any of them).
 */

type Version = readonly [number, number, number];

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  "": (order) => order === 0,
  "=": (order) => order === 0,
  "==": (order) => order === 0,
  "!": (order) => order !== 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/** @throws RangeError if the range can't be read. */
export function satisfies(version: string, range: string): boolean {
  const wanted = range.split("||").map((all) => all.trim().replace(/([<>=!])\s+/g, "$1"));
  return wanted.map((all) => all.split(/\s+/).every((one) => holds(parse(version), one))).includes(true);
}

function holds(version: Version, comparison: string): boolean {
  const [, operator = "", wanted = ""] = /^([<>=!]*)([\s\S]*)$/.exec(comparison) ?? [];
  const compare = comparisons[operator];
  if (compare === undefined) {
    throw new RangeError(`${JSON.stringify(comparison)} is no comparison with a version`);
  }
  const other = parse(wanted);
  const differs = version.findIndex((part, index) => part !== other[index]);
  return compare(differs === -1 ? 0 : (version[differs] ?? 0) - (other[differs] ?? 0));
}

function parse(text: string): Version {
  const parts = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(text);
  if (parts === null) {
    throw new RangeError(`${JSON.stringify(text)} is no version of the form 3.2.1`);
  }
  return [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}
