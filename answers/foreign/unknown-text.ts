/** A text that nobody knows, for a program that wants a text: the engine takes whatever is made of it for unknown. */
import { UNKNOWN } from "../contract";

/**
 * Not the bare sentinel, which SDKs make `undefined` of.
 * @param what tells it from others, such as `subnet-1`
 */
export const unknownText = (what = "text"): string => `unknown-${what}-${UNKNOWN}`;
