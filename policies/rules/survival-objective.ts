import { assumptionProblems } from "../../resilience/assumptions";
import { survivalOf } from "../../resilience/survival";
import type { Finding, Rule } from "../rule";
import { stackUrn } from "../stack-urn";

/** A miss is told once for each capability and objective: the worst scenario would hide the others. */
export const survivalObjective: Rule = {
  id: "survival-objective",
  title: "The stack meets its survival objectives",
  level: "mandatory",
  severity: "critical",
  why: "What users have left when something goes down is decided before the deploy, and nobody sees it until then.",
  mend: "Run `npm run survive` to see what decides it, and change the sites, checks, copies or sizes until it holds; change the objective only for a reason.",
  counterparts: [],
  check(graph, settings) {
    // A program that isn't ours states no objectives.
    if (settings.stack === undefined) return [];
    const urn = stackUrn(graph);
    const wrong = assumptionProblems(settings.stack.assumptions);
    if (wrong.length > 0) {
      return wrong.map(({ name, found, wanted }) => ({ urn, found: `assumes ${name}: ${found}`, wanted }));
    }
    return survivalOf(graph, { now: settings.now }).misses.map(
      ({ scenario, capability, text, wanted }): Finding => ({
        urn,
        found: `under ${scenario} ${capability} ${text}`,
        wanted: String(wanted),
      }),
    );
  },
};
