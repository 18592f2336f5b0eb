import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import type { Graph, GraphResource, Properties } from "../../../graph/resource";
import { changesAgainst } from "../../../report/against/changes";
import { readEarlier } from "../../../report/against/earlier";
import { renderJson } from "../../../report/json";
import { renderState } from "../../../report/state";
import { component, onCluster, placed, provider, resource, twoSites } from "../../graph/fixtures";

/** What would change, with the last part of each URN; nothing where nothing would. */
function changes(earlier: Graph | string, graph: Graph) {
  const text = typeof earlier === "string" ? earlier : renderState(earlier);
  const { create, update, replace, delete: gone, refused } = changesAgainst(readEarlier(text, "base"), graph);
  const name = (urn: string) => urn.split("::").at(-1) ?? "";
  const lines = {
    create: create.map(name),
    update: update.map(({ urn, inputs }) => [name(urn), ...inputs].join(" ")),
    replace: replace.map(({ urn, inputs }) => [name(urn), ...inputs].join(" ")),
    delete: gone.map(name),
    refused: refused.map(name),
  };
  return Object.fromEntries(Object.entries(lines).filter(([, list]) => list.length > 0));
}

const ohio = provider("aws", "ohio", { inputs: { region: "us-east-2" } });
const aws = (type: string, name: string, rest: Partial<GraphResource> = {}) =>
  resource(`aws:${type}`, name, { provider: ohio.urn, ...rest });
const graph = (...resources: GraphResource[]) => placed([ohio, ...resources]);

const vpc = (inputs: Properties, rest: Partial<GraphResource> = {}) =>
  aws("ec2/vpc:Vpc", "vpc", {
    inputs,
    id: "vpc-made-up",
    outputs: { ...inputs, arn: "arn:made-up" },
    ...rest,
  });
const subnet = (rest: Partial<GraphResource> = {}) =>
  aws("ec2/subnet:Subnet", "subnet", {
    inputs: { vpcId: "vpc-made-up", cidrBlock: "10.0.1.0/24" },
    propertyDependencies: { vpcId: [vpc({}).urn] },
    ...rest,
  });

