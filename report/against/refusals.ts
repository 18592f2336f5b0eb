/** What of a plan is refused: by the engine because it is protected, or by an API because it can't be changed. */
import { refusedPaths } from "../../answers/replacing/refused";
import type { GraphResource } from "../../graph/resource";
import type { Remark } from "../changes-model";
import { leavesOf } from "./compare";
import type { EarlierResource } from "./earlier";
import { versionRefusal } from "./kubernetes-version";
import type { Step, UpdateStep } from "./step";

export function refusalsOf(steps: readonly Step[]): Remark[] {
  return steps.flatMap((step) => {
    const because = step.kind === "update" ? refusedUpdate(step) : protectedBecause(step);
    return because === undefined ? [] : [{ urn: step.urn, because }];
  });
}

/**
 * As the engine has it: whether to delete is asked of what the state says, and a replacement goes through where the
 * program takes the protection off in the same deploy. An earlier preview may not say: then the program is believed.
 */
function protectedBecause(step: Exclude<Step, UpdateStep>): string | undefined {
  if (step.kind === "delete") {
    return step.old.protect === true
      ? "protected: the engine refuses to delete it; take its protection off in a deploy of its own first"
      : undefined;
  }
  return step.resource.protect && step.old.protect !== false
    ? "protected: the engine refuses to replace it; take its protection off to have it made anew"
    : undefined;
}

/**
 * What is deleted in the cloud already and made again: the engine takes that for a replacement.
 * @param pending as they were
 */
export function remakingRefused(
  create: readonly GraphResource[],
  pending: readonly EarlierResource[],
): Remark[] {
  const guarded = new Set(pending.filter(({ protect }) => protect === true).map(({ urn }) => urn));
  return create
    .filter(({ urn, protect }) => protect && guarded.has(urn))
    .map(({ urn }) => ({
      urn,
      because:
        "protected, and its replacement is under way: the engine refuses to make it again; take its protection off to have it made",
    }));
}

function refusedUpdate({ old, resource, differences }: UpdateStep): string | undefined {
  const subject = { type: resource.type, before: old.inputs, after: resource.inputs };
  const refused = refusedPaths(differences.flatMap(leavesOf), subject);
  if (refused.length === 0) return versionRefusal(old, resource);
  const kind = resource.type.split(":").at(-1);
  return `the API refuses to change ${[...new Set(refused)].join(" and ")} of a ${kind}: make another beside it, or have it replaced (replaceOnChanges) where that loses nothing`;
}
