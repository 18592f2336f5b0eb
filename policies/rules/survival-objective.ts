import { assumptionProblems } from "../../resilience/assumptions";
import { survivalOf } from "../../resilience/survival";
import { drainedSites } from "../drained";
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
    // Somebody has taken a site or a cloud out, because it is sick: the objectives can't all hold meanwhile, and
    // the deploy that says so must go through.
    const sick = drainedSites(settings).size > 0 || settings.stack.unreachable.length > 0;
    return survivalOf(graph, { now: settings.now }).misses.map(
      ({ scenario, capability, text, wanted }): Finding => ({
        urn,
        found: `under ${scenario} ${capability} ${text}`,
        wanted: String(wanted),
        ...(sick ? { level: "advisory" } : {}),
      }),
    );
  },
};
