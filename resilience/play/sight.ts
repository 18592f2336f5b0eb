/** What a check's checkers still see: those that are gone have no say, those behind a link that is down see nothing. */
import { type Effects, isCut } from "../faults/effects";
import type { AnswerCheck, Platform } from "../platform/platform";

/** `cut off`: so many can't reach the site that the check calls it unwell. */
export type Sight = "clear" | "cut off" | "nobody left";

const left = ({ checkers }: AnswerCheck, { gone }: Effects) =>
  checkers.filter(({ lostWith }) => !lostWith.some((name) => gone.has(name)));

/** Whether everybody who looks for a check is lost with a region, a metro or a provider. */
export const isUnwatched = (check: AnswerCheck, effects: Effects): boolean =>
  check.checkers.length > 0 && effects.gone.size > 0 && left(check, effects).length === 0;

export function sightOf(
  { sites, assumptions }: Platform,
  check: AnswerCheck,
  site: number,
  effects: Effects,
): Sight {
  if (isUnwatched(check, effects)) return "nobody left";
  if (effects.linksDown.size === 0 || !assumptions.linkLossBlindsCheckers) return "clear";
  const looking = left(check, effects);
  const { provider = "", id = "" } = sites[site] ?? {};
  const cut = looking.filter(
    ({ operator }) => operator !== undefined && isCut(effects, { provider: operator }, { provider, at: id }),
  );
  return cut.length > 0 && cut.length / looking.length >= check.unhealthyShare ? "cut off" : "clear";
}
