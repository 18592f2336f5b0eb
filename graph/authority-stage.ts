/**
 * The queues' authorities, numbered: how one follows another without a link lost. A certificate is refused by whoever
 * doesn't trust its authority yet, and sites change one after the other. So all trust both before the new one signs,
 * and every certificate is the new one's before the old one is trusted no more: three deploys. Pure.
 */

export interface AuthorityStage {
  /** Numbers of the authorities that stand and are trusted: one, or two. */
  readonly trusted: readonly number[];
  /** The one of them that signs. */
  readonly signing: number;
}

/** Of a stack that says nothing. */
export const firstAuthority: AuthorityStage = { trusted: [1], signing: 1 };

/** The first has no number, as there was only one for long. */
export const authorityName = (name: string, number: number, between = "-"): string =>
  number === 1 ? name : `${name}${between}${number}`;

/**
 * Whether every link and every client goes on between two deploys, while some sites have the one and some the other:
 * what either signs must be trusted by both.
 */
export function goesOn(before: AuthorityStage, after: AuthorityStage): boolean {
  return before.trusted.includes(after.signing) && after.trusted.includes(before.signing);
}

/** The stages on the way from one to another, the last one included; none when they are the same. */
export function stagesBetween(before: AuthorityStage, after: AuthorityStage): AuthorityStage[] {
  const both = [...new Set([before.signing, after.signing])];
  const stages = [
    { trusted: both, signing: before.signing },
    { trusted: both, signing: after.signing },
    after,
  ];
  return stages.filter((stage, index) => !isSame(stage, stages[index - 1] ?? before));
}

const isSame = (a: AuthorityStage, b: AuthorityStage): boolean =>
  a.signing === b.signing && [...a.trusted].sort().join() === [...b.trusted].sort().join();

/** As a stack file says it. */
export const stageText = ({ trusted, signing }: AuthorityStage): string =>
  `{ trusted: [${trusted.join(", ")}], signing: ${signing} }`;
