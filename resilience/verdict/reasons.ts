/** Why a verdict is what it is, in plain sentences, and the resources that decide it. */

import { authorityTitle } from "../../graph/clouds/titles";
import { andText, percent } from "../../graph/words";
import type { CapabilityPlan, Platform } from "../platform/platform";
import type { Phase } from "../play/checks";
import { isUnwatched } from "../play/sight";
import type { Traffic } from "../play/traffic";
import { crowdedText } from "./crowded";
import { apartOf, type BriefVerdict } from "./figures";

export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const assumptionsText = (names: readonly string[]): string =>
  `assumption${names.length === 1 ? "" : "s"} ${andText(names)}`;

const othersText = (answers: CapabilityPlan["answers"]): string =>
  answers.filter(Boolean).length > 2 ? "another authority" : "the other authority";

/** Why, for people: what failed, what is missing, and on which assumptions it rests. */
export function reasonsOf(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  verdict: BriefVerdict,
  missing: readonly string[],
  traffic: Traffic,
  late: readonly number[],
): { because: string[]; evidence: string[] } {
  const capability = platform.capabilities[place] as CapabilityPlan;
  const answers = platform.capabilities[capability.follows]?.answers ?? [];
  const blinding = [...platform.authorities.flatMap(({ assumed }) => assumed.region), "brownoutBlindsChecks"];
  const because = new Set<string>();
  const evidence = new Set<string>();
  for (const phase of apartOf(phases)) {
    for (const { why, evidence: urns } of phase.conditions[place] ?? []) {
      // A site's id is written as it is, also where it begins a sentence.
      for (const reason of why) because.add(`${reason}.`);
      for (const urn of urns) evidence.add(urn);
    }
    for (const [authority, { provider, urns, negativeSeconds }] of platform.authorities.entries()) {
      if (!answers[authority]) continue;
      const title = authorityTitle(provider);
      const { authorityDown, authorityWrong, blind } = phase.effects;
      if (authorityWrong[authority]) {
        because.add(
          `${title} answers wrongly, and resolvers believe it for ${negativeSeconds} s each time: nobody asks another one meanwhile.`,
        );
        for (const urn of urns) evidence.add(urn);
      }
      if (authorityDown[authority]) {
        for (const urn of urns) evidence.add(urn);
        because.add(
          authorityDown.every((isDown, other) => isDown || !answers[other])
            ? `${title} is silent, and no other authority answers: what resolvers hold ages out.`
            : `${title} is silent: resolvers ask ${othersText(answers)}, up to ${platform.assumptions.resolverRetrySeconds} s later (assumption resolverRetrySeconds).`,
        );
      } else if (blind[authority]) {
        because.add(
          `${title} goes on answering with every address, as its checks tell it nothing (${assumptionsText(blinding)}).`,
        );
        const check = answers[authority]?.answers.find((answer) => answer.check)?.check;
        if (check) evidence.add(check.urn);
      } else {
        const check = answers[authority]?.answers.find(
          (answer) => answer.check && isUnwatched(answer.check, phase.effects),
        )?.check;
        if (check) {
          evidence.add(check.urn);
          because.add(
            `${title} goes on answering with what nobody checks: all who look for it are lost too.`,
          );
        }
      }
    }
  }
  for (const site of late) {
    const { id, edge } = platform.sites[site] as Platform["sites"][number];
    const turns = (traffic.overloads[site]?.length ?? 0) > 0 ? ", and its own health turns red" : "";
    because.add(
      `${id} has more than it can answer, and answers come too late${turns} (${assumptionsText(["requestsPerReplicaPerSecond", "clientPatienceSeconds", "clientRetries"])}).`,
    );
    if (edge) evidence.add(edge.urn);
  }
  const crowded = late.length > 0 ? crowdedText(platform, capability) : undefined;
  if (crowded) because.add(sentence(crowded));
  const cycle = traffic.cycles.find((found) => found !== undefined);
  // Where a check sees it too, red stays.
  const comesBack = phases.some(({ conditions }) =>
    conditions[capability.follows]?.some(
      ({ brownout, redFrom }) => brownout !== undefined && redFrom === Number.POSITIVE_INFINITY,
    ),
  );
  if (cycle && comesBack) {
    because.add(
      `Only live traffic shows it: when health has been red for a while, users come back and find it as it was, every ${Math.round(cycle.to - cycle.from)} s.`,
    );
  }
  if (traffic.movedAt !== undefined) {
    const asked = platform.authorities.filter((_, authority) => answers[authority]);
    const names = ["dnsPropagationSeconds", ...asked.flatMap(({ assumed }) => assumed.threshold)];
    because.add(
      `DNS moves users away, the first after ${Math.round(traffic.movedAt)} s (${assumptionsText(names)}).`,
    );
  }
  if (verdict.lostSeconds > 0 && verdict.detectSeconds === null) {
    because.add(
      `Nothing notices: ${percent(1 - verdict.served)} of its requests fail for as long as it lasts.`,
    );
  } else if (verdict.served < 0.99) {
    because.add(`${percent(verdict.served)} of its requests are served for as long as it lasts.`);
  }
  for (const name of missing)
    because.add(`Without ${name} it ${capability.whenDegraded ?? "goes on with less"}.`);
  return { because: [...because], evidence: [...evidence].slice(0, 12) };
}
