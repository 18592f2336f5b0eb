/**
 * The form in which property values travel: JSON in which a map with a signature key stands for what JSON has no
 * word for. The signatures are the SDK's own.
 */
import {
  specialArchiveSig,
  specialAssetSig,
  specialOutputValueSig,
  specialResourceSig,
  specialSecretSig,
  specialSigKey,
  unknownValue,
} from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  Archive,
  Asset,
  isUnknown,
  type Properties,
  type PropertyValue,
  ResourceReference,
  Secret,
  UNKNOWN,
} from "./values";

export type Wire = null | boolean | number | string | Wire[] | { [key: string]: Wire };
export type WireMap = { [key: string]: Wire };

export function isWireMap(wire: Wire | undefined): wire is WireMap {
  return typeof wire === "object" && wire !== null && !Array.isArray(wire);
}

/** The signature of a map that stands for something else. */
export function signature(wire: Wire): string | undefined {
  const found = isWireMap(wire) ? wire[specialSigKey] : undefined;
  return typeof found === "string" ? found : undefined;
}

const marks: ReadonlySet<unknown> = new Set([
  specialSecretSig,
  specialOutputValueSig,
  specialAssetSig,
  specialArchiveSig,
  specialResourceSig,
]);

/** Whether a signature is one that {@link decode} knows. */
export const isMark = (found: Wire): boolean => marks.has(found);

export function fromStruct(struct: Struct | undefined): WireMap {
  return struct === undefined ? {} : (struct.toJavaScript() as WireMap);
}

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(encodeMap(properties));
}

export function decodeMap(wire: WireMap): Properties {
  const properties: Properties = {};
  for (const key in wire) {
    properties[key] = decode(wire[key] as Wire);
  }
  return properties;
}

/** @throws Error on a signature that isn't known. */
export function decode(wire: Wire): PropertyValue {
  // A text that was made from one that isn't known isn't known either.
  if (typeof wire === "string" && wire.includes(unknownValue)) {
    return UNKNOWN;
  }
  if (typeof wire !== "object" || wire === null) {
    return wire;
  }
  if (Array.isArray(wire)) {
    return wire.map(decode);
  }
  const kind = signature(wire);
  return kind === undefined ? decodeMap(wire) : decodeSigned(kind, wire);
}

function decodeSigned(kind: string, wire: WireMap): PropertyValue {
  switch (kind) {
    case specialSecretSig:
      return new Secret(decode(wire.value ?? null));
    case specialOutputValueSig: {
      // Dependencies that ride on a value are collected where they matter; what is left is the value.
      const value = "value" in wire ? decode(wire.value ?? null) : UNKNOWN;
      return wire.secret === true ? new Secret(value) : value;
    }
    case specialAssetSig:
      return new Asset(texts(wire, ["path", "text", "uri"]));
    case specialArchiveSig: {
      const assets = isWireMap(wire.assets)
        ? (decodeMap(wire.assets) as { [name: string]: Asset | Archive })
        : undefined;
      return new Archive(assets === undefined ? texts(wire, ["path", "uri"]) : { assets });
    }
    case specialResourceSig: {
      const id = wire.id === unknownValue || wire.id === "" ? UNKNOWN : wire.id;
      return new ResourceReference(String(wire.urn), id === undefined ? undefined : (id as string));
    }
    default:
      throw new Error(`a property value has the signature ${JSON.stringify(kind)}, which isn't known`);
  }
}

export function encodeMap(properties: Properties): WireMap {
  const wire: WireMap = {};
  for (const key in properties) {
    wire[key] = encode(properties[key] as PropertyValue);
  }
  return wire;
}

export function encode(value: PropertyValue): Wire {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(encode);
  }
  if (isUnknown(value)) {
    return unknownValue;
  }
  if (value instanceof Secret) {
    return { [specialSigKey]: specialSecretSig, value: encode(value.reveal()) };
  }
  if (value instanceof Asset) {
    return { [specialSigKey]: specialAssetSig, ...(value.content as WireMap) };
  }
  if (value instanceof Archive) {
    const { assets, ...rest } = value.content;
    const content = assets === undefined ? (rest as WireMap) : { assets: encodeMap({ ...assets }) };
    return { [specialSigKey]: specialArchiveSig, ...content };
  }
  if (value instanceof ResourceReference) {
    const id: WireMap = value.id === undefined ? {} : { id: encode(value.id) };
    return { [specialSigKey]: specialResourceSig, urn: value.urn, ...id };
  }
  return encodeMap(value as Properties);
}

function texts<Key extends string>(wire: WireMap, keys: readonly Key[]): { [key in Key]?: string } {
  const found: { [key in Key]?: string } = {};
  for (const key of keys) {
    const value = wire[key];
    if (typeof value === "string") {
      found[key] = value;
    }
  }
  return found;
}
