/** The committed stacks, and what careless edits would do to them. */
import { describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource } from "../../graph/resource";
import { fault, parseFault } from "../../resilience/faults/faults";
import { loadIncidents } from "../../resilience/faults/load-incidents";
import { scenarioOf, together } from "../../resilience/faults/scenarios";
import { platformOf } from "../../resilience/platform/from-graph";
import type { CapabilityPlan } from "../../resilience/platform/platform";
import { crowdsOf } from "../../resilience/play/crowd";
import { Survey } from "../../resilience/verdict/survey";
import { survivalOf } from "../../resilience/verdict/survival";
import { changed, ofType, setting, stackGraph, without } from "../support/graphs";
import { withoutForwarding } from "../support/without-forwarding";
import { greedy } from "./greedy";

const now = new Date("2026-11-22T00:00:00Z");
const on = (graph: Graph) => new Survey(platformOf(graph, now));
const lossOf = (graph: Graph, ...faults: string[]) => {
  const survey = on(graph);
  return survey.verdicts(together(faults.map((text) => parseFault(text, survey.platform))));
};
const prod = stackGraph("prod");
const healthChecks = (resource: GraphResource) => resource.type === "aws:route53/healthCheck:HealthCheck";

describe("prod and staging", () => {
  it.each(["prod", "staging"] as const)("%s meets its objectives for every fault that it names", (stack) => {
    const { verdict, because, misses } = survivalOf(stackGraph(stack), { now });
    expect(misses).toEqual([]);
    expect({ verdict, because }).toEqual({ verdict: "met", because: [] });
  });

  it.each(["oracle-2026-01", "oracle-ashburn-2026-03"])("prod goes on through %s", (id) => {
    const incident = loadIncidents().find((one) => one.id === id);
    if (!incident) throw new Error(`no incident ${id}`);
    for (const [name, verdict] of Object.entries(on(prod).incident(incident).verdicts)) {
      expect(verdict.state).not.toBe("down");
      // A brownout is handed on, and what is silent leaves by DNS.
      expect(verdict.rtoSeconds, name).toBeLessThan(60);
      expect(verdict.served).toBeGreaterThan(0.98);
    }
  });

  it("is judged before anything is made nearly as well as afterwards", () => {
    const states = (graph: Graph) =>
      survivalOf(graph, { now }).scenarios.map(({ id, verdicts }) => [
        id,
        verdicts.feed?.state,
        verdicts.feed?.rtoSeconds,
      ]);
    expect(states(stackGraph("prod-unknown"))).toEqual(states(prod));
  });

  it("is judged alike, byte for byte, in whatever order its resources were registered", () => {
    const turned = graphOf([...prod.resources].reverse());
    expect(JSON.stringify(survivalOf(turned, { now }))).toBe(JSON.stringify(survivalOf(prod, { now })));
  });

  it("can't promise the whole peak on hosts that OCI hasn't reserved", () => {
    const bare = changed(prod, ofType("oci:ContainerEngine/nodePool:NodePool"), (pool) =>
      setting(
        ["nodeConfigDetails", "placementConfigs", 0, "capacityReservationId"],
        undefined,
      )({
        ...pool,
        propertyDependencies: {},
      }),
    );
    // Feed, with a peak of 36: Chicago may go from 13 to 22 and Ashburn from 9 to 15, and half of that comes. Of the
    // traffic they get 60 and 40 %: (13 + 4.5) / 36 + (9 + 3) / 36.
    expect(lossOf(bare, "provider:aws").feed?.capacity).toEqual({ atOnce: 0.611, then: 0.819 });
    expect(lossOf(prod, "provider:aws").feed?.capacity.then).toBe(1);
    const missed = survivalOf(bare, { now }).misses.map(({ objective }) => objective);
    expect([...new Set(missed)]).toEqual(["capacity.then", "capacity.within"]);
    // While nothing is lost, nobody else asks.
    expect(lossOf(bare).feed?.capacity).toEqual(lossOf(prod).feed?.capacity);
  });

  it("loses nothing while nothing fails", () => {
    for (const verdict of Object.values(lossOf(prod))) {
      expect(verdict).toMatchObject({ state: "up", rtoSeconds: 0, rpoSeconds: 0, because: [] });
    }
  });

  it("moves the users of a lost OCI site away within the slower authority's time", () => {
    const { feed } = lossOf(prod, "site:oci-us-chicago-1");
    // OCI: 3 rounds of 10 s and a time-out of 10 s, 10 s until answers heed it: 70 s. Half of Chicago's 30 % then move over
    // 30 s, and 99 % are served when 1 % is left: 70 + 30 * (1 - 0.01 / 0.15).
    expect(feed).toMatchObject({ state: "up", rtoSeconds: 98 });
    // Route 53 was first: 3 * 14 s, and 10 s until answers heed it.
    expect(feed?.detectSeconds).toBe(52);
  });

  it("moves the users of OCI's home region away alike, as OCI's monitors stand elsewhere", () => {
    const { feed } = lossOf(prod, "site:oci-us-ashburn-1");
    // Half of 20 %: 70 + 30 * (1 - 0.01 / 0.1).
    expect(feed).toMatchObject({ state: "up", rtoSeconds: 97, served: 1 });
  });

  it("is told that a site in the region of OCI's monitors blinds OCI's answers when it is lost", () => {
    const ashburn = prod.resources.find(({ placement }) => placement?.region === "us-ashburn-1")?.placement;
    const beside = changed(prod, ofType("oci:HealthChecks/httpMonitor:HttpMonitor"), (monitor) => ({
      ...monitor,
      ...(ashburn && { placement: ashburn }),
    }));
    const { feed } = lossOf(beside, "site:oci-us-ashburn-1");
    // Half of the resolvers go on sending a fifth of their users there.
    expect(feed).toMatchObject({ state: "degraded", served: 0.9 });
    expect(feed?.because.join(" ")).toContain("OCI DNS goes on answering with every address");
  });

  it("accepts uploads without the other provider, degraded and without loss", () => {
    expect(lossOf(prod, "provider:oci").upload).toMatchObject({ state: "degraded", rpoSeconds: 0 });
    expect(lossOf(prod, "link:aws-oci").upload).toMatchObject({ state: "degraded", rtoSeconds: 0 });
  });

  it("shows popular videos where recommendations are lost", () => {
    expect(lossOf(prod, "workload:oci-us-chicago-1/recommendations").feed?.because).toContain(
      "Without capability/recommendations it shows popular videos.",
    );
  });
});