describe("the changes against an earlier preview or state", () => {
  it.each([
    ["a state", (made: Graph) => renderState(made)],
    ["a preview", (made: Graph) => renderJson({ stack: "test", graph: made })],
  ])("are none where nothing did, against %s of the same graph", (_, render) => {
    const same = twoSites(onCluster("aws", "v1", "Secret", "s", { inputs: { data: { a: "[secret]" } } }));
    expect(changes(render(same), same)).toEqual({});
  });

  it("are what is new and what is gone", () => {
    const before = graph(aws("s3/bucket:Bucket", "old"));
    expect(changes(before, graph(aws("s3/bucket:Bucket", "new")))).toEqual({
      create: ["new"],
      delete: ["old"],
    });
  });

  it("are the inputs that an update changes", () => {
    const before = graph(vpc({ cidrBlock: "10.0.0.0/16", tags: { a: "1", b: "1" } }));
    const after = graph(
      vpc({ cidrBlock: "10.0.0.0/16", tags: { a: "2", b: "1" }, enableDnsHostnames: true }),
    );
    expect(changes(before, after)).toEqual({ update: ["vpc enableDnsHostnames tags.a"] });
  });

  it("are replacements where the property forces one", () => {
    const before = graph(vpc({ cidrBlock: "10.0.0.0/16" }));
    expect(changes(before, graph(vpc({ cidrBlock: "10.1.0.0/16" })))).toEqual({ replace: ["vpc cidrBlock"] });
  });

  it("are replacements where the program asks for them", () => {
    const before = graph(vpc({ tags: { a: "1" } }));
    const after = graph(vpc({ tags: { a: "2" } }, { replaceOnChanges: ["tags"] }));
    expect(changes(before, after)).toEqual({ replace: ["vpc tags.a"] });
  });

  it("leave out what the program ignores", () => {
    const before = graph(vpc({ cidrBlock: "10.0.0.0/16", tags: { a: "1" } }));
    const ignoring = (ignoreChanges: string[]) =>
      graph(vpc({ cidrBlock: "10.1.0.0/16", tags: { a: "2" } }, { ignoreChanges }));
    expect(changes(before, ignoring(["cidrBlock"]))).toEqual({ update: ["vpc tags.a"] });
    expect(changes(before, ignoring(["*"]))).toEqual({});
  });

  it("reach what hangs on a value of what is replaced, and replace it where that forces it", () => {
    const rule = (id: string) =>
      aws("vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", {
        inputs: { securityGroupId: "sg", description: `from ${id}` },
        propertyDependencies: { description: [vpc({}).urn] },
      });
    const before = graph(vpc({ cidrBlock: "10.0.0.0/16" }), subnet(), rule("vpc-made-up"));
    const after = graph(vpc({ cidrBlock: "10.1.0.0/16" }), subnet(), rule("vpc-made-up"));
    expect(changes(before, after)).toEqual({
      replace: ["subnet vpcId", "vpc cidrBlock"],
      update: ["rule description"],
    });
  });

  it("don't reach what hangs on a replaced resource only by waiting for it", () => {
    const waiting = aws("s3/bucket:Bucket", "waiting", { dependencies: [vpc({}).urn] });
    const before = graph(vpc({ cidrBlock: "10.0.0.0/16" }), waiting);
    const after = graph(vpc({ cidrBlock: "10.1.0.0/16" }), waiting);
    expect(changes(before, after)).toEqual({ replace: ["vpc cidrBlock"] });
  });

  it("reach everything on a cluster whose Kubernetes provider is replaced", () => {
    const cluster = (clusterIdentifier: string) =>
      provider("kubernetes", "k", { inputs: { clusterIdentifier, kubeconfig: "[secret]" } });
    const namespace = resource("kubernetes:core/v1:Namespace", "ns", {
      provider: cluster("").urn,
      inputs: { apiVersion: "v1", kind: "Namespace", metadata: { name: "ns" } },
    });
    expect(changes(graphOf([cluster("a"), namespace]), graphOf([cluster("b"), namespace]))).toEqual({
      replace: ["ns", "k clusterIdentifier"],
    });
  });

  it("replace AWS resources whose provider moves to another region", () => {
    const oregon = { ...ohio, inputs: { region: "us-west-2" } };
    const bucket = aws("s3/bucket:Bucket", "b", { inputs: { bucket: "b" } });
    expect(changes(graph(bucket), placed([oregon, bucket]))).toEqual({
      replace: ["b"],
      update: ["ohio region"],
    });
  });

  it("take a resource for the one that it is an alias of", () => {
    const before = graph(vpc({ tags: { a: "1" } }));
    const renamed = {
      ...vpc({ tags: { a: "2" } }),
      urn: vpc({}).urn.replace(/vpc$/, "network"),
      name: "network",
    };
    expect(changes(before, graph({ ...renamed, aliases: [vpc({}).urn] }))).toEqual({
      update: ["network tags.a"],
    });
    expect(changes(before, graph(renamed))).toEqual({ create: ["network"], delete: ["vpc"] });
  });

  it("don't take another resource's earlier form for that of its namesake", () => {
    const both = graph(vpc({ tags: { a: "1" } }), aws("ec2/vpc:Vpc", "second", { aliases: [vpc({}).urn] }));
    expect(changes(graph(vpc({ tags: { a: "1" } })), both)).toEqual({ create: ["second"] });
  });

  it("name the protected resources that the engine would refuse to replace or delete", () => {
    const safe = { protect: true };
    const before = graph(vpc({ cidrBlock: "10.0.0.0/16" }, safe), aws("s3/bucket:Bucket", "media", safe));
    expect(changes(before, graph(vpc({ cidrBlock: "10.1.0.0/16" })))).toEqual({
      replace: ["vpc cidrBlock"],
      delete: ["media"],
      refused: ["vpc", "media"],
    });
  });

  it("are none of what the stack only reads", () => {
    const read = aws("ec2/vpc:Vpc", "shared", { external: true, inputs: { a: "1" } });
    expect(changes(graph(), graph(read))).toEqual({});
    expect(changes(graph(read), graph({ ...read, inputs: { a: "2" } }))).toEqual({});
    expect(changes(graph(read), graph())).toEqual({});
  });

  it("include components, whose inputs the engine compares as well", () => {
    const site = (size: number) => component("twincloud:Site", "site", { inputs: { size } });
    expect(changes(graph(site(1)), graph(site(2)))).toEqual({ update: ["site size"] });
  });

  it("come in the order of their URNs, whatever the order of the resources", () => {
    const names = ["a", "b", "c", "d", "e"];
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 5 }), (order) => {
        const made = graph(...order.map((name) => aws("s3/bucket:Bucket", name)));
        expect(changes(graph(), made)).toEqual({ create: names });
        expect(changes(made, graph())).toEqual({ delete: names });
      }),
    );
  });
});

describe("the changes against the state of a live stack", () => {
  // What a cloud answered, where the preview has made-up ids.
  const live = (inputs: Properties, rest: Partial<GraphResource> = {}) =>
    vpc(inputs, { id: "vpc-0a1b2c3d4e", outputs: { ...inputs, arn: "arn:aws:ec2:vpc-0a1b2c3d4e" }, ...rest });
  const liveSubnet = (cidrBlock: string) => subnet({ inputs: { vpcId: "vpc-0a1b2c3d4e", cidrBlock } });

  it("are none where only the ids differ that the preview makes up", () => {
    const state = graph(live({ cidrBlock: "10.0.0.0/16" }), liveSubnet("10.0.1.0/24"));
    expect(changes(state, graph(vpc({ cidrBlock: "10.0.0.0/16" }), subnet()))).toEqual({});
  });

  it("are still all the others", () => {
    const state = graph(live({ cidrBlock: "10.0.0.0/16" }), liveSubnet("10.0.9.0/24"));
    expect(changes(state, graph(vpc({ cidrBlock: "10.0.0.0/16" }), subnet()))).toEqual({
      replace: ["subnet cidrBlock"],
    });
  });

  it("are no defaults that the provider wrote into the inputs", () => {
    const state = graph(live({ __defaults: ["instanceTenancy"], instanceTenancy: "default", tags: {} }));
    expect(changes(state, graph(vpc({ tags: {} })))).toEqual({});
  });
});
