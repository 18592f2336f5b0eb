/** What every authority's reader needs to say of an answer. */
import type { AddressView, CheckView } from "../clouds/dns-views";

/** Types of records that lead to what serves a name. */
export const addressTypes: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME"]);

/** Stands for a name that is answered with and not known yet. */
export const UNKNOWN_TARGET = "a name not known yet";

/** The longest of some times to live, and all of them, each once; seconds. None where one of them isn't known. */
export function ttlsOf(found: readonly (number | undefined)[]): { ttl?: number; ttls: readonly number[] } {
  const known = found.filter((ttl) => ttl !== undefined);
  const ttls = known.length < found.length ? [] : [...new Set(known)].sort((a, b) => a - b);
  const longest = ttls.at(-1);
  return { ttls, ...(longest === undefined ? {} : { ttl: longest }) };
}

/** Whether the address is exactly a target of its check; nothing where that can't be told. */
export function exactly(address: AddressView, check: CheckView | undefined): { checkedExactly?: boolean } {
  if (!check) return { checkedExactly: false };
  if (address.key !== undefined && check.targets.some(({ key }) => key === address.key)) {
    return { checkedExactly: true };
  }
  const told = address.key !== undefined && check.targets.every(({ key }) => key !== undefined);
  return told ? { checkedExactly: false } : {};
}
