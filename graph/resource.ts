/**
 * The resource graph: one typed view of a stack, whether it was read from a preview, from CrossGuard or from
 * an exported state. Plain data: secrets are replaced by `SECRET`, values not yet known by `UNKNOWN`.
 */
import type { ProviderName } from "./clouds/contract";

/** Stands for a value that only a deployment will know; the same string the Pulumi engine uses. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Stands for a value that is secret. */
export const SECRET = "[secret]";

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Properties = { readonly [key: string]: Value };

/** Where a resource stands. */
export interface Placement {
  readonly provider: ProviderName;
  readonly region: string;
  readonly metro: string;
  /** As the region table names it, with a fault domain where that is what sets it apart: `zoneNameOf`. */
  readonly zone?: string;
}

export interface Source {
  /** Relative to the project's root. */
  readonly file: string;
  readonly line: number;
}

/** What a resource is told beside its inputs, wherever it is read from; a graph has the URNs sorted (`edgesOf`). */
export interface ResourceOptions {
  /** URNs: those of `dependsOn` and of what the inputs were made from. */
  readonly dependencies: readonly string[];
  /** URNs by the inputs that were made from other resources; a graph leaves the other inputs out. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Property paths whose changes are left as they are; `*` for all. */
  readonly ignoreChanges: readonly string[];
  /** Property paths that force a replacement beyond those that the provider knows. */
  readonly replaceOnChanges: readonly string[];
  /** URNs that it may have had before it was renamed or moved, those that follow from its parents' included. */
  readonly aliases: readonly string[];
}

export interface GraphResource extends ResourceOptions {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Whether a provider manages it: false for components and for the stack itself. */
  readonly custom: boolean;
  /** Read with `.get()`: it exists elsewhere and this stack does not manage it. */
  readonly external: boolean;
  /** What the provider calls it; absent for components and where it is not known yet. */
  readonly id?: string;
  readonly parent?: string;
  /** URN of its provider resource. */
  readonly provider?: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly placement?: Placement;
  readonly source?: Source;
  /** What is secret stands in it in plain text, and can't be told from the rest: CrossGuard shows it so. */
  readonly mixesSecrets?: true;
  /** What a state says of it beside its properties; absent where that is nothing, as in every preview. */
  readonly marks?: Marks;
}

/** What a run was doing when it was interrupted. */
export type Operation = "creating" | "updating" | "deleting" | "reading" | "importing";

export interface Marks {
  /** Why it never became well after it was made. */
  readonly initErrors?: readonly string[];
  /** Nobody saw this end. */
  readonly interrupted?: Operation;
  /** The next run replaces it. */
  readonly taint?: true;
  /** URNs: it is replaced whenever one of these is. */
  readonly replaceWith?: readonly string[];
  /** Made by a snippet that the state carries, and not by the program. */
  readonly snippet?: true;
}

/** Something about a graph that its resources' properties don't show, and a reader of a verdict must know. */
export interface Note {
  /** The resource, which need not be among the graph's. */
  readonly urn: string;
  readonly kind: NoteKind;
  /** What is so and what it means; what several resources share is the same text. */
  readonly text: string;
  /** What was said of this one. */
  readonly detail?: string;
  /** Whether a verdict can't be sure because of it. */
  readonly unsure?: true;
}

export type NoteKind =
  | "pending-replacement"
  | "init-errors"
  | "interrupted"
  | "integrity"
  | "taint"
  | "old-copy"
  | "view"
  | "external"
  | "replace-with"
  | "refresh-before-update"
  | "hooks"
  | "snippet"
  | "opaque";

/** Made by `graphOf` (graph.ts) alone: a copy with other resources needs indexes of its own. */
export interface Graph {
  readonly resources: readonly GraphResource[];
  readonly byUrn: ReadonlyMap<string, GraphResource>;
  /** By their types; Kubernetes' old kinds by today's too. */
  readonly byType: ReadonlyMap<string, readonly GraphResource[]>;
  /** Children by the URN of their parent. */
  readonly children: ReadonlyMap<string, readonly GraphResource[]>;
  /** Resources by the URN of what they depend on, through a property or by `dependsOn`. */
  readonly dependents: ReadonlyMap<string, readonly GraphResource[]>;
  /** Outputs of the stack, `twincloud` (the rules' settings) among them. */
  readonly stackOutputs: Properties;
  /** Of a state; a preview has none. */
  readonly notes: readonly Note[];
}
