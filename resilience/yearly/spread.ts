/** A figure with what it may be at least and at most. */
import type { AssumptionValue, Told } from "../../graph/clouds/assumed";
import { isAssumed, toldValue } from "../../graph/clouds/assumed";

export interface Spread {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export const exactly = (value: number): Spread => ({ value, low: value, high: value });

/** All lows together, and all highs: what follows lies between, and rarely that far out. Unknown, where one of them is. */
export function product(...factors: readonly (Spread | undefined)[]): Spread | undefined {
  return factors.reduce<Spread | undefined>(
    (a, b) => a && b && { value: a.value * b.value, low: a.low * b.low, high: a.high * b.high },
    exactly(1),
  );
}

export const sum = (a: Spread, b: Spread): Spread => ({
  value: a.value + b.value,
  low: a.low + b.low,
  high: a.high + b.high,
});

/**
 * What is told or what a stack says in its place, which is taken at its word: it has no spread. Undefined where it is
 * said to be unknown.
 */
export function spreadOf(
  told: Told<AssumptionValue>,
  overrides: Readonly<Record<string, AssumptionValue>>,
): Spread | undefined {
  const value = toldValue(told, overrides);
  if (typeof value !== "number") return undefined;
  if (!isAssumed(told) || !told.between || value !== told.value) return exactly(value);
  const [low, high] = told.between;
  return { value, low, high };
}
