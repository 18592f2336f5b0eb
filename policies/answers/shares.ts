/** The share of the queries that each answer of an authority gets. Pure. */
import { hostOf } from "../../graph/views/hosts";
import type { AnswerView, AuthorityView } from "../../graph/views/names";

/** What an answer is told by in both authorities; undefined where that isn't known. */
export const answerKey = ({ address, target }: AnswerView): string | undefined =>
  target === undefined ? address.key : hostOf(target);

/**
 * Shares by what is answered, 0 to 1 and 1 together, of the answers that are counted; undefined where the
 * authority doesn't pick by weight, as a failover does.
 */
export function sharesOf(
  { answering, answers }: AuthorityView,
  counts: (answer: AnswerView) => boolean,
): ReadonlyMap<string, number> | undefined {
  const counted = answers.filter(counts);
  const weighted = counted.every(({ weight }) => weight !== undefined);
  // A plain set is answered whole, and users take any of it.
  if (!weighted && answering !== "plain") return undefined;
  const perResource = new Map<string, number>();
  for (const { resource } of counted) perResource.set(resource.urn, (perResource.get(resource.urn) ?? 0) + 1);
  const weights = counted.map((answer) => {
    // A record with several addresses gives them all its weight together; a policy weighs each by itself.
    const several = answering === "weighted" ? (perResource.get(answer.resource.urn) ?? 1) : 1;
    return [answerKey(answer) ?? "", (answer.weight ?? 1) / several] as const;
  });
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  const shares = new Map<string, number>();
  for (const [key, weight] of weights) {
    shares.set(key, (shares.get(key) ?? 0) + (total === 0 ? 0 : weight / total));
  }
  return shares;
}
