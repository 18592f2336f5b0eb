/** Asks the answers about a resource, and makes of what they say what the engine would keep. */
import type { Deployment } from "./deployment";
import { AnswerError, EngineError, UnknownTypeError } from "./errors";
import type { Registration, Source } from "./registration";
import { markEchoes, markNamed } from "./secrets";
import {
  Archive,
  Asset,
  isMap,
  isUnknown,
  type Properties,
  type PropertyValue,
  ResourceReference,
  Secret,
  UNKNOWN,
} from "./values";

/** Runs an answer; what it throws names the resource or look-up that wanted it. */
export function ask<Answer>(
  what: string,
  about: { urn?: string; source?: Source },
  answer: () => Answer,
): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof UnknownTypeError) {
      throw new UnknownTypeError(error.kind, error.token, error.addTo, about);
    }
    if (error instanceof EngineError) {
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new AnswerError(what, `failed: ${reason}`, { ...about, cause: error });
  }
}

/** Outputs as plain data, the inputs included, with everything marked that is secret. */
export function outputsOf(
  deployment: Deployment,
  resource: Registration,
  answered: Readonly<Record<string, unknown>>,
): Properties {
  const computed: Properties = {};
  for (const [key, value] of Object.entries(answered)) {
    if (value === undefined) {
      continue;
    }
    if (!deployment.options.dryRun || resource.external) {
      computed[key] = toPropertyValue(value, resource.urn, key);
    } else {
      computed[key] = planned(resource.inputs[key], value);
    }
  }
  if (resource.additionalSecretOutputs.includes("id")) {
    deployment.log({
      severity: "warning",
      message: "The 'id' property cannot be made secret.",
      urn: resource.urn,
    });
  }
  // What a provider notes among the inputs is no output.
  const { __defaults: _, ...inputs } = resource.inputs;
  const outputs = { ...inputs, ...markEchoes(computed, resource.inputs) };
  return markNamed(outputs, resource.additionalSecretOutputs);
}

/** An output as a plan shows it: what the inputs say, and all else, also inside of them, not known yet. */
function planned(input: PropertyValue | undefined, answered: unknown): PropertyValue {
  if (input === undefined) return answered instanceof Secret ? new Secret(UNKNOWN) : UNKNOWN;
  if (input instanceof Secret) return input;
  if (Array.isArray(input) && Array.isArray(answered)) {
    return input.map((element, index) => planned(element, answered[index]));
  }
  if (!isMap(input) || !isMap(answered)) return input;
  const fields: Properties = {};
  for (const [key, value] of Object.entries({ ...answered, ...input })) {
    if (value !== undefined) fields[key] = planned((input as Properties)[key], answered[key]);
  }
  return fields;
}

export function mapOf(answered: Readonly<Record<string, unknown>>, what: string): Properties {
  return toPropertyValue(answered, what, "") as Properties;
}

/** @throws AnswerError on what can't be a property value, an `Output` or a function for example. */
function toPropertyValue(value: unknown, what: string, path: string): PropertyValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  if (typeof value === "number" && Number.isFinite(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((element, index) => toPropertyValue(element ?? null, what, `${path}[${index}]`));
  }
  if (value instanceof Secret) {
    return new Secret(toPropertyValue(value.reveal(), what, path));
  }
  if (
    isUnknown(value) ||
    value instanceof Asset ||
    value instanceof Archive ||
    value instanceof ResourceReference
  ) {
    return value;
  }
  if (isMap(value)) {
    const properties: Properties = {};
    for (const [key, element] of Object.entries(value)) {
      if (element !== undefined) {
        properties[key] = toPropertyValue(element, what, path === "" ? key : `${path}.${key}`);
      }
    }
    return properties;
  }
  throw new AnswerError(what, `has at ${path || "its root"} what is no property value: ${describe(value)}`);
}

function describe(value: unknown): string {
  return typeof value === "object"
    ? `a ${value?.constructor?.name ?? "object"}`
    : `${typeof value} ${String(value)}`;
}
