/** How a Kubernetes object is answered: its name and namespace, and what the API server adds. */
import type * as pulumi from "@pulumi/pulumi";
import type { AddressBook } from "../addresses";
import { kubernetesName } from "../autoname";
import {
  type CheckedInputs,
  type Failure,
  type ReadRequest,
  type ResourceAnswer,
  type ResourceRequest,
  UNKNOWN,
  type Values,
} from "../contract";
import { MADE_AT, uuid } from "../fake";
import { matches } from "../refusals";
import { type Plain, type RequiredKeys, type ResourceAnswers, refuse } from "../resource";
import { guarded, previewed, unless } from "../unknowns";

type DeepPartial<T> = T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> } : T;

/** The outputs of an SDK class as plain data. */
type Live<R> = {
  readonly [K in keyof R as R[K] extends pulumi.OutputInstance<unknown> ? K : never]?: DeepPartial<
    Plain<R[K]>
  >;
};

export interface Added<A> {
  /** A null-safe view of the checked inputs. */
  readonly inputs: Plain<A>;
  readonly name: string;
  readonly urn: string;
  readonly addresses: AddressBook;
}

export interface KindTable<R, A> {
  readonly namespaced: boolean;
  /** Inputs without which the API server refuses the object. */
  readonly required: { readonly [K in RequiredKeys<A>]: true };
  /** How the API server wants the name: a DNS label (63 characters), a DNS subdomain (253) or a path segment. */
  readonly naming?: "label" | "subdomain" | "path";
  /** What the API server and the controllers add; each replaces the input of the same name. */
  readonly live?: (added: Added<A>) => Live<R>;
  readonly secrets?: readonly string[];
}

const NAMING = {
  label: {
    pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    wanted: "a DNS label: 63 lower-case letters, digits, -",
  },
  subdomain: {
    pattern: /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    wanted: "a DNS subdomain: 253 lower-case letters, digits, - and dots",
  },
  path: { pattern: /^(?!\.\.?$)[^/%]+$/, wanted: "free of / and %" },
};

type Metadata = Readonly<Record<string, unknown>>;

const metadataOf = (inputs: Values): Metadata => (inputs.metadata as Metadata | undefined) ?? {};

/** `core/v1` in a token is `v1` in a manifest. */
const manifestVersion = (groupVersion: string): string => groupVersion.replace(/^core\//, "");

/**
 * @param groupVersion as in the token: `core/v1`, `apps/v1`, `eks.amazonaws.com/v1`
 */
export function kind<R, A extends object>(
  groupVersion: string,
  kindName: string,
  table: KindTable<R, A>,
): ResourceAnswers {
  const type = `kubernetes:${groupVersion}:${kindName}`;
  /** A patch is of an object that exists: it has its kind, and is never named automatically. */
  const patch = kindName.endsWith("Patch");
  const objectKind = kindName.replace(/Patch$/, "");

  function namespaceOf(metadata: Metadata, provider: Values): unknown {
    return table.namespaced ? (metadata.namespace ?? provider.namespace ?? "default") : undefined;
  }

  function check(request: ResourceRequest): CheckedInputs {
    const failures: Failure[] = [];
    if (request.inputs.metadata === UNKNOWN) return { inputs: request.inputs, defaulted: [], failures };
    const metadata: Record<string, unknown> = { ...metadataOf(request.inputs) };
    const named = metadata.name !== undefined || metadata.generateName !== undefined;
    if (!named && patch) failures.push({ property: "metadata.name", reason: "is required and missing" });
    if (!named && !patch) {
      metadata.name = kubernetesName(request.name, request.urn);
      metadata.annotations = { ...(metadata.annotations as Metadata), "pulumi.com/autonamed": "true" };
    }
    if (table.namespaced && metadata.namespace === undefined && request.provider.namespace !== undefined) {
      metadata.namespace = request.provider.namespace;
    }
    const inputs: Values = {
      ...request.inputs,
      apiVersion: request.inputs.apiVersion ?? manifestVersion(groupVersion),
      kind: request.inputs.kind ?? objectKind,
      metadata,
    };
    for (const name of Object.keys(table.required)) {
      if (inputs[name] === undefined) failures.push({ property: name, reason: "is required and missing" });
    }
    const { pattern, wanted } = NAMING[table.naming ?? "subdomain"];
    const refusals = [
      matches("metadata.name", metadata.name, pattern, wanted),
      table.namespaced
        ? matches("metadata.namespace", metadata.namespace, NAMING.label.pattern, NAMING.label.wanted)
        : undefined,
    ];
    failures.push(...refusals.filter((failure) => failure !== undefined));
    return { inputs, defaulted: [], failures };
  }

  function answer(
    inputs: Values,
    request: ResourceRequest | ReadRequest,
    addresses: AddressBook,
    name: string,
  ): ResourceAnswer {
    const metadata = metadataOf(inputs);
    const namespace = namespaceOf(metadata, request.provider);
    const asked = { inputs: guarded(inputs) as Plain<A>, name, urn: request.urn, addresses };
    const added = unless(() => table.live?.(asked) ?? {}, {});
    const { metadata: addedMetadata, ...rest } = added as { metadata?: Metadata };
    const outputs: Record<string, unknown> = {
      ...inputs,
      ...rest,
      metadata: {
        ...metadata,
        ...addedMetadata,
        name,
        ...(namespace === undefined ? {} : { namespace }),
        uid: uuid(`object:${request.urn}`),
        creationTimestamp: MADE_AT,
        generation: 1,
        resourceVersion: "1",
      },
    };
    const id = namespace === undefined ? name : `${namespace}/${name}`;
    return { id: id.includes(UNKNOWN) ? UNKNOWN : id, outputs, secrets: table.secrets ?? [] };
  }

  function created(inputs: Values, request: ResourceRequest, addresses: AddressBook): ResourceAnswer {
    if (inputs.metadata === UNKNOWN) return { id: UNKNOWN, outputs: inputs, secrets: table.secrets ?? [] };
    const { name, generateName } = metadataOf(inputs);
    const given = name ?? `${generateName}${uuid(request.urn).slice(0, 5)}`;
    return answer(inputs, request, addresses, String(given));
  }

  return {
    type,
    check,
    create(request, addresses) {
      const { inputs, failures } = check(request);
      refuse(request, failures);
      return created(inputs, request, addresses);
    },
    preview(request, addresses) {
      const { inputs } = check(request);
      const required = Object.keys(table.required).map((name) => [name, UNKNOWN]);
      const complete = { ...Object.fromEntries(required), ...inputs };
      const { outputs, secrets } = created(complete, request, addresses);
      return { id: UNKNOWN, outputs: previewed(inputs, outputs), secrets };
    },
    read(request, addresses) {
      const parts = request.id.split("/");
      const name = parts.at(-1) ?? request.id;
      const metadata = { ...metadataOf(request.state), ...(parts.length > 1 ? { namespace: parts[0] } : {}) };
      const identity = { apiVersion: manifestVersion(groupVersion), kind: objectKind };
      return answer({ ...request.state, ...identity, metadata }, request, addresses, name);
    },
  };
}
