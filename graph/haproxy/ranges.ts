/** Ranges of addresses in HAProxy's conditions. Pure. */
import { contains, rangeOf } from "../reach/addresses";

/** Ranges from which nobody comes by the Internet. */
export const isPrivate = (range: string): boolean =>
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1|fd|fc)/.test(range) &&
  Number(range.split("/")[1] ?? 32) >= 8;

/** Whether an address is in a range; undefined where either can't be read. */
export const within = (ip: string, range: string): boolean | undefined =>
  rangeOf(ip) && rangeOf(range) ? contains(range, ip) : undefined;
