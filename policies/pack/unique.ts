import type { Finding } from "../rule";

/** Each finding once, in order: what several answers share is found by each of them. */
export function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.urn} ${finding.found}`, finding])).values()];
}
