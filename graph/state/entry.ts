/** One entry of a deployment's `resources`, its fields of the types that Pulumi writes them in. */
import type { ResourceOptions } from "../resource";
import { isObject } from "./deployment";
import { StateError } from "./error";
import { DEEPEST, isDeeperThan } from "./json";

/** As Pulumi's own `ResourceV3` has it; what is empty or null is left out there, and reads as empty here. */
export interface Entry extends ResourceOptions {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  /** `<urn>::<id>` of its provider resource. */
  readonly provider?: string;
  readonly sourcePosition?: string;
  readonly stackTrace: readonly string[];
  /** Read by the program, and managed by someone else. */
  readonly external: boolean;
  /** An old copy, kept until it is deleted. */
  readonly delete: boolean;
  /** Deleted in the cloud, and not yet made again. */
  readonly pendingReplacement: boolean;
  /** Why it never became well. */
  readonly initErrors: readonly string[];
  /** To be replaced by the next run, whatever its inputs. */
  readonly taint: boolean;
  /** URNs: replaced whenever one of these is. */
  readonly replaceWith: readonly string[];
  /** Read from its cloud before each update. */
  readonly refreshBeforeUpdate: boolean;
  /** The resource that this is a part of, shown by its provider. */
  readonly viewOf?: string;
  /** Names of what the program runs before or after an operation. */
  readonly hooks: readonly string[];
  /** Registered by a snippet that the state carries, and not by the program. */
  readonly snippetID?: string;
}

/** @throws StateError that names the field, when one is missing or of another type: the engine reads no such state either. */
export function entryOf(raw: unknown, where: string): Entry {
  if (!isObject(raw) || !isText(raw.urn) || !isText(raw.type)) {
    throw new StateError(`has ${where} without 'urn' or 'type'`);
  }
  if (!/^urn:pulumi:[^:]+::[^:]+::[^:]+/.test(raw.urn)) {
    throw new StateError(`has ${where}.urn that is no URN`);
  }
  if (isDeeperThan(raw, DEEPEST)) {
    throw new StateError(`has ${where} nested deeper than ${DEEPEST} levels`);
  }
  // Of all that may be false this alone is always written: without it a resource would read as a component.
  if (raw.custom === undefined || raw.custom === null) {
    throw new StateError(`has ${where} without 'custom'`);
  }
  const read = new Fields(raw, where);
  const custom = read.flag("custom");
  const id = read.text("id");
  if (!custom && id !== undefined) {
    throw new StateError(`has ${where} with an 'id' though it isn't 'custom'`);
  }
  return {
    urn: raw.urn,
    type: raw.type,
    custom,
    ...optional("id", id),
    inputs: read.map("inputs"),
    outputs: read.map("outputs"),
    ...optional("parent", read.text("parent")),
    ...optional("provider", read.text("provider")),
    dependencies: read.texts("dependencies"),
    propertyDependencies: read.textsByKey("propertyDependencies"),
    protect: read.flag("protect"),
    retainOnDelete: read.flag("retainOnDelete"),
    ignoreChanges: read.texts("ignoreChanges"),
    replaceOnChanges: read.texts("replaceOnChanges"),
    aliases: read.texts("aliases"),
    ...optional("sourcePosition", read.text("sourcePosition")),
    stackTrace: read.frames("stackTrace"),
    external: read.flag("external"),
    delete: read.flag("delete"),
    pendingReplacement: read.flag("pendingReplacement"),
    initErrors: read.texts("initErrors"),
    taint: read.flag("taint"),
    replaceWith: read.texts("replaceWith"),
    refreshBeforeUpdate: read.flag("refreshBeforeUpdate"),
    ...optional("viewOf", read.text("viewOf")),
    hooks: Object.values(read.textsByKey("resourceHooks")).flat(),
    ...optional("snippetID", read.text("snippetID")),
  };
}

class Fields {
  readonly #raw: Readonly<Record<string, unknown>>;
  readonly #where: string;

  constructor(raw: Readonly<Record<string, unknown>>, where: string) {
    this.#raw = raw;
    this.#where = where;
  }

  flag(key: string): boolean {
    return this.#read(key, "true or false", (value) => typeof value === "boolean", false) as boolean;
  }

  /** An empty text is none: that is how Pulumi writes a thing that isn't there. */
  text(key: string): string | undefined {
    const text = this.#read(key, "a text", (value) => typeof value === "string", "") as string;
    return text === "" ? undefined : text;
  }

  texts(key: string): readonly string[] {
    return this.#read(key, "a list of texts", areTexts, []) as readonly string[];
  }

  map(key: string): Readonly<Record<string, unknown>> {
    return this.#read(key, "a map", isObject, {}) as Readonly<Record<string, unknown>>;
  }

  textsByKey(key: string): Readonly<Record<string, readonly string[]>> {
    const wanted = "a map of lists of texts";
    const isMap = (value: unknown) =>
      isObject(value) && Object.values(value).every((list) => list === null || areTexts(list));
    const map = this.#read(key, wanted, isMap, {}) as Readonly<Record<string, readonly string[] | null>>;
    return Object.fromEntries(Object.entries(map).map(([name, list]) => [name, list ?? []]));
  }

  /** The positions of the frames, from the innermost outwards. */
  frames(key: string): readonly string[] {
    const isFrame = (frame: unknown) =>
      isObject(frame) && (frame.sourcePosition ?? "") === String(frame.sourcePosition ?? "");
    const areFrames = (value: unknown) => Array.isArray(value) && value.every(isFrame);
    const frames = this.#read(key, "a list of frames", areFrames, []) as readonly {
      sourcePosition?: string | null;
    }[];
    return frames.map(({ sourcePosition }) => sourcePosition ?? "");
  }

  #read(key: string, wanted: string, isRight: (value: unknown) => boolean, absent: unknown): unknown {
    const value = this.#raw[key];
    if (value === undefined || value === null) return absent;
    if (!isRight(value)) {
      throw new StateError(`has ${this.#where}.${key} of another type; wanted ${wanted}`);
    }
    return value;
  }
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

const areTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

const optional = <Key extends string>(
  key: Key,
  value: string | undefined,
): { readonly [K in Key]?: string } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: string };
