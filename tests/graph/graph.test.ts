import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dependenciesOf, edgesOf, graphOf } from "../../graph/graph";
import { component, resource, urnOf } from "./fixtures";

const names = (resources: readonly { name: string }[] | undefined) => resources?.map(({ name }) => name);

describe("graphOf", () => {
  const parent = component("twincloud:aws:Network", "network");
  const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { parent: parent.urn });
  const subnet = resource("aws:ec2/subnet:Subnet", "subnet", {
    parent: parent.urn,
    dependencies: [vpc.urn],
    propertyDependencies: { vpcId: [vpc.urn] },
  });
  const route = resource("aws:ec2/route:Route", "route", { propertyDependencies: { vpcId: [vpc.urn] } });
  const graph = graphOf([parent, vpc, subnet, route]);

  it("finds a resource by its URN", () => {
    expect(graph.byUrn.get(vpc.urn)).toBe(vpc);
  });

  it("lists resources by type in their order", () => {
    expect(names(graph.byType.get("aws:ec2/subnet:Subnet"))).toEqual(["subnet"]);
    expect(graph.byType.get("aws:s3/bucket:Bucket")).toBeUndefined();
  });

  it("lists the children of a component", () => {
    expect(names(graph.children.get(parent.urn))).toEqual(["vpc", "subnet"]);
  });

  it("lists a dependent once, whether it depends through a property, by dependsOn or both", () => {
    expect(names(graph.dependents.get(vpc.urn))).toEqual(["subnet", "route"]);
  });

  it("makes an index once", () => {
    expect(graph.byType).toBe(graph.byType);
    expect(graph.dependents).toBe(graph.dependents);
  });

  it("takes the stack's outputs from the stack itself", () => {
    const stack = component("pulumi:pulumi:Stack", "s", { outputs: { twincloud: { jurisdiction: "us" } } });
    expect(graphOf([stack]).stackOutputs).toEqual({ twincloud: { jurisdiction: "us" } });
    expect(graphOf([]).stackOutputs).toEqual({});
  });

  it("knows as many dependents as there are dependencies", () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 40 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const nodes = Array.from({ length: 10 }, (_, index) =>
          resource("a:b:C", String(index), {
            dependencies: pairs
              .filter(([from]) => from === index)
              .map(([, to]) => urnOf("a:b:C", String(to))),
          }),
        );
        const made = graphOf(nodes);
        const known = [...made.dependents.values()].reduce((sum, list) => sum + list.length, 0);
        expect(known).toBe(nodes.reduce((sum, node) => sum + dependenciesOf(node).size, 0));
      }),
    );
  });
});

describe("edgesOf", () => {
  it("sorts, drops doubles and inputs that depend on nothing", () => {
    expect(
      edgesOf({ dependencies: ["b", "a", "b"], propertyDependencies: { x: ["d", "c"], y: [], z: null } }),
    ).toEqual({ dependencies: ["a", "b"], propertyDependencies: { x: ["c", "d"] } });
  });
});
