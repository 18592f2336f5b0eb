/** Ranges of addresses in HAProxy's conditions. Pure. */

/** Ranges from which nobody comes by the Internet. */
export const isPrivate = (range: string): boolean =>
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1|fd|fc)/.test(range) &&
  Number(range.split("/")[1] ?? 32) >= 8;

const numberOf = (ip: string): number | undefined => {
  const parts = ip.split(".").map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part < 256)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : undefined;
};

/** Whether an address is in a range; undefined where either can't be read. */
export function within(ip: string, range: string): boolean | undefined {
  const [base = "", bits = "32"] = range.split("/");
  const [own, other] = [numberOf(ip), numberOf(base)];
  if (own === undefined || other === undefined) return undefined;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(own / size) === Math.floor(other / size);
}
