/** Label selectors as Kubernetes reads them, and which of many labelled things each selects. */
import type { Value } from "../resource";
import { at, isUnknown, listAt, textAt, textsAt } from "./read";

export type Labels = Readonly<Record<string, string>>;

/** Whether a label selector selects pods with these labels. An empty selector selects all, one not known yet none. */
export function selects(selector: Value | undefined, labels: Labels): boolean {
  return meets(readSelector(selector), labels);
}

type Requirement = (labels: Labels) => boolean;
const nothing: readonly Requirement[] = [() => false];

/** Read once: a selector is held against every pod of its namespace. */
function readSelector(selector: Value | undefined): readonly Requirement[] {
  if (selector === undefined || selector === null || typeof selector !== "object")
    return requirements(selector);
  let known = read.get(selector);
  if (!known) {
    known = requirements(selector);
    read.set(selector, known);
  }
  return known;
}
const read = new WeakMap<object, readonly Requirement[]>();

function requirements(selector: Value | undefined): readonly Requirement[] {
  if (selector === undefined || selector === null) return nothing;
  if (isUnknown(selector) || isUnknown(at(selector, "matchLabels"))) return nothing;
  return [
    ...Object.entries(textsAt(selector, "matchLabels")).map(
      ([key, value]): Requirement =>
        (labels) =>
          labels[key] === value,
    ),
    ...listAt(selector, "matchExpressions").map(requirement),
  ];
}

function requirement(expression: Value): Requirement {
  const key = textAt(expression, "key") ?? "";
  const values = new Set(listAt(expression, "values"));
  const has = (labels: Labels): string | undefined => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  switch (textAt(expression, "operator")) {
    case "In":
      return (labels) => values.has(has(labels) ?? null);
    case "NotIn":
      return (labels) => has(labels) === undefined || !values.has(has(labels) ?? null);
    case "Exists":
      return (labels) => has(labels) !== undefined;
    case "DoesNotExist":
      return (labels) => has(labels) === undefined;
    default:
      return () => false;
  }
}

interface Labelled<T> {
  readonly thing: T;
  readonly labels: Labels;
}

/** Things by their labels, so that a selector is only held against those that have one of its labels. */
export class LabelIndex<T> {
  readonly all: T[] = [];
  readonly #labelled: Labelled<T>[] = [];
  readonly #byLabel = new Map<string, Labelled<T>[]>();
  readonly #known = new Map<string, readonly T[]>();
  /** Made when everything has been added. */
  #things?: ReadonlySet<T>;

  add(thing: T, labels: Labels): void {
    const entry = { thing, labels };
    this.all.push(thing);
    this.#labelled.push(entry);
    for (const [key, value] of Object.entries(labels)) {
      const label = labelText(key, value);
      const group = this.#byLabel.get(label);
      if (group) group.push(entry);
      else this.#byLabel.set(label, [entry]);
    }
  }

  has(thing: T): boolean {
    this.#things ??= new Set(this.all);
    return this.#things.has(thing);
  }

  /** Those that a selector selects, in the order in which they were added. */
  selected(selector: Value | undefined): readonly T[] {
    const wanted = readSelector(selector);
    if (wanted.length === 0) return this.all;
    const candidates = this.#narrowed(selector);
    // What no label narrows down may be everything, anew for each selector: too much to keep.
    if (!candidates) return matching(this.#labelled, wanted);
    const text = JSON.stringify(selector);
    const found = this.#known.get(text) ?? matching(candidates, wanted);
    this.#known.set(text, found);
    return found;
  }

  /** Whether a selector selects any. */
  hasSelected(selector: Value | undefined): boolean {
    const wanted = readSelector(selector);
    return (this.#narrowed(selector) ?? this.#labelled).some(({ labels }) => meets(wanted, labels));
  }

  /** The fewest that have one of the labels that a selector asks for; undefined where it asks for none by its value. */
  #narrowed(selector: Value | undefined): readonly Labelled<T>[] | undefined {
    const labels = [
      ...Object.entries(textsAt(selector, "matchLabels")),
      ...listAt(selector, "matchExpressions").flatMap((expression): [string, string][] => {
        const [value, ...others] = listAt(expression, "values");
        const isOne = textAt(expression, "operator") === "In" && others.length === 0;
        return isOne && typeof value === "string" ? [[textAt(expression, "key") ?? "", value]] : [];
      }),
    ];
    let fewest: readonly Labelled<T>[] | undefined;
    for (const [key, value] of labels) {
      const group = this.#byLabel.get(labelText(key, value)) ?? [];
      if (fewest === undefined || group.length < fewest.length) fewest = group;
    }
    return fewest;
  }
}

const meets = (wanted: readonly Requirement[], labels: Labels): boolean =>
  wanted.every((requirement) => requirement(labels));

const matching = <T>(candidates: readonly Labelled<T>[], wanted: readonly Requirement[]): readonly T[] =>
  candidates.filter(({ labels }) => meets(wanted, labels)).map(({ thing }) => thing);

/** Neither part of a label can hold an equals sign. */
const labelText = (key: string, value: string): string => `${key}=${value}`;
