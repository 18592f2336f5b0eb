/**
 * The Kubernetes objects of each site as files for `kubectl apply -f manifests/<site>`: one file a kind,
 * numbered so that what others need comes first. Patches of objects that the cluster brings along stand in
 * `patches/`, which that command does not enter: `kubectl apply --server-side --force-conflicts -f` takes them.
 * What holds a secret would put a placeholder where a real value is: its form stands in `secrets-to-fill/`, which no
 * `kubectl apply` takes, and README.md says so.
 */
import {
  type Graph,
  type GraphResource,
  type Properties,
  SECRET,
  UNKNOWN,
  type Value,
} from "../graph/resource";
import { siteIdOf } from "../graph/sites";
import { isProviderNote } from "../graph/values";
import { isBuiltIn, rankOf } from "./manifest-order";
import { placeholders } from "./manifest-secrets";
import { type LeftOut, manifestsReadme, toFill } from "./manifests-readme";
import { compareText, sortedKeys } from "./stable";
import { yamlOf } from "./yaml";

/** Folder of objects whose cluster can't be told. */
export const unplacedFolder = "unplaced";

/** In place of a value that only a deployment will know; a valid name and label. */
const unknownPlaceholder = "known-after-deployment";

interface Manifest {
  readonly site: string;
  readonly patch: boolean;
  /** It is incomplete: its values are secret. */
  readonly secret: boolean;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly body: Properties;
}

/** File contents by path: `<site>/NN-<kind>.yaml`. */
export function renderManifests(graph: Graph): Map<string, string> {
  const files = new Map<string, Manifest[]>();
  for (const manifest of graph.resources.flatMap(manifestOf)) {
    const path = pathOf(manifest);
    files.set(path, [...(files.get(path) ?? []), manifest]);
  }
  const inOrder = [...files].sort(([a], [b]) => compareText(a, b));
  const leftOut = new Map<string, LeftOut[]>();
  for (const [path, manifests] of inOrder) {
    for (const manifest of manifests.sort(compareManifests)) {
      if (manifest.secret) {
        const { site, kind, namespace, name, body } = manifest;
        const keys = kind === "Secret" ? Object.keys(propertiesOf(withPlaceholders(body).stringData)) : [];
        const file = path.slice(site.length + 1);
        leftOut.set(site, [...(leftOut.get(site) ?? []), { kind, namespace, name, keys, file }]);
      }
    }
  }
  return new Map([
    ...inOrder.map(([path, manifests]): [string, string] => [path, manifests.map(documentOf).join("---\n")]),
    ...[...leftOut].map(([site, objects]): [string, string] => [
      `${site}/README.md`,
      manifestsReadme(site, objects),
    ]),
  ]);
}

function manifestOf(resource: GraphResource): Manifest[] {
  const { apiVersion, kind, metadata } = resource.inputs;
  if (
    !resource.type.startsWith("kubernetes:") ||
    typeof apiVersion !== "string" ||
    typeof kind !== "string"
  ) {
    return [];
  }
  const meta = propertiesOf(metadata);
  const given = [meta.name, propertiesOf(resource.outputs.metadata).name].find((name) => isKnown(name));
  const name = given ?? resource.name;
  return [
    {
      site: resource.placement ? siteIdOf(resource.placement) : unplacedFolder,
      patch: resource.type.endsWith("Patch") && !kind.endsWith("Patch"),
      secret: isContent(apiVersion, kind, resource.inputs) || holdsSecret(resource.inputs),
      apiVersion,
      kind,
      namespace: isKnown(meta.namespace) ? meta.namespace : "",
      name,
      body: { ...resource.inputs, metadata: { ...meta, name } },
    },
  ];
}

/** A Secret that carries values; one that is filled by the cluster has none. */
function isContent(apiVersion: string, kind: string, inputs: Properties): boolean {
  if (apiVersion !== "v1" || kind !== "Secret") return false;
  return Object.keys(propertiesOf(withPlaceholders(inputs).stringData)).length > 0;
}

function holdsSecret(value: Value): boolean {
  if (typeof value === "string") return value.includes(SECRET);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

function pathOf({ site, patch, secret, apiVersion, kind }: Manifest): string {
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const suffix = isBuiltIn(apiVersion) ? "" : `-${group.replaceAll(".", "-")}`;
  const rank = String(rankOf(apiVersion, kind)).padStart(2, "0");
  const file = `${rank}-${kind.toLowerCase()}${suffix}.yaml`;
  return secret ? `${site}/${toFill}/${file}.template` : `${site}/${patch ? "patches/" : ""}${file}`;
}

function compareManifests(a: Manifest, b: Manifest): number {
  return (
    compareText(a.namespace, b.namespace) ||
    compareText(a.name, b.name) ||
    compareText(a.apiVersion, b.apiVersion)
  );
}

function documentOf({ apiVersion, kind, body }: Manifest): string {
  const { metadata, ...rest } = kind === "Secret" && apiVersion === "v1" ? withPlaceholders(body) : body;
  const fields = { ...(sortedKeys(applicable(rest)) as object) };
  const document = {
    apiVersion,
    kind,
    metadata: sortedKeys(applicable(withoutPulumi(propertiesOf(metadata)))),
    ...without(fields, ["apiVersion", "kind"]),
  };
  return yamlOf(document);
}

/** A Secret whose content is placeholders that the API accepts for its type. */
function withPlaceholders(secret: Properties): Properties {
  const { data, stringData, ...rest } = secret;
  const type = typeof secret.type === "string" ? secret.type : "Opaque";
  const keys = [...Object.keys(propertiesOf(data)), ...Object.keys(propertiesOf(stringData))];
  return { ...rest, stringData: placeholders(type, keys) };
}

function withoutPulumi(metadata: Properties): Properties {
  const { annotations, ...rest } = metadata;
  const kept = Object.entries(propertiesOf(annotations)).filter(([key]) => !key.startsWith("pulumi.com/"));
  return kept.length > 0 ? { ...rest, annotations: Object.fromEntries(kept) } : rest;
}

/** What an API server takes: no engine's marks, no fields of Pulumi's own, no nulls in maps. */
function applicable(value: Value): Value {
  if (value === UNKNOWN) {
    return unknownPlaceholder;
  }
  if (Array.isArray(value)) {
    return value.map(applicable);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key, item]) => item !== null && !isProviderNote(key))
        .map(([key, item]) => [fieldName(key), applicable(item)]),
    );
  }
  return value;
}

/** The extensions of a schema have dashes, which Pulumi's names can't. */
function fieldName(key: string): string {
  return key.startsWith("x_kubernetes_") ? key.replaceAll("_", "-") : key;
}

function propertiesOf(value: Value | undefined): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}

function isKnown(value: Value | undefined): value is string {
  return typeof value === "string" && value !== UNKNOWN && value !== SECRET;
}

function without(fields: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}
