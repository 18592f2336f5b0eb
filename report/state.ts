/**
 * `state.json`: what `pulumi stack export` would give if the plan were deployed, deployment version 3. Every
 * secret is Pulumi's secret object around the JSON text of `[secret]`: readable without a secrets provider.
 */
import { type Graph, type GraphResource, SECRET, UNKNOWN, type Value } from "../graph/resource";
import { secretSignature, signatureKey } from "../graph/values";
import { dependenciesFirst, jsonText, sortedKeys, uriOf } from "./stable";

/** No engine made it at no time: an empty version goes with an empty checksum. */
const manifest = { time: "0001-01-01T00:00:00Z", magic: "", version: "" };

export function renderState(graph: Graph): string {
  const resources = dependenciesFirst(graph).map((resource) => resourceOf(resource, graph));
  return jsonText({ version: 3, deployment: { manifest, resources, metadata: {} } });
}

function resourceOf(resource: GraphResource, graph: Graph): object {
  const { source } = resource;
  return {
    urn: resource.urn,
    custom: resource.custom,
    ...(resource.custom ? { id: idOf(resource) } : {}),
    type: resource.type,
    ...filled("inputs", withSecrets(resource.inputs)),
    ...filled("outputs", withSecrets(resource.outputs)),
    ...filled("parent", resource.parent),
    ...(resource.protect ? { protect: true } : {}),
    ...(resource.external ? { external: true } : {}),
    ...filled("dependencies", resource.dependencies),
    ...filled("provider", providerOf(resource, graph)),
    ...filled("propertyDependencies", sortedKeys(resource.propertyDependencies)),
    ...filled("aliases", resource.aliases),
    ...(resource.retainOnDelete ? { retainOnDelete: true } : {}),
    ...(source ? { sourcePosition: `project:///${uriOf(source.file)}#${source.line}` } : {}),
    ...filled("ignoreChanges", resource.ignoreChanges),
    ...filled("replaceOnChanges", resource.replaceOnChanges),
  };
}

function idOf(resource: GraphResource): string {
  return resource.id ?? UNKNOWN;
}

function providerOf({ provider }: GraphResource, graph: Graph): string | undefined {
  const resource = provider === undefined ? undefined : graph.byUrn.get(provider);
  return resource && `${resource.urn}::${idOf(resource)}`;
}

function withSecrets(value: Value): unknown {
  if (value === SECRET) {
    return { [signatureKey]: secretSignature, plaintext: JSON.stringify(SECRET) };
  }
  if (Array.isArray(value)) {
    return value.map(withSecrets);
  }
  if (typeof value === "object" && value !== null) {
    const fields = value as Readonly<Record<string, Value>>;
    return sortedKeys(
      Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, withSecrets(item)])),
    );
  }
  return value;
}

/** The engine leaves out what is empty. */
function filled(key: string, value: unknown): object {
  const isEmpty =
    value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return isEmpty ? {} : { [key]: value };
}
