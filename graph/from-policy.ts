/**
 * The graph of a stack as CrossGuard shows it to a stack policy. It tells outputs and no inputs, no ids, no source;
 * secrets come as plain text, so that what is known to be secret must be hidden here, and what isn't known to be
 * can't be told from other texts.
 */
import { edgesOf, graphOf } from "./graph";
import { withPlacements } from "./placement";
import { type Graph, type GraphResource, SECRET, UNKNOWN } from "./resource";
import { readProperties } from "./values";

/** What is read of a resource: @pulumi/policy's `PolicyResource` has it. */
export interface PolicyResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Throws on an unknown value when it is read through a getter. */
  readonly props: object;
  readonly opts: {
    readonly protect?: boolean;
    readonly ignoreChanges?: readonly string[];
    readonly aliases?: readonly string[];
    readonly additionalSecretOutputs?: readonly string[];
    readonly parent?: string;
  };
  readonly provider?: { readonly urn: string };
  readonly parent?: { readonly urn: string };
  readonly dependencies: readonly { readonly urn: string }[];
  readonly propertyDependencies: Readonly<Record<string, readonly { readonly urn: string }[]>>;
}

export function graphFromPolicy(resources: readonly PolicyResource[]): Graph {
  return graphOf(withPlacements(resources.map(resourceOf)));
}

function resourceOf(resource: PolicyResource): GraphResource {
  const { urn, type, name, opts } = resource;
  const parent = resource.parent?.urn ?? opts.parent;
  const provider = resource.provider?.urn;
  const urns = (list: readonly { readonly urn: string }[]) => list.map((item) => item.urn);
  const byInput = Object.entries(resource.propertyDependencies).map(
    ([input, list]) => [input, urns(list)] as const,
  );
  return {
    urn,
    type,
    name,
    // A component has no provider of its own, and everything else but a provider itself has one.
    custom: provider !== undefined || type.startsWith("pulumi:providers:"),
    external: false,
    ...(parent ? { parent } : {}),
    ...(provider ? { provider } : {}),
    ...properties(resource),
    ...edgesOf({
      dependencies: urns(resource.dependencies),
      propertyDependencies: Object.fromEntries(byInput),
    }),
    protect: opts.protect === true,
    retainOnDelete: false,
    ignoreChanges: opts.ignoreChanges ?? [],
    replaceOnChanges: [],
    aliases: opts.aliases ?? [],
    mixesSecrets: true,
  };
}

/** Providers have their settings among the outputs, and placements are read from inputs. */
function properties({ type, props, opts }: PolicyResource): Pick<GraphResource, "inputs" | "outputs"> {
  const hidden = new Set(opts.additionalSecretOutputs ?? []);
  const raw = Object.fromEntries(
    Object.entries(plain(props) as Readonly<Record<string, unknown>>).map(([key, value]) => [
      key,
      hidden.has(key) ? SECRET : value,
    ]),
  );
  const read = readProperties(type, raw);
  return { inputs: read, outputs: read };
}

/** What @pulumi/policy puts for a value that isn't known yet, by its kind. */
const unknowns: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * A copy that doesn't throw. A property's descriptor says what it holds without asking for it, which is what the
 * checking proxy of @pulumi/policy throws on.
 */
function plain(value: unknown): unknown {
  if (unknowns.has(value)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return typeof value === "function" ? null : value;
  const held = (key: string) => plain(Object.getOwnPropertyDescriptor(value, key)?.value);
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => held(String(index)));
  return Object.fromEntries(Object.keys(value).map((key) => [key, held(key)]));
}