describe("more than the pods of a site can answer", () => {
  const platform = platformOf(prod, now);
  const open = platform.capabilities.filter(({ host }) => host !== undefined);

  it.each(open.map(({ name }) => name))("is shed for %s, by as many edges as may run too", (name) => {
    const capability = open.find((one) => one.name === name);
    for (const place of platform.sites.keys()) {
      const { atOnce, grown } = crowdsOf(platform, capability as CapabilityPlan, place);
      expect([atOnce, grown].map(({ inTime }) => inTime > 0.99)).toEqual([true, true]);
      expect([atOnce.seen, grown.seen]).toEqual([undefined, undefined]);
    }
  });

  it("is served to nobody where a pod is sent more at a time than it answers before the time-out", () => {
    // 110 of each of the 3 or 5 edges: 330 at least at a pod that answers 50 a second, and 5 s for it.
    const { verdict, misses } = survivalOf(greedy(110), { now });
    expect(verdict).toBe("missed");
    // What follows feed alone, and at the whole peak alone: at half of it no loss fills a pod.
    const found = misses.filter(({ scenario }) => scenario === "provider:aws");
    expect(found.map(({ objective, demand }) => `${objective} ${demand}`)).toContain("capacity.atOnce 1");
    expect(misses.every(({ demand }) => demand === 1)).toBe(true);
  });
});

