/**
 * Configuration as the Pulumi CLI hands it to a program: each value a text, lists and maps as JSON, secrets
 * in the clear with their keys listed beside. Pure.
 */
import { SECRET } from "../graph/resource";
import { NAMESPACE } from "./load";
import { Secret } from "./secret";

export interface RuntimeConfig {
  /** Key with its namespace to text. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys of values that are or hold a secret. */
  readonly secretKeys: readonly string[];
}

/** Values of a stack file in the form a program gets; a `Secret` becomes `[secret]`. */
export function toRuntime(values: Readonly<Record<string, unknown>>): RuntimeConfig {
  return {
    config: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, toText(value)])),
    secretKeys: Object.keys(values).filter((key) => holdsSecret(values[key])),
  };
}

function toText(value: unknown): string {
  if (value instanceof Secret) return SECRET;
  // The CLI says that a later version will make it null.
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function holdsSecret(value: unknown): boolean {
  if (value instanceof Secret) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

const texts = ["catalog", "domain", "jurisdiction", "kubernetesVersion"];

function isText(key: string): boolean {
  const [namespace, name = ""] = key.split(":");
  return namespace !== NAMESPACE || texts.includes(name);
}

/**
 * A stack file's values as they are once the CLI has handed them on: it hands texts, so that a number, true or a list
 * is the same with quotes and without, and a text setting may stand there as a number.
 */
export function asHanded(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (key.split(":")[0] !== NAMESPACE) return [key, value];
      if (isText(key)) return [key, ["number", "boolean"].includes(typeof value) ? String(value) : value];
      return [key, typeof value === "string" ? fromText(value) : value];
    }),
  );
}

/** Values as a stack file would hold them, from what a program gets; our private key becomes a `Secret`. */
export function fromRuntime(config: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, text]) => {
      return [key, isText(key) ? text : revive(key.split(":")[1] ?? "", fromText(text))];
    }),
  );
}

/** What isn't JSON is left as it is, for the schema to refuse. */
function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function revive(name: string, value: unknown): unknown {
  if (name === "edgeTls") return mapField(value, "key", (key) => new Secret(key));
  if (name === "drain" && Array.isArray(value)) return value.map((drain) => mapField(drain, "until", toIso));
  return value;
}

function mapField(value: unknown, field: string, change: (text: string) => unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const text = (value as Record<string, unknown>)[field];
  return typeof text === "string" ? { ...value, [field]: change(text) } : value;
}

/** A time that stands in the file without quotes reaches the program as Go writes it. */
function toIso(until: string): string {
  return until.replace(
    /^(\S+) (\S+) ([+-]\d{2})(\d{2}) \S+$/,
    (_, date: string, time: string, hours: string, minutes: string) => {
      const offset = `${hours}:${minutes}`;
      return `${date}T${time}${offset === "+00:00" ? "Z" : offset}`;
    },
  );
}
