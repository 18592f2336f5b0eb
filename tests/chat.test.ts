/** Another product on the same parts: three services of its own, in the Union, with its own families of events. */
import { describe, expect, it } from "vitest";
import { workloadsOf } from "../graph/views/workloads";
import { publicNames } from "../policies/answers/public-names";
import { judge } from "../policies/pack/judge";
import { packSettings } from "../policies/pack/settings";
import { rules } from "../policies/rules";
import { fault } from "../resilience/faults/faults";
import { loadIncidents } from "../resilience/faults/load-incidents";
import { together } from "../resilience/faults/scenarios";
import { surveyOf, survivalOf } from "../resilience/verdict/survival";
import { video } from "./fixtures/catalogs/video";
import { stackGraph } from "./support/graphs";
import { foreignPulls, platformWorkloads, sitesOf } from "./support/parity";

const graph = stackGraph("chat");
const now = new Date("2026-11-01T00:00:00Z");
const survey = surveyOf(graph, now);
const lossOf = (...faults: Parameters<typeof together>[0]) => survey.verdicts(together(faults));

describe("a chat product", () => {
  it("serves its own capabilities under its own names, at both sites", () => {
    const served = workloadsOf(graph).flatMap(({ capability, site }) =>
      capability ? [`${capability} at ${site}`] : [],
    );
    expect(served.sort()).toEqual([
      "messages at aws-eu-west-1",
      "messages at oci-eu-frankfurt-1",
      "presence at aws-eu-west-1",
      "presence at oci-eu-frankfurt-1",
      "search at aws-eu-west-1",
      "search at oci-eu-frankfurt-1",
    ]);
    expect([...new Set(publicNames(graph).map(({ host }) => host))].sort()).toEqual([
      "chat.talk.example.org",
      "presence.talk.example.org",
      "search.talk.example.org",
    ]);
  });

  it("has nothing in it of the short-video platform", () => {
    const words = video.capabilities.map(({ name }) => name).filter((name) => name !== "status");
    const isNamed = (urn: string) => words.some((word) => new RegExp(`\\b${word}\\b`).test(urn));
    expect(graph.resources.map(({ urn }) => urn).filter(isNamed)).toEqual([]);
    // us-east-1 is where Route 53 keeps what its checks find, whoever asks.
    const ours = /clips\.example|us-east-2|us-ashburn|us-chicago|us-phoenix|engage\./;
    const mixed = graph.resources.filter((resource) => ours.test(JSON.stringify(resource)));
    expect(mixed.map(({ urn }) => urn)).toEqual([]);
  });

  it("runs the same at both sites, from registries of the site's own region", () => {
    const [first = "", second = ""] = sitesOf(graph);
    expect(platformWorkloads(graph, second)).toEqual(platformWorkloads(graph, first));
    expect(foreignPulls(graph)).toEqual([]);
  });

  it("keeps its events in streams of its own families", () => {
    const setup = JSON.stringify(graph.resources.filter(({ urn }) => urn.includes("queue")));
    for (const stream of ["messages-oci-eu-frankfurt-1", "signals-aws-eu-west-1"]) {
      expect(setup).toContain(stream);
    }
    expect(setup).not.toContain("uploads-");
  });

  it("breaks no mandatory rule", () => {
    const { violations } = judge(graph, rules, packSettings(graph, now));
    const broken = violations.filter(({ level }) => level === "mandatory");
    expect(broken.map(({ rule, summary }) => `${rule}: ${summary}`)).toEqual([]);
  });

  it("meets its objectives for every fault that it names, and is asked about every outage of the past", () => {
    const survival = survivalOf(graph, { now, incidents: loadIncidents() });
    expect(survival.misses).toEqual([]);
    const outages = survival.scenarios.filter(({ kind }) => kind === "incident");
    expect(outages.map(({ id }) => id)).toEqual(loadIncidents().map(({ id }) => id));
  });

  it("keeps attachments in one cloud while the other is gone, and says so in its catalog's words", () => {
    const { messages } = lossOf(fault("provider", "aws"));
    expect(messages).toMatchObject({ state: "degraded", rpoSeconds: 0 });
    expect(messages?.because.join(" ")).toContain("keeps attachments in one cloud until the other is back");
  });

  it("finds messages without telling who is there where presence is lost", () => {
    const { presence, search } = lossOf(
      fault("workload", "aws-eu-west-1/presence"),
      fault("workload", "oci-eu-frankfurt-1/presence"),
    );
    expect(presence?.state).toBe("down");
    expect(search?.state).toBe("degraded");
    expect(search?.because.join(" ")).toContain("finds messages without telling who is there");
  });
});
