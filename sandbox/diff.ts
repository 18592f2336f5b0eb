/** What changes of a resource and what that means for it: updated in place, or made anew. Pure. */

import { replacingPaths } from "../answers/replacing/rules";
import { carriesRegion } from "../graph/clouds/facts";
import { type Path, pathText } from "../graph/paths";
import type { Properties } from "../graph/resource";
import { type Difference, differencesOf, leavesOf } from "../report/against/compare";

export interface DiffSubject {
  readonly type: string;
  readonly before: Properties;
  readonly after: Properties;
  /** The resource's outputs as the state has them. */
  readonly outputs: Properties;
  /** Inputs of the provider that the resource has now. */
  readonly provider: Properties;
}

export interface ChangedPath {
  /** As Pulumi writes it: `spec.ports[0].name`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

export interface Diff {
  readonly changes: readonly ChangedPath[];
  readonly deleteBeforeReplace: boolean;
}

/** Properties that name a thing of a cloud: two of the same name can't stand side by side. */
const NAMES = ["name", "bucket", "displayName"];

export function diffOf(subject: DiffSubject): Diff {
  const { type, before, after, provider } = subject;
  const leaves = differencesOf(before, after, () => false).flatMap((difference) =>
    leavesOf(difference).map((path) => ({ path, kind: kindOf(difference) })),
  );
  const replacing = new Set(
    replacingPaths(
      leaves.map(({ path }) => path),
      { type, before, after, provider },
    ).map(pathText),
  );
  const changes = leaves.map(({ path, kind }): ChangedPath => {
    const text = pathText(path as Path);
    return { path: text, kind, replaces: replacing.has(text) };
  });
  if (hasMoved(subject)) changes.push({ path: "region", kind: "update", replaces: true });
  const replaces = changes.some((change) => change.replaces);
  return { changes, deleteBeforeReplace: replaces && keepsItsName(type, before, after) };
}

function kindOf({ before, after }: Difference): ChangedPath["kind"] {
  if (before === undefined || before === null) return "add";
  return after === undefined || after === null ? "delete" : "update";
}

/** Where resources carry their region, one without a region of its own has its provider's, and can't leave it. */
function hasMoved({ type, after, outputs, provider }: DiffSubject): boolean {
  const { region } = outputs;
  return (
    carriesRegion(type) &&
    typeof region === "string" &&
    after.region === undefined &&
    typeof provider.region === "string" &&
    provider.region !== region
  );
}

/** Whether the program names it, the same as before: the provider then deletes first. */
function keepsItsName(type: string, before: Properties, after: Properties): boolean {
  if (type.startsWith("kubernetes:")) {
    const [old, now] = [before.metadata as Properties, after.metadata as Properties];
    const annotations = (now?.annotations ?? {}) as Properties;
    return (
      now?.name !== undefined &&
      annotations["pulumi.com/autonamed"] !== "true" &&
      now.name === old?.name &&
      now.namespace === old?.namespace
    );
  }
  const chosen = (after.__defaults ?? []) as readonly string[];
  return NAMES.some(
    (name) => after[name] !== undefined && after[name] === before[name] && !chosen.includes(name),
  );
}
