/** The graph of a stack from what the program registered with an engine. */
import { edgesOf, graphOf } from "./graph";
import { withPlacements } from "./placement";
import type { Graph, GraphResource, Source } from "./resource";
import { providerUrnOf } from "./urn";
import { readProperties } from "./values";

/** What an engine knows of a registered resource; values as Pulumi writes them on the wire, secrets tagged. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly external: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** `<urn>::<id>` of its provider resource. */
  readonly provider?: string;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly aliases: readonly string[];
  readonly source?: Source;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export function graphFromPreview(registrations: readonly Registration[]): Graph {
  return graphOf(withPlacements(registrations.map(resourceOf)));
}

function resourceOf(registration: Registration): GraphResource {
  const { urn, type, name, id, parent, source } = registration;
  const provider = providerUrnOf(registration.provider);
  return {
    urn,
    type,
    name,
    custom: registration.custom,
    external: registration.external,
    ...(id ? { id } : {}),
    ...(parent ? { parent } : {}),
    ...(provider ? { provider } : {}),
    inputs: readProperties(type, registration.inputs),
    outputs: readProperties(type, registration.outputs),
    ...edgesOf(registration),
    protect: registration.protect,
    retainOnDelete: registration.retainOnDelete,
    ignoreChanges: registration.ignoreChanges,
    replaceOnChanges: registration.replaceOnChanges,
    aliases: registration.aliases,
    ...(source ? { source: { file: source.file, line: source.line } } : {}),
  };
}
