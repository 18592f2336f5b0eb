/** Which outputs are secret, given what was secret in the inputs. */
import { contains, isMap, type Properties, type PropertyValue, Secret } from "./values";

/** A secret this short may turn up in another text by chance, so that only an output equal to it is taken for it. */
const shortestPartOfText = 8;

export function hasSecrets(properties: Properties): boolean {
  return contains(properties, isSecret);
}

/** The same properties with every secret unwrapped. */
export function revealAll(properties: Properties): Properties {
  return hasSecrets(properties) ? (reveal(properties) as Properties) : properties;
}

/**
 * Marks the outputs that tell what was secret in the inputs: those of the same name, as the Pulumi engine does
 * for a provider, and any text that repeats a secret one, because an answer that derives a value from a secret
 * may not know that it was one.
 */
export function markEchoes(outputs: Properties, inputs: Properties): Properties {
  if (!hasSecrets(inputs)) {
    return outputs;
  }
  const secretTexts = new Set<string>();
  collectTexts(inputs, false, secretTexts);
  const marked = secretTexts.size === 0 ? outputs : (markTexts(outputs, [...secretTexts]) as Properties);
  return markSameNames(marked, inputs);
}

/** Marks the named outputs, where they are there. */
export function markNamed(outputs: Properties, names: readonly string[]): Properties {
  const present = names.filter((name) => name in outputs && !isSecret(outputs[name]));
  if (present.length === 0) {
    return outputs;
  }
  return {
    ...outputs,
    ...Object.fromEntries(present.map((name) => [name, new Secret(outputs[name] as PropertyValue)])),
  };
}

function isSecret(value: unknown): value is Secret {
  return value instanceof Secret;
}

function reveal(value: PropertyValue): PropertyValue {
  if (value instanceof Secret) {
    return reveal(value.reveal());
  }
  return mapElements(value, reveal);
}

/** Maps are gone into; a list is secret as a whole, for providers reorder lists. */
function markSameNames(outputs: Properties, inputs: Properties): Properties {
  const marked: Properties = {};
  for (const [key, output] of Object.entries(outputs)) {
    const input = inputs[key];
    if (input === undefined || isSecret(output)) {
      marked[key] = output;
    } else if (isMap(output) && isMap(input)) {
      marked[key] = markSameNames(output, input);
    } else {
      marked[key] = contains(input, isSecret) ? new Secret(output) : output;
    }
  }
  return marked;
}

function collectTexts(value: PropertyValue, within: boolean, texts: Set<string>): void {
  if (value instanceof Secret) {
    collectTexts(value.reveal(), true, texts);
  } else if (Array.isArray(value)) {
    for (const element of value) {
      collectTexts(element, within, texts);
    }
  } else if (isMap(value)) {
    for (const key in value) {
      collectTexts(value[key] as PropertyValue, within, texts);
    }
  } else if (within && typeof value === "string" && value !== "") {
    texts.add(value);
  }
}

function markTexts(value: PropertyValue, texts: readonly string[]): PropertyValue {
  if (typeof value === "string") {
    const tells = texts.some(
      (text) => value === text || (text.length >= shortestPartOfText && value.includes(text)),
    );
    return tells ? new Secret(value) : value;
  }
  return mapElements(value, (element) => markTexts(element, texts));
}

function mapElements(value: PropertyValue, change: (element: PropertyValue) => PropertyValue): PropertyValue {
  if (Array.isArray(value)) {
    return value.map(change);
  }
  if (isMap(value)) {
    const changed: Properties = {};
    for (const key in value) {
      changed[key] = change(value[key] as PropertyValue);
    }
    return changed;
  }
  return value;
}
