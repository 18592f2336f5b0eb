import { describe, expect, it } from "vitest";
import { dependenciesOf } from "../../graph/graph";
import type { Graph } from "../../graph/resource";
import { type PlanInput, planRollout, type Step } from "../../rollout/plan";
import { stackGraph } from "../support/graphs";

const graph: Graph = stackGraph("prod");
const sites = ["oci-us-chicago-1", "oci-us-ashburn-1", "aws-us-east-2", "aws-us-west-2"];
const plan = (more: Partial<PlanInput> = {}): Step[] =>
  planRollout({
    graph,
    project: "twincloud",
    stack: "prod",
    sites,
    deployed: new Set(sites),
    drained: new Set(),
    drainedBefore: new Set(),
    unreachable: new Set(),
    ...more,
  });
const gatesOf = (steps: readonly Step[]) => steps.flatMap((step) => (step.kind === "gate" ? step.asked : []));
const ups = (steps: readonly Step[]) => steps.filter((step) => step.kind === "up");

/** As the engine matches: `*` ends at a colon, `**` doesn't. */
function matches(urn: string, targets: readonly string[]): boolean {
  return targets.some((glob) => {
    const parts = glob.split("**").map((part) => part.split("*").map(escaped).join("[^:]*"));
    return new RegExp(`^${parts.join(".*")}$`).test(urn);
  });
}
const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

const siteOf = (urn: string): string | undefined => {
  let resource = graph.byUrn.get(urn);
  while (resource && resource.type !== "twincloud:Site") resource = graph.byUrn.get(resource.parent ?? "");
  return resource?.name;
};

describe("the plan of a roll-out", () => {
  it("is judged whole, then registries, images, site by site with a gate behind each, routing last", () => {
    expect(plan().map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      "judge the whole, judged by the policies before anything changes",
      "gate is every site well?",
      "up registries, and what sites share",
      "images images, by digest, to every site's registry",
      ...sites.flatMap((site) => [`up site ${site}`, `gate is ${site} well?`]),
      "up routing, and whatever is left",
    ]);
  });

  it("cuts a hostile site off before it asks whether anybody is well", () => {
    const hostile = sites[1] as string;
    const steps = plan({ isCut: true, unreachable: new Set([hostile]), gone: ["urn:of-its-trust"] });
    expect(steps.slice(0, 4).map(({ title }) => title)).toEqual([
      "the whole, judged by the policies before anything changes",
      "registries, and what sites share",
      "is every site well?",
      "images, by digest, to every site's registry",
    ]);
    expect(ups(steps)[0]?.targets).toContain("urn:of-its-trust");
  });

  it("aims a site's step at everything of the site and nothing of another", () => {
    for (const site of sites) {
      const step = ups(plan()).find(({ title }) => title === `site ${site}`);
      const hit = graph.resources.filter(({ urn }) => matches(urn, step?.targets ?? []));
      const missed = graph.resources.filter(
        ({ urn }) => siteOf(urn) === site && !hit.some((one) => one.urn === urn),
      );
      expect(missed).toEqual([]);
      expect(hit.filter(({ urn }) => ![undefined, site].includes(siteOf(urn)))).toEqual([]);
    }
  });

  it("makes nothing before what it depends on, but routing", () => {
    const done = new Set(
      graph.resources.filter(({ type }) => type.startsWith("pulumi:")).map(({ urn }) => urn),
    );
    for (const { targets } of ups(plan()).slice(0, -1)) {
      const now = graph.resources.filter(({ urn }) => matches(urn, targets));
      for (const { urn } of now) done.add(urn);
      for (const resource of now) {
        const missing = [...dependenciesOf(resource)].filter((urn) => !done.has(urn));
        expect({ urn: resource.urn, missing }).toEqual({ urn: resource.urn, missing: [] });
      }
    }
    expect(
      graph.resources.filter(({ urn }) => !done.has(urn)).every(({ urn }) => /routing|Replication/.test(urn)),
    ).toBe(true);
  });

  it("copies every image to the registry of each site, by digest", () => {
    const [images] = plan().filter((step) => step.kind === "images");
    expect(images?.copies).toHaveLength(4 * 11 + 2);
    expect(images?.copies[0]).toEqual({
      from: expect.stringMatching(/^engagement@sha256:0{63}3$/),
      to: expect.stringMatching(
        /^123456789012\.dkr\.ecr\.us-east-2\.amazonaws\.com\/twincloud-prod\/engagement@/,
      ),
    });
  });

  it("asks every site that serves before anything is changed", () => {
    const [, before] = plan();
    expect(before?.kind === "gate" && before.asked).toEqual(sites.map((site) => ({ site, about: "health" })));
    const [, others] = plan({ deployed: new Set(sites.slice(0, 3)) });
    expect(others?.kind === "gate" && others.asked.map(({ site }) => site)).toEqual(sites.slice(0, 3));
  });

  it("asks a drained site for its life alone, as its health is red by design", () => {
    const [drained = ""] = sites;
    const asked = gatesOf(plan({ drained: new Set([drained]) })).filter(({ site }) => site === drained);
    expect(asked).toEqual([
      { site: drained, about: "life" },
      { site: drained, about: "life" },
    ]);
  });

  it("asks a site whose drain this roll-out ends for its life before, and for its health behind", () => {
    const [drained = ""] = sites;
    const asked = gatesOf(plan({ drainedBefore: new Set([drained]) })).filter(({ site }) => site === drained);
    expect(asked.map(({ about }) => about)).toEqual(["life", "health"]);
  });

  it("deploys everything at once where nothing is deployed, with the images beside it", () => {
    const [judge, first, ...gates] = plan({ deployed: new Set() });
    expect(judge?.kind).toBe("judge");
    expect(first).toMatchObject({ kind: "up", targets: [] });
    expect(first?.kind === "up" && first.beside?.length).toBe(46);
    expect(gates.map(({ kind }) => kind)).toEqual(["gate", "gate", "gate", "gate"]);
  });

  it("makes new sites before it touches those that serve", () => {
    const steps = plan({ deployed: new Set(sites.slice(0, 3)) });
    expect(steps.map(({ title }) => title).slice(2, 5)).toEqual([
      "registries, and the new aws-us-west-2; images beside it",
      "is aws-us-west-2 well?",
      "site oci-us-chicago-1",
    ]);
  });

  it("leaves out the sites of a cloud that can't be reached, and asks them nothing", () => {
    const gone = new Set(sites.slice(0, 2));
    const steps = plan({ unreachable: gone, drained: gone });
    expect(steps.map(({ title }) => title).slice(4)).toEqual([
      "site aws-us-east-2",
      "is aws-us-east-2 well?",
      "site aws-us-west-2",
      "is aws-us-west-2 well?",
      "routing, and whatever is left",
    ]);
    expect(gatesOf(steps).filter(({ site }) => gone.has(site))).toEqual([]);
    const [images] = steps.filter((step) => step.kind === "images");
    expect(images?.copies.filter(({ to }) => to.includes("oraclecloud"))).toEqual([]);
  });
});
