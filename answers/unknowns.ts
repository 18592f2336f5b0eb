/**
 * Inputs that aren't known yet, as in a preview by the real engine. What looks at one can't be answered: the look
 * ends the computation, and its result isn't known either. So no table needs to think of it.
 */
import { UNKNOWN, type Values } from "./contract";

const LOOKED = Symbol("an input that isn't known yet was looked at");

/** The same inputs, in which a look at one that isn't known ends what `unless` runs. */
export function guarded(inputs: Values): Values {
  if (!Object.values(inputs).includes(UNKNOWN)) return inputs;
  return new Proxy(inputs, {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver);
      if (value === UNKNOWN) throw LOOKED;
      return value;
    },
  });
}

/** Likewise for values at any depth. */
export function guardedThroughout<T extends object>(values: T): T {
  return holdsUnknown(values) ? guardedAt(values) : values;
}

const holdsUnknown = (value: unknown): boolean =>
  value === UNKNOWN ||
  (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

const guardedAt = <T extends object>(values: T): T =>
  new Proxy(values, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (value === UNKNOWN) throw LOOKED;
      return typeof value === "object" && value !== null ? guardedAt(value) : value;
    },
  });

/** What `compute` gives, or `otherwise` when it looked at a guarded input that isn't known. */
export function unless<T>(compute: () => T, otherwise: T): T {
  try {
    return compute();
  } catch (thrown) {
    if (thrown === LOOKED) return otherwise;
    throw thrown;
  }
}

const isMap = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Outputs of which only what repeats an input is known: the rest is made when the resource is. */
export function previewed(inputs: Values, outputs: Values): Values {
  const seen = Object.entries(outputs).map(([name, output]) => {
    const input = inputs[name];
    if (input === undefined || input === null) return [name, UNKNOWN];
    return [name, isMap(input) && isMap(output) ? previewed(input, output) : input];
  });
  return { ...inputs, ...Object.fromEntries(seen) };
}
