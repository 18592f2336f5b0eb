import { refusalsOf } from "../../graph/rights/rights";
import { findingsOf } from "../obstacles";
import type { Rule } from "../rule";

/**
 * Everybody may do at every cloud what they need to: what workloads are told of the stores, what copies between them, and
 * what trusts the tokens of another cloud's pods. What denies counts before what allows, wherever it stands.
 */
export const rightsSuffice: Rule = {
  id: "rights-suffice",
  title: "Everybody may do what they need to",
  level: "mandatory",
  severity: "critical",
  about: ["stores"],
  why: "A right that is missing, or denied somewhere else, is found by the first request that needs it: often the one on the day that the other cloud is gone.",
  mend: "Grant what is named to the one who needs it, below the prefixes that it is told, and take away what denies it.",
  counterparts: ["AWS IAM policy simulator", "IAM Access Analyzer: custom policy checks"],
  check: (graph, settings) =>
    findingsOf(
      refusalsOf(graph, settings.stack?.untrusted ?? []),
      "the rights that the platform's parts are told that they have",
    ),
};
