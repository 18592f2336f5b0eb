/** The forms in which a deployment comes: `pulumi stack export`, or a checkpoint as a backend's file has it. */
import { StateError } from "./error";

export interface Deployment {
  readonly resources: readonly unknown[];
  readonly pendingOperations: readonly unknown[];
  /** What the engine itself found wrong with it when it was written. */
  readonly integrityError?: string;
}

const EXPORT = "use the output of 'pulumi stack export'";

/** Version 4 is version 3 with a list of the features without which it can't be understood. */
const versions: readonly unknown[] = [3, 4];

/** Every feature says that some field of a resource is used; all of these fields are read, or change no verdict. */
const knownFeatures: ReadonlySet<unknown> = new Set([
  "refreshBeforeUpdate",
  "views",
  "hooks",
  "taint",
  "replaceWith",
  "snippets-prototype",
  "extensionParameterization",
  "byteString",
]);

/** @throws StateError when it is neither form, or of a version or with a feature that isn't known */
export function deploymentOf(state: unknown): Deployment {
  if (!isObject(state)) {
    throw new StateError(`is not a state: an object was expected; ${EXPORT}`);
  }
  const inner = state.checkpoint === undefined ? fromExport(state) : fromCheckpoint(state);
  const metadata = isObject(inner.metadata) ? inner.metadata : {};
  return {
    resources: listOf(inner, "resources"),
    pendingOperations: listOf(inner, "pending_operations"),
    ...(isObject(metadata.integrity_error)
      ? { integrityError: textOrNothing(metadata.integrity_error.error) }
      : {}),
  };
}

function fromExport(state: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (state.deployment === undefined || state.deployment === null) {
    throw new StateError(`has no 'deployment'; ${EXPORT}`);
  }
  if (!isObject(state.deployment)) {
    throw new StateError(`has a 'deployment' that is no object; ${EXPORT}`);
  }
  checkVersion(state, "deployment version");
  return state.deployment;
}

/** A stack that nothing was ever deployed of has a checkpoint without `latest`. */
function fromCheckpoint(state: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!isObject(state.checkpoint)) {
    throw new StateError(`has a 'checkpoint' that is no object; ${EXPORT}`);
  }
  checkVersion(state, "checkpoint version");
  const { latest } = state.checkpoint;
  if (latest === undefined || latest === null) return {};
  if (!isObject(latest)) throw new StateError(`has 'checkpoint.latest' that is no object; ${EXPORT}`);
  return latest;
}

function checkVersion({ version, features }: Readonly<Record<string, unknown>>, what: string): void {
  if (!versions.includes(version)) {
    const found = typeof version === "number" ? String(version) : "that is no number";
    const advice =
      typeof version === "number" && version > 4
        ? "it was written by a newer Pulumi than is known here"
        : "export it again with a current Pulumi ('pulumi stack export')";
    throw new StateError(
      version === undefined || version === null
        ? `has no ${what}, wanted 3 or 4; ${advice}`
        : `has ${what} ${found}, wanted 3 or 4; ${advice}`,
    );
  }
  if (version !== 4 || features === undefined || features === null) return;
  if (!Array.isArray(features)) throw new StateError(`has 'features' that is not a list`);
  const unknown = features.filter((feature) => !knownFeatures.has(feature));
  if (unknown.length > 0) {
    const names = unknown.map((feature) => JSON.stringify(feature)).join(", ");
    throw new StateError(`can't be judged: written by a newer Pulumi with feature ${names}, not known here`);
  }
}

function listOf(deployment: Readonly<Record<string, unknown>>, key: string): readonly unknown[] {
  const list = deployment[key];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new StateError(`has 'deployment.${key}' that is not a list`);
  return list;
}

const textOrNothing = (value: unknown): string => (typeof value === "string" ? value : "");

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
