/**
 * A run over an earlier state, as `pulumi up` on a stack that is there: what the program ignores changes of stays, and
 * what isn't changed keeps what its provider said of it.
 */
import { type Path, parsePath } from "../graph/paths";
import { SECRET } from "../graph/resource";
import type { Entry } from "../graph/state/entry";
import { isProviderNote, secretSignature, signatureKey } from "../graph/values";
import { contains, isMap, type Properties, type PropertyValue, Secret } from "./values";
import { decode, isMark, type Wire, type WireMap } from "./wire";

/** A resource that a provider manages, as a state has it. */
export interface EarlierResource {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** The next run replaces it, whatever its inputs. */
  readonly taint: boolean;
}

/** By their URNs. */
export type EarlierState = ReadonlyMap<string, EarlierResource>;

export function earlierState(entries: readonly Entry[]): EarlierState {
  return new Map(
    entries
      .filter(({ custom, external }) => custom && !external)
      .map(({ urn, id = "", inputs, outputs, taint }) => [
        urn,
        { id, inputs: propertiesOf(inputs), outputs: propertiesOf(outputs), taint },
      ]),
  );
}

const propertiesOf = (raw: Readonly<Record<string, unknown>>): Properties =>
  Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, decode(onTheWire(value as Wire))]));

/** A state has secrets as JSON texts, or encrypted: what can't be read is `SECRET`. */
function onTheWire(value: Wire): Wire {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(onTheWire);
  if (value[signatureKey] === secretSignature && !("value" in value)) {
    const { plaintext } = value;
    const content = typeof plaintext === "string" ? onTheWire(contentOf(plaintext)) : SECRET;
    return { [signatureKey]: secretSignature, value: content };
  }
  const fields = Object.entries(value as WireMap).filter(
    ([key, item]) => key !== signatureKey || isMark(item),
  );
  return Object.fromEntries(fields.map(([key, item]) => [key, onTheWire(item)]));
}

function contentOf(plaintext: string): Wire {
  try {
    return JSON.parse(plaintext) as Wire;
  } catch {
    return SECRET;
  }
}

/** Whether nothing of a resource may change. */
export const isFrozen = (ignoreChanges: readonly string[]): boolean => ignoreChanges.includes("*");

/** The program's inputs, with those that it ignores changes of as they were. */
export function withIgnored(
  inputs: Properties,
  before: Properties,
  ignoreChanges: readonly string[],
): Properties {
  const known = recovered(before, inputs) as Properties;
  return ignoreChanges.reduce((now, path) => reset(now, known, parsePath(path)) as Properties, inputs);
}

function reset(now: PropertyValue, before: PropertyValue, [step, ...rest]: Path): PropertyValue {
  if (step === undefined) return before;
  if (Array.isArray(now) && Array.isArray(before)) {
    if (step === "*" && rest.length === 0) return before;
    return now.map((item, index) => {
      const old = before[index];
      return (step === "*" || step === index) && old !== undefined ? reset(item, old, rest) : item;
    });
  }
  if (!isMap(now) || !isMap(before)) return now;
  const keys = step === "*" ? new Set([...Object.keys(now), ...Object.keys(before)]) : [String(step)];
  const changed = { ...now };
  for (const key of keys) {
    const [item, old] = [now[key], before[key]];
    if (rest.length === 0 && old === undefined) delete changed[key];
    else if (old !== undefined && (rest.length === 0 || item !== undefined)) {
      changed[key] = reset(item ?? null, old, rest);
    }
  }
  return changed;
}

const isLost = (value: PropertyValue): boolean => value instanceof Secret && value.reveal() === SECRET;

/** What was, with secrets that the state doesn't tell as they are planned now. */
export function recovered(before: PropertyValue, planned: PropertyValue | undefined): PropertyValue {
  if (isLost(before)) {
    if (planned === undefined) return before;
    return planned instanceof Secret ? planned : new Secret(planned);
  }
  if (Array.isArray(before) && Array.isArray(planned)) {
    return before.map((item, index) => recovered(item, planned[index]));
  }
  if (!isMap(before) || !isMap(planned) || !contains(before, isLost)) return before;
  return Object.fromEntries(
    Object.entries(before).map(([key, item]) => [key, recovered(item, planned[key])]),
  );
}

/** Paths of what differs between earlier and planned inputs, down to plain values; null is nothing. */
export function changedPaths(before: Properties, after: Properties): Path[] {
  const found: Path[] = [];
  compare(before, after, []);
  return found;

  function compare(old: PropertyValue | undefined, now: PropertyValue | undefined, path: Path): void {
    if (old instanceof Secret || now instanceof Secret) {
      if ((old && isLost(old)) || (now && isLost(now))) return;
      compare(old instanceof Secret ? old.reveal() : old, now instanceof Secret ? now.reveal() : now, path);
    } else if (isList(old, now)) {
      const [a, b] = [(old ?? []) as PropertyValue[], (now ?? []) as PropertyValue[]];
      for (let at = 0; at < Math.max(a.length, b.length); at++) compare(a[at], b[at], [...path, at]);
    } else if (isTree(old, now)) {
      const [a, b] = [(old ?? {}) as Properties, (now ?? {}) as Properties];
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        if (!isProviderNote(key)) compare(a[key], b[key], [...path, key]);
      }
    } else if (textOf(old) !== textOf(now)) found.push(path);
  }
}

const isNothing = (value: PropertyValue | undefined): boolean => value === undefined || value === null;
const isList = (old: PropertyValue | undefined, now: PropertyValue | undefined): boolean =>
  Array.isArray(old) ? Array.isArray(now) || isNothing(now) : isNothing(old) && Array.isArray(now);
const isTree = (old: PropertyValue | undefined, now: PropertyValue | undefined): boolean =>
  isMap(old) ? isMap(now) || isNothing(now) : isNothing(old) && isMap(now);
const textOf = (value: PropertyValue | undefined): string => JSON.stringify(value ?? null);
