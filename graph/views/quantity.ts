/** Kubernetes' quantities and shares, as its API reads and rounds them. */

/** By which power of ten, or of two, a suffix multiplies. */
const tens: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const twos: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

const form = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;

/** `500m` is 0.5, `2Gi` is 2147483648; undefined where it is no quantity. */
export const quantity = (text: string | number | undefined): number | undefined => scaled(text, 0);

/** Cores, as the scheduler counts them: a part of a thousandth as a whole one. */
export function cores(text: string | number | undefined): number | undefined {
  const thousandths = scaled(text, 3);
  return thousandths === undefined ? undefined : Math.ceil(thousandths) / 1000;
}

/** Bytes, as the scheduler counts them: a part of one as a whole one. */
export function bytes(text: string | number | undefined): number | undefined {
  const found = scaled(text, 0);
  return found === undefined ? undefined : Math.ceil(found);
}

/** A quantity times a power of ten: by its digits and not by a product, which would be off by what doubles can't hold. */
function scaled(text: string | number | undefined, power: number): number | undefined {
  const [found, digits = "", suffix = "", exponent] = form.exec(String(text ?? "")) ?? [];
  if (found === undefined) return undefined;
  const two = twos[suffix];
  const ten = exponent === undefined ? (tens[suffix] ?? 0) : Number(exponent);
  return Number(`${digits}e${ten + power}`) * (two === undefined ? 1 : 2 ** two);
}

/**
 * A share of a whole number, `25%`, or a number, also one written as a text.
 * @param round `up` as budgets and surges are, `down` as what a rollout may take away.
 */
export function intOrPercent(
  value: string | number | undefined,
  of: number,
  round: "up" | "down" = "up",
): number | undefined {
  if (typeof value === "number") return value;
  const [, digits, sign] = /^\+?(\d+)(%?)$/.exec(value?.trim() ?? "") ?? [];
  if (digits === undefined) return undefined;
  const share = (Number(digits) * of) / 100;
  return sign === "" ? Number(digits) : round === "up" ? Math.ceil(share) : Math.floor(share);
}