describe("a change of the graph changes the verdict", () => {
  const state = (graph: Graph, text: string, capability = "feed") => lossOf(graph, text)[capability];

  it("when the health checks are gone", () => {
    const bare = changed(without(prod, healthChecks), ofType("aws:route53/record:Record"), (record) => ({
      ...setting(["healthCheckId"], undefined)(record),
      propertyDependencies: {},
    }));
    expect(state(bare, "site:aws-us-east-2")?.state).toBe("degraded");
    expect(state(prod, "site:aws-us-east-2")?.state).toBe("up");
  });

  it("when they ask a path that says nothing of the capability", () => {
    const shallow = changed(prod, healthChecks, setting(["resourcePath"], "/"));
    // Brownouts no longer leave Route 53's answers: where edges hand nothing on, users stay.
    const alone = (graph: Graph) => {
      const survey = new Survey(withoutForwarding(platformOf(graph, now)));
      return survey.verdicts(together([parseFault("site:aws-us-east-2:brownout:0.9", survey.platform)])).feed;
    };
    expect(alone(shallow)?.served).toBeLessThan(alone(prod)?.served ?? 0);
  });

  it("when pods aren't kept apart over the zones", () => {
    const bunched = changed(
      prod,
      ofType("kubernetes:apps/v1:Deployment", "oci-us-chicago-1-feed"),
      setting(["spec", "template", "spec", "topologySpreadConstraints"], undefined),
    );
    const zone = "zone:oci-us-chicago-1/US-CHICAGO-1-AD-1";
    // For as long as nobody has noticed, all of the site's requests are lost, not a third of them.
    const worst = (graph: Graph) =>
      Math.min(...(state(graph, zone)?.timeline ?? []).map(([, served]) => served));
    expect(worst(bunched)).toBeLessThan(worst(prod));
  });

  it("when nothing takes a cluster out of a lost zone", () => {
    const scenario = together([fault("provider", "oci"), fault("zone", "aws-us-east-2/use2-az1")]);
    const stays = without(
      prod,
      ofType("aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration", "aws-us-east-2"),
    );
    const verdict = (graph: Graph) => new Survey(platformOf(graph, now)).verdicts(scenario).feed;
    expect(verdict(prod)).toMatchObject({ state: "up", served: 1 });
    // What the zone had isn't started again: two of three zones carry less than half of the peak.
    expect(verdict(stays)?.state).toBe("degraded");
    expect(verdict(stays)?.served).toBeLessThan(0.99);
  });

  it("when live failures are no longer watched", () => {
    const blind = changed(
      prod,
      (resource) =>
        resource.type === "kubernetes:core/v1:ConfigMap" && resource.name === "oci-us-chicago-1-edge",
      (resource) => {
        const text = String((resource.inputs.data as Record<string, string>)["haproxy.cfg"]);
        const edited = text.replace(/ observe layer7.*$/gm, "").replace(/^.*table brownout.*$/gm, "");
        return setting(["data", "haproxy.cfg"], edited)(resource);
      },
    );
    expect(state(blind, "site:oci-us-chicago-1:brownout:0.5")?.rtoSeconds).toBeNull();
  });

  it("when images come from the other cloud's registry", () => {
    const far = changed(prod, ofType("kubernetes:apps/v1:Deployment"), (resource) => {
      if (resource.name !== "aws-us-east-2-feed") return resource;
      const image = "ocir.us-chicago-1.oci.oraclecloud.com/examplenamespace/feed@sha256:00";
      return setting(["spec", "template", "spec", "containers", 0, "image"], image)(resource);
    });
    expect(state(far, "provider:oci")?.capacity.then).toBeLessThan(
      state(prod, "provider:oci")?.capacity.then ?? 0,
    );
  });

  it("when a mirror of the queue is gone", () => {
    const bare = without(
      prod,
      (resource) => resource.name.endsWith("-queue-setup") && resource.type.endsWith(":ConfigMap"),
    );
    expect(state(bare, "site:aws-us-east-2", "engagement")?.rpoSeconds).toBeNull();
    expect(state(prod, "site:aws-us-east-2", "engagement")?.rpoSeconds).toBe(10);
  });

  it("when a drain is on, until it ends", () => {
    const drains = [{ site: "aws-us-west-2", until: "2026-12-01T00:00:00Z", reason: "test" }];
    const drained = changed(prod, ofType("pulumi:pulumi:Stack"), setting(["twincloud", "drain"], drains));
    // Nobody is there to be lost.
    expect(state(drained, "site:aws-us-west-2")?.lostSeconds).toBe(0);
    const later = new Survey(platformOf(drained, new Date("2026-12-02T00:00:00Z")));
    expect(later.verdicts(scenarioOf(fault("site", "aws-us-west-2"))).feed?.lostSeconds).toBeGreaterThan(0);
  });
});
