/** The order of a roll-back: a roll-out's, reversed. Pure. */
import type { Graph } from "../graph/resource";
import { InputError } from "../report/input-error";
import { gateBehind, imageCopies, type PlanInput, type Step, sharedTargets, siteTargets } from "./plan";

export interface BackInput extends PlanInput {
  readonly state: Graph;
}

/**
 * The judgement of the whole, images, routing, then site after site from the last to the first with a gate behind each,
 * and what sites share at the end. No site is asked beforehand: that one is red is why somebody goes back.
 * @throws InputError where no site is deployed, or the commit has a site that was taken away since
 */
export function planBack(input: BackInput): Step[] {
  const { sites, deployed, unreachable, graph, state } = input;
  const gone = sites.filter((site) => !deployed.has(site));
  if (gone.length > 0) {
    throw new InputError(
      `--to: ${gone.join(", ")} ${gone.length === 1 ? "was" : "were"} deployed then and ${gone.length === 1 ? "isn't" : "aren't"} now: make ${gone.length === 1 ? "it" : "them"} by a roll-out of main first, as a new site has nothing to go back to`,
    );
  }
  const judge: Step = {
    kind: "judge",
    title: "the whole as it was, judged by the policies before anything changes",
  };
  const shared: Step = {
    kind: "up",
    title: "registries, and what sites share",
    targets: sharedTargets(input),
  };
  const images: Step = {
    kind: "images",
    title: "images, by digest, to every site's registry",
    copies: imageCopies(input),
  };
  const routing: Step = {
    kind: "up",
    title: "routing",
    targets: [`urn:pulumi:${input.stack}::${input.project}::twincloud:routing:**`, ...(input.gone ?? [])],
  };
  const siteBySite = [...sites]
    .reverse()
    .filter((site) => !unreachable.has(site))
    .flatMap((site): Step[] => [
      { kind: "up", title: `site ${site}`, targets: siteTargets(site, input) },
      ...gateBehind(site, input).map((gate) =>
        gate.kind === "gate"
          ? {
              ...gate,
              advice: `what stands before it is back, ${site} too, and it is red: drain it, or look at what it says; the rest is as it was`,
            }
          : gate,
      ),
    ]);
  const rest: Step = { kind: "up", title: "whatever is left", targets: [] };
  const before = lacksShared(graph, state) ? [shared, images] : [images];
  return [judge, ...before, routing, ...siteBySite, rest];
}

/** Whether a registry of then isn't there any more: then it is made before the images that belong there. */
const lacksShared = (graph: Graph, state: Graph): boolean =>
  graph.resources.some(({ urn }) => /::twincloud:[^:]+:Registry\$/.test(urn) && !state.byUrn.has(urn));
