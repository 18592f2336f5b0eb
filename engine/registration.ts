import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { ResourceOptions } from "../graph/resource";
import type { Properties, PropertyValue, Unknown } from "./values";

/** Where our code made a resource. */
export interface Source {
  /** Relative to the project's root, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** Seconds. */
export interface Timeouts {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
  readonly read?: number;
}

export type HookKind =
  | "beforeCreate"
  | "afterCreate"
  | "beforeUpdate"
  | "afterUpdate"
  | "beforeDelete"
  | "afterDelete"
  | "onError";

/** Names of the hooks bound to a resource; kinds without any are absent. */
export type HookBinding = { readonly [kind in HookKind]?: readonly string[] };

/** A function of the program that is run around what happens to a resource. */
export interface Hook {
  readonly name: string;
  readonly callback: Callback | undefined;
  readonly onDryRun: boolean;
  readonly ignoreErrors: boolean;
}

/** Which plug-in a resource or look-up wants. Empty texts stand for what was not said. */
export interface PackageRequest {
  /** The plug-in's name. */
  readonly plugin: string;
  readonly version: string;
  readonly downloadUrl: string;
  /** A package that a plug-in makes from a parameter. */
  readonly parameterization?: { readonly name: string; readonly version: string; readonly value: string };
}

/** A resource as the program registered it, with what the engine made of it. */
export interface Registration extends ResourceOptions {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Managed by a provider; false for components, the stack itself included. */
  readonly custom: boolean;
  /** Read with `.get()`: it exists elsewhere and this stack doesn't manage it. */
  readonly external: boolean;
  /** What the provider calls it. Absent for components, `UNKNOWN` in a dry run. */
  id?: string | Unknown;
  /** URN; absent for the stack and for default providers. */
  readonly parent?: string;
  /** `<provider's urn>::<provider's id>`; absent for components and providers. */
  readonly provider?: string;
  /** Components only: provider references by package, those of the parents included. */
  readonly providers: Readonly<Record<string, string>>;
  /** As the provider keeps them, once it has checked them. */
  inputs: Properties;
  outputs: Properties;
  /** Absent where the program leaves it to the provider. */
  readonly deleteBeforeReplace?: boolean;
  readonly hideDiffs: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly customTimeouts: Timeouts;
  readonly importId?: string;
  readonly deletedWith?: string;
  readonly replaceWith: readonly string[];
  readonly replacementTrigger?: PropertyValue;
  readonly version?: string;
  readonly pluginDownloadURL?: string;
  readonly hooks: HookBinding;
  /** Providers only: which environment variable stands for which other one. */
  readonly envVarMappings: Readonly<Record<string, string>>;
  readonly source?: Source;
}

/** A registration's options where the program gives none. */
export const noOptions = {
  providers: {},
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  retainOnDelete: false,
  ignoreChanges: [],
  replaceOnChanges: [],
  hideDiffs: [],
  aliases: [],
  additionalSecretOutputs: [],
  customTimeouts: {},
  replaceWith: [],
  hooks: {},
  envVarMappings: {},
} as const;
