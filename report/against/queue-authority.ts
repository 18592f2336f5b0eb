/** How the queues' authorities follow each other from one deploy to the next. */
import { firstAuthority, goesOn, stagesBetween, stageText } from "../../graph/authority-stage";
import type { RulesSettings } from "../../graph/rules-settings";
import type { Remark } from "../changes-model";

/**
 * Refused is a stage left out: sites are deployed one after the other, and meanwhile those that are done and those that
 * are not would refuse each other's certificates.
 * @param urn of the stack
 */
export function authorityRefusal(old: RulesSettings, now: RulesSettings, urn: string): Remark[] {
  const [before, after] = [old.queueAuthority ?? firstAuthority, now.queueAuthority ?? firstAuthority];
  if (goesOn(before, after)) return [];
  const stages = stagesBetween(before, after).map(stageText).join(", then ");
  const because = `queueAuthority goes from ${stageText(before)} to ${stageText(after)} at once: sites that have the one refuse the certificates of those that have the other; deploy ${stages}`;
  return [{ urn, because }];
}
