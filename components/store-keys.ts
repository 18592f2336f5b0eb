/**
 * Below which prefixes of keys a capability's pods write and read in the media stores: what they are granted on every
 * cloud, and what they are told. Pure.
 */
import type { StoreAction } from "./contracts";

/** What a capability says of the stores that it uses. */
export interface UsesStores {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** What its pods may do with objects of the media stores: of their own site, and of other providers. */
  readonly ownStore?: StoreAction;
  readonly otherStores?: StoreAction;
  /** Prefixes below which its pods put objects, where they append; `<name>/` without it. */
  readonly writesBelow?: readonly string[];
  /** Prefixes of others' objects that its pods read; what they write they read anyway. */
  readonly readsBelow?: readonly string[];
}

const distinct = (prefixes: readonly string[]): string[] => [...new Set(prefixes)];

/** Where its pods may put objects: below its own name, unless the catalog says otherwise. */
export function writtenBy({ name, ownStore, otherStores, writesBelow }: UsesStores): string[] {
  const writes = [ownStore, otherStores].includes("append");
  return writes ? distinct(writesBelow ?? [`${name}/`]) : [];
}

/** What its pods read: what they write, and what the catalog names of others. */
export function readBy(capability: UsesStores): string[] {
  return distinct([...writtenBy(capability), ...(capability.readsBelow ?? [])]);
}

/** All prefixes that any of them writes below: what there is to copy between stores. */
export const writtenByAll = (capabilities: readonly UsesStores[]): string[] =>
  distinct(capabilities.flatMap(writtenBy));

/** The keys of a store that an action is on. */
export function keysFor(
  capability: UsesStores,
  action: StoreAction,
): { readonly reads: readonly string[]; readonly writes: readonly string[] } {
  return { reads: readBy(capability), writes: action === "append" ? writtenBy(capability) : [] };
}
