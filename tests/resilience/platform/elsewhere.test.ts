import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import type { Graph, GraphResource, Properties } from "../../../graph/resource";
import { platformOf } from "../../../resilience/platform/from-graph";
import { untoldOf } from "../../../resilience/platform/untold";
import { survivalOf } from "../../../resilience/verdict/survival";
import { component, placed, provider, resource } from "../../graph/fixtures";
import { now } from "../../support/findings";

const east = provider("aws", "east", { inputs: { region: "us-east-1" } });
const west = provider("aws", "west", { inputs: { region: "us-west-2" } });

/** A load balancer with a container service of so many tasks behind it. */
function stackIn(at: GraphResource, tasks: number): GraphResource[] {
  const balancer = resource("aws:lb/loadBalancer:LoadBalancer", `alb-${at.name}`, { provider: at.urn });
  const service = resource("aws:ecs/service:Service", `tasks-${at.name}`, {
    provider: at.urn,
    inputs: { desiredCount: tasks },
  });
  return [balancer, service];
}

/** An alias record that asks whether its load balancer is well. */
function alias(at: GraphResource, policy: Properties, evaluateTargetHealth = true): GraphResource {
  const [balancer] = stackIn(at, 1) as [GraphResource];
  return resource("aws:route53/record:Record", `record-${at.name}`, {
    provider: east.urn,
    inputs: {
      zoneId: "Z1",
      name: "shop.example.com",
      type: "A",
      setIdentifier: at.name,
      aliases: [{ name: `${at.name}.elb.amazonaws.com`, zoneId: "Z2", evaluateTargetHealth }],
      ...policy,
    },
    propertyDependencies: { aliases: [balancer.urn] },
  });
}

const failover = (type: "PRIMARY" | "SECONDARY"): Properties => ({ failoverRoutingPolicies: [{ type }] });
const latency = (region: string): Properties => ({ latencyRoutingPolicies: [{ region }] });

const pair = (tasks: readonly [number, number], records: readonly GraphResource[]): Graph =>
  placed([east, west, ...stackIn(east, tasks[0]), ...stackIn(west, tasks[1]), ...records]);

function verdictOf(graph: Graph, fault: string, name = "shop.example.com") {
  const { scenarios } = survivalOf(graph, { now });
  const { state, rtoSeconds } = scenarios.find(({ id }) => id === fault)?.verdicts[name] ?? {};
  return {
    state,
    rtoSeconds: rtoSeconds === undefined || rtoSeconds === null ? rtoSeconds : Math.round(rtoSeconds),
  };
}

