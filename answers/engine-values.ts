/** Between the engine's property values and the plain data that answers are asked and given in. */
import {
  isMap,
  isUnknown,
  UNKNOWN as NOT_KNOWN,
  type Properties,
  type PropertyValue,
  ResourceReference,
  Secret,
} from "../engine/values";
import {
  type Answers,
  type Failure,
  type ResourceAnswer,
  type ResourceRequest,
  UNKNOWN,
  type Values,
} from "./contract";

/** Plain data, as `contract.ts` has it. */
function plain(value: unknown): unknown {
  if (isUnknown(value)) return UNKNOWN;
  if (value instanceof Secret) return plain(value.reveal());
  if (value instanceof ResourceReference) return plain(value.id);
  if (Array.isArray(value)) return value.map(plain);
  return isMap(value) ? plainMap(value) : value;
}

export const plainMap = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, plain(value)]));

/** What a bridged provider notes among the inputs that it keeps: which of them are its own. */
const DEFAULTS = "__defaults";

/** Inputs as an answer is asked with them. */
export function askedInputs(inputs: Values): Values {
  const { [DEFAULTS]: _, ...asked } = plainMap(inputs);
  return asked;
}

/** Names of the inputs that the provider chose. */
export const defaultsOf = (inputs: Values): readonly string[] =>
  (inputs[DEFAULTS] ?? []) as readonly string[];

/** The engine's values: a text made from what isn't known isn't known either. */
function engineValue(value: unknown): unknown {
  if (typeof value === "string") return value.includes(UNKNOWN) ? NOT_KNOWN : value;
  if (Array.isArray(value)) return value.map(engineValue);
  return isMap(value) ? engineMap(value) : value;
}

export const engineMap = (values: Values): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, engineValue(value)]));

/** An answer's outputs, with those marked that the cloud gives as a secret. */
export function answeredOutputs({ outputs, secrets }: ResourceAnswer): Readonly<Record<string, unknown>> {
  const marked: Record<string, unknown> = { ...engineMap(outputs) };
  for (const name of secrets) {
    if (marked[name] !== undefined) marked[name] = new Secret(marked[name] as PropertyValue);
  }
  return marked;
}

interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly Failure[];
}

/**
 * The inputs as a provider hands them back to be kept: with defaults and automatic names, which a bridged
 * provider lists under `__defaults`; what was secret stays secret.
 */
export function checkInputs(
  answers: Answers,
  subject: Omit<ResourceRequest, "inputs">,
  inputs: Properties,
): Checked {
  const checked = answers.check({ ...subject, inputs: askedInputs(inputs) });
  const defaulted = [...new Set([...defaultsOf(inputs), ...checked.defaulted])].sort();
  const kept = remarked(engineMap(checked.inputs), inputs) as Properties;
  return {
    inputs: defaulted.length > 0 ? { ...kept, [DEFAULTS]: defaulted } : kept,
    failures: checked.failures,
  };
}

/** Marks again what was secret in the original: a text made of it too. */
function remarked(checked: unknown, original: unknown): unknown {
  if (original instanceof Secret) return new Secret(remarked(checked, original.reveal()) as PropertyValue);
  if (Array.isArray(checked) && Array.isArray(original)) {
    return checked.map((item, index) => remarked(item, original[index]));
  }
  if (isMap(checked) && isMap(original)) {
    return Object.fromEntries(
      Object.entries(checked).map(([key, value]) => [key, remarked(value, original[key])]),
    );
  }
  return holdsSecret(original) ? new Secret(checked as PropertyValue) : checked;
}

function holdsSecret(value: unknown): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isMap(value) && Object.values(value).some(holdsSecret);
}
