/**
 * From probes to answers: what a checker thinks after each probe, what the authority makes of all checkers, and how it
 * then spreads a name over its addresses. Pure.
 */
import type { AddressShare, AnswerPlan, NamePlan } from "./plan";

/** What one checker thinks of an address. */
export interface Opinion {
  readonly well: boolean;
  /** Probes in a row that said otherwise. */
  readonly against: number;
  /** Probes that it has made. */
  readonly probes: number;
}

/** Nothing is known yet: it is taken for well. */
export const firstOpinion: Opinion = { well: true, against: 0, probes: 0 };

export interface Thresholds {
  readonly threshold: number;
  readonly upThreshold?: number;
}

/** A checker's opinion after one more probe: so many in a row against it change it. */
export function afterProbe(opinion: Opinion, passed: boolean, thresholds: Thresholds): Opinion {
  const probes = opinion.probes + 1;
  if (passed === opinion.well) return { well: opinion.well, against: 0, probes };
  const against = opinion.against + 1;
  const needed = opinion.well ? thresholds.threshold : (thresholds.upThreshold ?? thresholds.threshold);
  return against >= needed ? { well: passed, against: 0, probes } : { well: opinion.well, against, probes };
}

/** Of shares that are sums of tenths and hundredths the last digits are noise. */
const NOISE = 1e-9;

/**
 * Whether an address is well by the word of those who look: unwell where so large a share of them says so. With nobody
 * left to look it is taken for well.
 * @param well how many of them call it well
 */
export const isHealthy = (well: number, looking: number, unhealthyShare: number): boolean =>
  looking === 0 || (looking - well) / looking < unhealthyShare - NOISE;

/**
 * Share of a name's answers that name each address: by weight among those that are well, where an answer that weighs
 * nothing is given when all others are gone; when none is well all of them, or none.
 * @param healthy by the place of an answer
 */
export function answerShares(
  name: Pick<NamePlan, "plain" | "answers">,
  healthy: readonly boolean[],
  allUnhealthy: "all" | "none",
): AddressShare[] {
  if (name.plain) return name.answers.map(({ address }) => ({ address, share: 1 }));
  const well = name.answers.filter((_, place) => healthy[place] !== false);
  const given = well.length > 0 ? well : allUnhealthy === "all" ? name.answers : [];
  return byWeight(given);
}

function byWeight(answers: readonly AnswerPlan[]): AddressShare[] {
  const total = answers.reduce((sum, { weight }) => sum + weight, 0);
  return answers
    .map(({ address, weight }) => ({ address, share: total > 0 ? weight / total : 1 / answers.length }))
    .filter(({ share }) => share > 0);
}