describe("a program that labels nothing", () => {
  it("has a site for each region that serves, and a capability for each public name", () => {
    const graph = pair([3, 3], [alias(east, failover("PRIMARY")), alias(west, failover("SECONDARY"))]);
    const { sites, capabilities, peak } = platformOf(graph, now);
    expect(sites.map(({ id }) => id)).toEqual(["aws-us-east-1", "aws-us-west-2"]);
    expect(capabilities.map(({ name }) => name)).toEqual(["shop.example.com"]);
    // What runs where users go while nothing fails: the second region stands by.
    expect(peak).toEqual({ "shop.example.com": 3 });
  });

  it("fails over by aliases that ask whether their targets are well", () => {
    const graph = pair([3, 3], [alias(east, failover("PRIMARY")), alias(west, failover("SECONDARY"))]);
    // Two checks of the target group, 30 s each, 10 s until all of Route 53 knows, and 99 % of an alias' 60 s.
    expect(verdictOf(graph, "site:aws-us-east-1")).toEqual({ state: "up", rtoSeconds: 129 });
    expect(verdictOf(graph, "site:aws-us-west-2")).toEqual({ state: "up", rtoSeconds: 0 });
  });

  it("stays where it is when nothing asks whether the first region is well", () => {
    const records = [alias(east, failover("PRIMARY"), false), alias(west, failover("SECONDARY"), false)];
    expect(verdictOf(pair([3, 3], records), "site:aws-us-east-1")).toEqual({
      state: "down",
      rtoSeconds: null,
    });
  });

  it("serves less by a second region that runs a third of what the first one does", () => {
    const records = [alias(east, failover("PRIMARY")), alias(west, failover("SECONDARY"))];
    // A third of the peak, of the half that is demanded.
    expect(verdictOf(pair([3, 1], records), "site:aws-us-east-1").state).toBe("degraded");
  });

  it("loses the users of one region of two until answers by latency leave it out", () => {
    const records = [alias(east, latency("us-east-1")), alias(west, latency("us-west-2"))];
    expect(verdictOf(pair([3, 3], records), "site:aws-us-east-1").state).toBe("up");
  });

  it("can't tell who is left without an answer by geolocation that has none for all places", () => {
    const at = (place: Properties): Properties => ({ geolocationRoutingPolicies: [place] });
    const records = (other: Properties) => [alias(east, at({ continent: "EU" })), alias(west, at(other))];
    const whats = (graph: Graph) => untoldOf(graph).map(({ what }) => what);
    expect(whats(pair([3, 3], records({ continent: "NA" })))).toEqual([
      "who gets no answer of shop.example.com, which has none for all places",
    ]);
  });

  it("takes an entrance without a public name for what it is called, and loses it with its region", () => {
    const graph = placed([east, ...stackIn(east, 3)]);
    expect(platformOf(graph, now).capabilities.map(({ name }) => name)).toEqual(["alb-east"]);
    expect(verdictOf(graph, "site:aws-us-east-1", "alb-east")).toEqual({ state: "down", rtoSeconds: null });
    expect(verdictOf(graph, "zone:aws-us-east-1/use1-az1", "alb-east").state).toBe("up");
  });

  it("loses what stands alone with a zone: a machine for good, a task until it runs elsewhere", () => {
    const machine = resource("aws:ec2/instance:Instance", "box", { provider: east.urn });
    const [balancer, task] = stackIn(east, 1) as [GraphResource, GraphResource];
    const lost = (graph: Graph, name: string) => verdictOf(graph, "zone:aws-us-east-1/use1-az1", name);
    expect(lost(placed([east, machine]), "box")).toEqual({ state: "down", rtoSeconds: null });
    const { state, rtoSeconds } = lost(placed([east, balancer, task]), "alb-east");
    expect(state).toBe("up");
    expect(rtoSeconds).toBeGreaterThan(0);
  });

  it("serves what its cloud runs by itself in every zone, and is lost with the region alone", () => {
    const api = resource("aws:apigatewayv2/api:Api", "api", { provider: east.urn });
    const run = resource("aws:lambda/function:Function", "run", { provider: east.urn });
    const graph = placed([east, api, run]);
    expect(verdictOf(graph, "zone:aws-us-east-1/use1-az1", "api")).toMatchObject({ state: "up" });
    expect(verdictOf(graph, "site:aws-us-east-1", "api").state).toBe("down");
  });

  it("can't tell what a database at one of two regions is to the other", () => {
    const records = [alias(east, latency("us-east-1")), alias(west, latency("us-west-2"))];
    const database = (at: GraphResource) =>
      resource("aws:rds/instance:Instance", `db-${at.name}`, { provider: at.urn, inputs: { multiAz: true } });
    const both = [east, west, ...stackIn(east, 3), ...stackIn(west, 3), ...records];
    const whats = (...more: GraphResource[]) => untoldOf(placed([...both, ...more])).map(({ what }) => what);
    expect(whats(database(east))).toEqual([
      "whether what serves at aws-us-west-2 needs the database db-east at aws-us-east-1",
    ]);
    expect(whats(database(east), database(west))).toEqual([]);
  });

  it("can't tell what a component of another process is made of", () => {
    const { resources } = placed([east, ...stackIn(east, 3)]);
    const opaque = component("awsx:ecs:FargateService", "web");
    const graph = graphOf(
      [...resources, opaque],
      [{ urn: opaque.urn, kind: "opaque", text: "made elsewhere" }],
    );
    expect(untoldOf(graph).map(({ what }) => what)).toEqual(["what web is made of"]);
    expect(survivalOf(graph, { now }).verdict).toBe("unknown");
  });

  it("stands by where OCI's steering gives an answer a later turn", () => {
    const at = (region: string) => provider("oci", region, { inputs: { region } });
    const [ashburn, phoenix] = [at("us-ashburn-1"), at("us-phoenix-1")];
    const address = (of: GraphResource, ipAddress: string) =>
      resource("oci:Core/publicIp:PublicIp", `ip-${of.name}`, { provider: of.urn, outputs: { ipAddress } });
    const turn = (name: string, value: number) => ({ answerCondition: `answer.name == '${name}'`, value });
    const policy = resource("oci:Dns/steeringPolicy:SteeringPolicy", "policy", {
      provider: ashburn.urn,
      id: "policy",
      inputs: {
        template: "FAILOVER",
        ttl: 60,
        answers: [
          { name: "first", rtype: "A", rdata: "198.51.100.1" },
          { name: "second", rtype: "A", rdata: "198.51.100.2" },
        ],
        rules: [
          { ruleType: "PRIORITY", defaultAnswerDatas: [turn("first", 1), turn("second", 99)] },
          { ruleType: "LIMIT", defaultCount: 1 },
        ],
      },
    });
    const attachment = resource("oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment", "attachment", {
      provider: ashburn.urn,
      inputs: { domainName: "shop.example.com", zoneId: "z", steeringPolicyId: "policy" },
      propertyDependencies: { steeringPolicyId: [policy.urn] },
    });
    const machine = (of: GraphResource) =>
      resource("oci:Core/instance:Instance", `box-${of.name}`, { provider: of.urn });
    const graph = placed([
      ashburn,
      phoenix,
      address(ashburn, "198.51.100.1"),
      address(phoenix, "198.51.100.2"),
      machine(ashburn),
      machine(phoenix),
      policy,
      attachment,
    ]);
    const { sites, capabilities } = platformOf(graph, now);
    const [capability] = capabilities;
    const weights = capability?.answers.flatMap((name) =>
      (name?.answers ?? []).map(({ address, weight }) => [
        sites[capability.addresses[address]?.site ?? -1]?.id,
        weight,
      ]),
    );
    expect(weights).toEqual([
      ["oci-us-ashburn-1", 1],
      ["oci-us-phoenix-1", 0],
    ]);
  });
});
