/** Names and tags of what is visible in AWS. Pure. */
import { createHash } from "node:crypto";
import type { StackContext } from "../contracts";

/** Longest names that AWS takes. Sources: the API reference of each service. */
export const LONGEST = { bucket: 63, role: 64, loadBalancer: 32, targetGroup: 32, cluster: 100 } as const;

const DIGEST_LENGTH = 6;

/**
 * Joins parts with dashes. What is longer than `limit` is cut and ends in a digest of the whole, so that two
 * long names which differ at their ends still differ, and a name is the same in every run.
 * @param limit longest name allowed, in characters.
 */
export function boundedName(limit: number, ...parts: string[]): string {
  const whole = parts.join("-");
  if (whole.length <= limit) return whole;
  const digest = createHash("sha256").update(whole).digest("hex").slice(0, DIGEST_LENGTH);
  return `${whole.slice(0, limit - DIGEST_LENGTH - 1).replace(/(?<!-)-+$/, "")}-${digest}`;
}

/** Tags of a resource that has a name of its own. */
export function named(context: StackContext, name: string): Record<string, string> {
  return { ...context.tags, Name: name };
}
