/** The graph of a stack from its exported state (`pulumi stack export`), deployment version 3. */
import { edgesOf, graphOf } from "./graph";
import { withPlacements } from "./placement";
import type { Graph, GraphResource, Source } from "./resource";
import { nameOf, providerUrnOf } from "./urn";
import { readProperties } from "./values";

/** The text is not a state that can be read; the message says why, without the file's name. */
export class StateError extends Error {
  override readonly name = "StateError";
}

const version = 3;

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly external?: boolean;
  readonly delete?: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly aliases?: readonly string[];
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly provider?: string;
  readonly sourcePosition?: string;
  readonly stackTrace?: readonly { readonly sourcePosition?: string }[];
}

/**
 * Reads an exported state. Secrets, encrypted or not, become `SECRET`; resources that only wait to be
 * deleted are left out.
 * @throws StateError when the text is not JSON, not a state, or a state of another version.
 */
export function graphFromState(text: string): Graph {
  return graphOf(withPlacements(resourcesOf(parse(text)).map(resourceOf)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StateError(`is not JSON: ${(error as Error).message}`);
  }
}

function resourcesOf(state: unknown): StateResource[] {
  if (!isObject(state)) {
    throw new StateError(`is not a state: an object was expected; use the output of 'pulumi stack export'`);
  }
  if (isObject(state.checkpoint)) {
    throw new StateError(`is a backend's checkpoint file; use the output of 'pulumi stack export' instead`);
  }
  if (!isObject(state.deployment)) {
    throw new StateError(`has no 'deployment'; use the output of 'pulumi stack export'`);
  }
  if (state.version !== version) {
    throw new StateError(
      `has deployment version ${JSON.stringify(state.version)}, wanted ${version}; export it again with a current Pulumi`,
    );
  }
  const { resources = [] } = state.deployment;
  if (!Array.isArray(resources)) {
    throw new StateError(`has 'deployment.resources' that is not a list`);
  }
  const urns = new Set<string>();
  return resources
    .map(checked)
    .filter((resource) => resource.delete !== true)
    .map((resource) => {
      if (urns.has(resource.urn)) {
        throw new StateError(`lists ${resource.urn} twice`);
      }
      urns.add(resource.urn);
      return resource;
    });
}

function checked(resource: unknown, index: number): StateResource {
  if (!isObject(resource) || typeof resource.urn !== "string" || typeof resource.type !== "string") {
    throw new StateError(`has deployment.resources[${index}] without 'urn' or 'type'`);
  }
  return resource as unknown as StateResource;
}

function resourceOf(state: StateResource): GraphResource {
  const provider = providerUrnOf(state.provider);
  const source = sourceOf(state);
  return {
    urn: state.urn,
    type: state.type,
    name: nameOf(state.urn),
    custom: state.custom === true,
    external: state.external === true,
    ...(state.id ? { id: state.id } : {}),
    ...(state.parent ? { parent: state.parent } : {}),
    ...(provider ? { provider } : {}),
    inputs: readProperties(state.type, state.inputs ?? {}),
    outputs: readProperties(state.type, withoutInternals(state.outputs ?? {})),
    ...edgesOf(state),
    protect: state.protect === true,
    retainOnDelete: state.retainOnDelete === true,
    ignoreChanges: state.ignoreChanges ?? [],
    replaceOnChanges: state.replaceOnChanges ?? [],
    aliases: state.aliases ?? [],
    ...(source ? { source } : {}),
  };
}

/** Providers keep notes of their own in a resource's outputs, a copy of its inputs among them. */
function withoutInternals(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).filter(([key]) => !key.startsWith("__")));
}

/** The first frame in the project's own code: `project:///<file>#<line>[,<column>]`. */
function sourceOf(state: StateResource): Source | undefined {
  const frames = [state.sourcePosition, ...(state.stackTrace ?? []).map((frame) => frame.sourcePosition)];
  for (const frame of frames) {
    const [, file, line] = /^project:\/\/\/(.+)#(\d+)/.exec(frame ?? "") ?? [];
    if (file && line && !file.includes("node_modules/")) {
      return { file: decodeURIComponent(file), line: Number(line) };
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
