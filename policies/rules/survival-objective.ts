import { drainedPart, isDraining } from "../../graph/drains";
import { isUntrustedSite } from "../../graph/untrusted";
import { assumptionProblems } from "../../resilience/assumptions";
import { crowdedText } from "../../resilience/verdict/crowded";
import { isWorse, type Miss } from "../../resilience/verdict/objectives";
import { surveyOf, survivalOf } from "../../resilience/verdict/survival";
import { drainedSites } from "../pack/drained";
import { stackUrn } from "../pack/stack-urn";
import type { Finding, Rule } from "../rule";

/** Told once for each capability and objective, by the worst scenario: one cause misses in dozens of them. */
export const survivalObjective: Rule = {
  id: "survival-objective",
  title: "The stack meets its survival objectives",
  level: "mandatory",
  severity: "critical",
  about: ["settings"],
  beside: true,
  why: "What users have left when something goes down is decided before the deploy, and nobody sees it until then.",
  mend: "Run `survive` to see what decides it, and change the sites, checks, copies or sizes until it holds; change the objective only for a reason.",
  counterparts: [],
  check(graph, settings) {
    // A program that isn't ours states no objectives.
    if (settings.stack === undefined) return [];
    const urn = stackUrn(graph);
    const wrong = assumptionProblems(settings.stack.assumptions);
    if (wrong.length > 0) {
      return wrong.map(({ name, found, wanted }) => ({ urn, found: `assumes ${name}: ${found}`, wanted }));
    }
    const { verdict, because, misses, untold } = survivalOf(graph, { now: settings.now });
    const unsure = findingsOf(urn, untold).map((finding): Finding => ({ ...finding, unsure: true }));
    if (verdict === "unknown" && unsure.length === 0) {
      return [{ urn, found: because.join(" "), wanted: "what decides it as plain data", unsure: true }];
    }
    if (misses.length === 0) return unsure;
    // Somebody has taken a site or a cloud out, because it is sick: the objectives can't all hold meanwhile, and
    // the deploy that says so must go through.
    const { unreachable, untrusted = [] } = settings.stack;
    const gone = [...new Set([...untrusted, ...unreachable])];
    const drained = [...drainedSites(settings)].filter((site) => !isUntrustedSite(gone, site));
    const zones = settings.stack.drain.filter(
      (drain) => drain.zone !== undefined && isDraining(drain, settings.now),
    );
    const out = [...gone, ...drained, ...zones.map(drainedPart)];
    if (out.length > 0) return [{ urn, level: "advisory", ...meanwhile(misses, out) }, ...unsure];
    const { platform } = surveyOf(graph, settings.now);
    const crowded = (name: string): string | undefined => {
      const capability = platform.capabilities.find((one) => one.name === name);
      return capability && crowdedText(platform, capability);
    };
    return [...findingsOf(urn, misses, crowded), ...unsure];
  },
};

/** @param crowded what is too much for the pods of a capability in overload, if something is */
const findingsOf = (
  urn: string,
  misses: readonly Miss[],
  crowded: (capability: string) => string | undefined = () => undefined,
): Finding[] =>
  [...grouped(misses).values()].map((alike): Finding => {
    const worst = worstOf(alike);
    const others = alike.length - 1;
    const more =
      others === 0 ? "" : `, and misses it in ${others} other ${others === 1 ? "scenario" : "scenarios"}`;
    const under = worst.scenario === "calm" ? "" : `under ${worst.scenario} `;
    const cause = worst.objective.startsWith("capacity.") ? crowded(worst.capability) : undefined;
    return {
      urn,
      found: `${under}${told(worst)}${more}${cause === undefined ? "" : `: ${cause}`}`,
      wanted: String(worst.wanted),
      key: `${worst.capability} ${worst.objective}`,
    };
  });

const told = ({ capability, text }: Miss): string => `${capability} ${text}`;

function grouped(misses: readonly Miss[]): Map<string, Miss[]> {
  const groups = new Map<string, Miss[]>();
  for (const miss of misses) {
    const key = `${miss.capability} ${miss.objective}`;
    groups.set(key, [...(groups.get(key) ?? []), miss]);
  }
  return groups;
}

const worstOf = (misses: readonly Miss[]): Miss =>
  misses.reduce((worst, miss) => (isWorse(miss, worst) ? miss : worst));

/** What a further fault would do while something is out, in one finding: nothing can be done about it but to end that. */
function meanwhile(
  misses: readonly Miss[],
  out: readonly string[],
): Pick<Finding, "found" | "wanted" | "key"> {
  const scenarios = new Set(misses.map(({ scenario }) => scenario)).size;
  const worst = worstOf(misses);
  return {
    found: `while ${out.join(", ")} ${out.length === 1 ? "is" : "are"} out, ${scenarios} of the faults that it is to survive miss an objective, the worst of them ${worst.scenario}: ${told(worst)}`,
    wanted: "that to end as soon as it can",
    key: `meanwhile ${out.join(" ")}`,
  };
}
