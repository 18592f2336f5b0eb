/**
 * Reads property values as Pulumi writes them on the wire and in a state: secrets become `SECRET`, whether
 * tagged, encrypted or the content of a Kubernetes Secret; all else stays as it is.
 */
import { type Properties, SECRET, UNKNOWN, type Value } from "./resource";

/** Key by which Pulumi marks a value that plain JSON can't hold, and the marks that are read here. */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

const providerNotes = new Set(["__defaults", "__internal"]);

/** Whether a provider or the engine keeps a note of its own under this key, and not the program a value. */
export function isProviderNote(key: string): boolean {
  return providerNotes.has(key);
}

/** Inputs or outputs of a resource of this type. Properties that are undefined are left out. */
export function readProperties(type: string, raw: Readonly<Record<string, unknown>>): Properties {
  return readObject(raw, type.startsWith("kubernetes:"), type.startsWith("kubernetes:core/v1:Secret"));
}

/** @throws TypeError on what no property can hold, such as a function. */
function readValue(raw: unknown, kubernetes: boolean): Value {
  if (raw === null || typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean") {
    return raw;
  }
  if (raw === undefined) {
    return null;
  }
  if (Array.isArray(raw)) {
    return raw.map((item) => readValue(item, kubernetes));
  }
  if (typeof raw !== "object") {
    throw new TypeError(`a property can't hold a ${typeof raw}`);
  }
  const fields = raw as Readonly<Record<string, unknown>>;
  if (fields[signatureKey] === secretSignature) {
    return SECRET;
  }
  if (fields[signatureKey] === outputSignature) {
    return readOutput(fields, kubernetes);
  }
  return readObject(fields, kubernetes);
}

function readOutput(output: Readonly<Record<string, unknown>>, kubernetes: boolean): Value {
  if (output.secret === true) {
    return SECRET;
  }
  return "value" in output ? readValue(output.value, kubernetes) : UNKNOWN;
}

function readObject(
  fields: Readonly<Record<string, unknown>>,
  kubernetes: boolean,
  isSecret = kubernetes && fields.kind === "Secret",
): Properties {
  const entries = Object.entries(fields)
    .filter(([, raw]) => raw !== undefined)
    .map(([key, raw]): [string, Value] => {
      if (isSecret && (key === "data" || key === "stringData")) {
        return [key, secretEntries(raw)];
      }
      // A copy of the whole object, a Secret's content included.
      return [key, kubernetes && key === lastApplied ? SECRET : readValue(raw, kubernetes)];
    });
  return Object.fromEntries(entries);
}

/** The keys of a Secret say which fields it has, as `kubectl describe` does; the values stay hidden. */
function secretEntries(raw: unknown): Value {
  const content = untagged(raw);
  if (content === undefined || content === null) {
    return null;
  }
  if (typeof content !== "object" || Array.isArray(content)) {
    return SECRET;
  }
  return Object.fromEntries(Object.keys(content).map((key) => [key, SECRET]));
}

function untagged(raw: unknown): unknown {
  const tagged = raw as Readonly<Record<string, unknown>> | null | undefined;
  if (tagged?.[signatureKey] === secretSignature || tagged?.[signatureKey] === outputSignature) {
    return "value" in tagged ? tagged.value : SECRET;
  }
  return raw;
}
