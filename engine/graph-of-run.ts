/** The graph of what a program registered with the embedded engine. */
import { graphFromPreview } from "../graph/from-preview";
import { type Graph, UNKNOWN } from "../graph/resource";
import { secretSignature, signatureKey } from "../graph/values";
import type { Registration } from "./registration";
import { Archive, Asset, isUnknown, type PropertyValue, ResourceReference, Secret } from "./values";

/** Marks of what plain JSON can't hold, as Pulumi writes them on the wire. */
const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";
const referenceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

export function graphOfRun(registrations: readonly Registration[]): Graph {
  return graphFromPreview(
    registrations.map((registration) => ({
      ...registration,
      id: isUnknown(registration.id) ? UNKNOWN : registration.id,
      inputs: written(registration.inputs),
      outputs: written(registration.outputs),
    })),
  );
}

function written(properties: Readonly<Record<string, PropertyValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, onTheWire(value)]));
}

function onTheWire(value: PropertyValue): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (isUnknown(value)) {
    return UNKNOWN;
  }
  if (value instanceof Secret) {
    return { [signatureKey]: secretSignature, value: onTheWire(value.reveal()) };
  }
  if (value instanceof Asset) {
    return { [signatureKey]: assetSignature, ...value.content };
  }
  if (value instanceof Archive) {
    const { assets, ...content } = value.content;
    return {
      [signatureKey]: archiveSignature,
      ...content,
      ...(assets === undefined ? {} : { assets: written(assets) }),
    };
  }
  if (value instanceof ResourceReference) {
    const id = isUnknown(value.id) ? UNKNOWN : value.id;
    return { [signatureKey]: referenceSignature, urn: value.urn, ...(id === undefined ? {} : { id }) };
  }
  return Array.isArray(value) ? value.map(onTheWire) : written(value);
}
