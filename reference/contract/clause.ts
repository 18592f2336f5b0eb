/** One thing that an image must do, and how it is asked whether it does. */

export type Verdict =
  | { readonly is: "held"; readonly because?: string }
  | { readonly is: "broken"; readonly because: string }
  /** Something outside the image keeps it from being seen. */
  | { readonly is: "untold"; readonly because: string };

export interface Clause {
  /** What must hold, as a sentence. */
  readonly says: string;
  check(): Promise<Verdict>;
}

export const held = (because?: string): Verdict => ({
  is: "held",
  ...(because === undefined ? {} : { because }),
});
export const untold = (because: string): Verdict => ({ is: "untold", because });

/** Broken with what was found, where it doesn't hold. */
export const when = (holds: boolean, found: string): Verdict =>
  holds ? held() : { is: "broken", because: `found ${found}` };

/** A line a clause. */
export function lineOf({ says }: Clause, { is, because }: Verdict): string {
  const mark = { held: "ok    ", broken: "BROKEN", untold: "?     " }[is];
  return `${mark} ${says}${because === undefined ? "" : `: ${because}`}`;
}
