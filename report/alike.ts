/** Findings that say the same of several things, as one line: what differs between them is named once. */

export interface Alike<T> {
  /** The one that is said in full. */
  readonly first: T;
  /** What each other one is about. */
  readonly others: readonly string[];
}

/** Of the words of two findings, those that must be the same for them to be alike. */
const SAME = 0.75;

/** In the order given; each is alike to the first of its group. */
export function alikeOf<T extends { readonly summary: string }>(findings: readonly T[]): Alike<T>[] {
  const groups: { first: T; words: string[]; others: string[] }[] = [];
  for (const finding of findings) {
    const words = finding.summary.split(" ");
    const group = groups.find((one) => isAlike(one.words, words));
    if (group) group.others.push(differenceOf(group.words, words));
    else groups.push({ first: finding, words, others: [] });
  }
  return groups.map(({ first, others }) => ({ first, others }));
}

function isAlike(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.filter((word, place) => word === b[place]).length >= SAME * a.length;
}

/** The name of another resource, where the findings are about several; else the first word that is another one. */
function differenceOf(first: readonly string[], other: readonly string[]): string {
  const subject = other.findIndex((word) => word.endsWith(":"));
  const differs = (place: number) => first[place] !== other[place];
  const place = subject >= 0 && differs(subject) ? subject : other.findIndex((_, at) => differs(at));
  return (other[place] ?? "the same once more").replace(/[:;,.]$/, "");
}

/** `and 35 alike: oci-feed, oci-status and 33 more`; empty where there are none. */
export function alikeText(others: readonly string[], most = 6): string {
  if (others.length === 0) return "";
  const more = others.length > most ? ` and ${others.length - most} more` : "";
  return `and ${others.length} alike: ${others.slice(0, most).join(", ")}${more}`;
}
