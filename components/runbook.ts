/** Where docs/runbook.md says what to do about an alarm: the anchors of its symptoms. Pure. */

export type Symptom =
  | "uploads-fail-in-one-region"
  | "a-site-serves-but-slowly"
  | "a-site-hands-its-requests-on"
  | "copies-between-stores-fail-or-are-late";

/** Ends an alarm's text, which is all that somebody has at night. */
export const seeRunbook = (symptom: Symptom): string => `Runbook: docs/runbook.md#${symptom}`;
