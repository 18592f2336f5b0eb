/**
 * Property values as plain data, so that nothing outside the engine sees a protobuf message. What JSON has no
 * word for is an instance of one of the classes below; everything else is what it looks like.
 */

export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | Secret
  | Unknown
  | Asset
  | Archive
  | ResourceReference
  | PropertyValue[]
  | { [key: string]: PropertyValue };

export type Properties = { [key: string]: PropertyValue };

const inspect = Symbol.for("nodejs.util.inspect.custom");

/** A secret value. It prints and serializes as `[secret]`: only {@link Secret.reveal} hands it out. */
export class Secret {
  readonly #value: PropertyValue;

  constructor(value: PropertyValue) {
    this.#value = value;
  }

  reveal(): PropertyValue {
    return this.#value;
  }

  toJSON(): string {
    return "[secret]";
  }

  toString(): string {
    return "[secret]";
  }

  [inspect](): string {
    return "[secret]";
  }
}

class Unknown {
  toJSON(): string {
    return "[unknown]";
  }

  toString(): string {
    return "[unknown]";
  }

  [inspect](): string {
    return "[unknown]";
  }
}

export type { Unknown };

/** A value that only a deployment will know. */
export const UNKNOWN: Unknown = Object.freeze(new Unknown());

/** A blob: exactly one of its fields is set. */
export class Asset {
  constructor(readonly content: { readonly path?: string; readonly text?: string; readonly uri?: string }) {}
}

/** A collection of blobs: exactly one of its fields is set. */
export class Archive {
  constructor(
    readonly content: {
      readonly path?: string;
      readonly uri?: string;
      readonly assets?: { readonly [name: string]: Asset | Archive };
    },
  ) {}
}

/** A resource passed as a value. `id` is absent for components. */
export class ResourceReference {
  constructor(
    readonly urn: string,
    readonly id?: string | Unknown,
  ) {}
}

export function isUnknown(value: unknown): value is Unknown {
  return value === UNKNOWN;
}

/** Whether the value is a map of values, and none of the classes above. */
export function isMap(value: unknown): value is Properties {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether `wanted` holds for the value or for anything in it; what a secret hides is looked into too. */
export function contains(value: PropertyValue, wanted: (value: PropertyValue) => boolean): boolean {
  if (wanted(value)) {
    return true;
  }
  if (value instanceof Secret) {
    return contains(value.reveal(), wanted);
  }
  if (Array.isArray(value)) {
    return value.some((element) => contains(element, wanted));
  }
  if (isMap(value)) {
    for (const key in value) {
      if (contains(value[key] as PropertyValue, wanted)) {
        return true;
      }
    }
  }
  return false;
}
