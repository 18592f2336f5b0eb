/** Which settings decide: those without which a rule or a verdict can't tell. Pure. */
import { readerOf } from "./clouds";
import { presentType } from "./present-types";
import type { Unreadable } from "./unreadable";

/** Of Kubernetes' objects: kinds with their groups, such as `apps/v1:Deployment`, and the settings' paths. */
export type DecisiveKinds = readonly (readonly [kinds: RegExp, paths: RegExp])[];

/** Of clouds' resources, by what their readers say that it decides about. */
export type DecisiveAbout = "names" | "networks";

export const isDecisiveAbout = (subject: string): subject is DecisiveAbout =>
  subject === "names" || subject === "networks";

/** Whether a setting is one of these kinds', or decides one of these matters in its cloud. */
export function decides(
  { resource, path }: Unreadable,
  kinds: DecisiveKinds,
  about: readonly DecisiveAbout[],
): boolean {
  const type = presentType(resource.type);
  if (type.startsWith("kubernetes:")) {
    const kind = type.slice("kubernetes:".length);
    return kinds.some(([of, paths]) => of.test(kind) && paths.test(path));
  }
  const input = /^[^.[]*/.exec(path)?.[0] ?? "";
  const decisive = readerOf(resource)?.decisive;
  return about.some((subject) => decisive?.[subject].get(resource.type)?.includes(input) === true);
}
