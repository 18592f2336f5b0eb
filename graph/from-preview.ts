/** The graph of a stack from what the program registered with an engine. */
import { graphOf, optionsOf } from "./graph";
import { withPlacements } from "./placement";
import type { Graph, GraphResource, ResourceOptions, Source } from "./resource";
import { providerUrnOf } from "./urn";
import { readProperties } from "./values";

/** What an engine knows of a registered resource; values as Pulumi writes them on the wire, secrets tagged. */
export interface Registration extends ResourceOptions {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly external: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** `<urn>::<id>` of its provider resource. */
  readonly provider?: string;
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
    ...optionsOf(registration),
    ...(source ? { source: { file: source.file, line: source.line } } : {}),
  };
}
