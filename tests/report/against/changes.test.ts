import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import { type Graph, type GraphResource, type Properties, UNKNOWN } from "../../../graph/resource";
import { changesAgainst } from "../../../report/against/changes";
import { readEarlier } from "../../../report/against/earlier";
import { changeLinesOf } from "../../../report/change-lines";
import type { ChangedResource } from "../../../report/changes-model";
import { renderJson } from "../../../report/json";
import { renderState } from "../../../report/state";
import { component, onCluster, placed, provider, resource, twoSites } from "../../graph/fixtures";

/** All that is told of the changes. */
function told(earlier: Graph | string, graph: Graph) {
  const text = typeof earlier === "string" ? earlier : renderState(earlier);
  return changesAgainst(readEarlier(text, "base"), graph);
}

const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";

/** What would change, with the last part of each URN; nothing where nothing would. */
function changes(earlier: Graph | string, graph: Graph) {
  const { create, update, replace, delete: gone, refused } = told(earlier, graph);
  const named = ({ urn, inputs }: ChangedResource) =>
    [nameOf(urn), ...inputs.map(({ path }) => path)].join(" ");
  const lines = {
    create: create.map(nameOf),
    update: update.map(named),
    replace: replace.map(named),
    delete: gone.map(nameOf),
    refused: refused.map(({ urn }) => nameOf(urn)),
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

  it("say why a resource is made anew", () => {
    const before = graph(vpc({ cidrBlock: "10.0.0.0/16" }));
    const [replaced] = told(before, graph(vpc({ cidrBlock: "10.1.0.0/16", tags: { a: "1" } }))).replace;
    expect(replaced?.because).toBe("cidrBlock 10.0.0.0/16 → 10.1.0.0/16");
    const oregon = { ...ohio, inputs: { region: "us-west-2" } };
    const moved = told(graph(aws("s3/bucket:Bucket", "b")), placed([oregon, aws("s3/bucket:Bucket", "b")]));
    expect(moved.replace.map(({ because }) => because)).toEqual(["it moves from us-east-2 to us-west-2"]);
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

describe("the values of a changed input", () => {
  const inputsOf = (before: Properties, after: Properties) =>
    told(graph(vpc(before)), graph(vpc(after))).update.flatMap(({ inputs }) => inputs);

  it("are the old and the new one, none where there was none", () => {
    expect(inputsOf({ tags: { a: "1" } }, { tags: { a: "2", b: "3" }, enableDnsSupport: false })).toEqual([
      { path: "enableDnsSupport", old: null, new: false },
      { path: "tags.a", old: "1", new: "2" },
      { path: "tags.b", old: null, new: "3" },
    ]);
  });

  it("are secret on both sides where one is", () => {
    const hidden = { path: "note", old: "[secret]", new: "[secret]" };
    expect(inputsOf({ note: "[secret]" }, { note: "plain" })).toEqual([hidden]);
    expect(inputsOf({ note: "plain" }, { note: "[secret]" })).toEqual([hidden]);
    expect(inputsOf({ note: { a: "[secret]" } }, { note: "all of it" })).toEqual([
      { path: "note", old: { a: "[secret]" }, new: "[secret]" },
    ]);
  });

  it("are secret on both sides where a state has one of them encrypted", () => {
    const text = renderState(graph(vpc({ note: "plain" })));
    const encrypted = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "v1:x",
    };
    const state = text.replace('"plain"', JSON.stringify(encrypted));
    expect(state).not.toBe(text);
    expect(told(state, graph(vpc({ note: "plain" }))).update[0]?.inputs).toEqual([
      { path: "note", old: "[secret]", new: "[secret]" },
    ]);
  });

  it("show a secret that is gone or new as one, and nothing beside it as nothing", () => {
    expect(inputsOf({ note: "[secret]" }, {})).toEqual([{ path: "note", old: "[secret]", new: null }]);
  });

  it("are secret where they look it, though nothing says that they are", () => {
    const env = (value: string) => ({ env: [{ name: "DB_PASSWORD", value }] });
    const hidden = { old: "[secret]", new: "[secret]" };
    expect(inputsOf(env("one"), env("two"))).toEqual([{ path: "env[0].value", ...hidden }]);
    expect(inputsOf({ password: "one" }, { password: "two" })).toEqual([{ path: "password", ...hidden }]);
    const token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    expect(inputsOf({ note: `with ${token}` }, { note: "without" })).toEqual([{ path: "note", ...hidden }]);
    expect(inputsOf({ note: '{"password":"one"}' }, { note: "{}" })).toEqual([{ path: "note", ...hidden }]);
    expect(inputsOf({}, env("two"))).toEqual([
      { path: "env", old: null, new: [{ name: "DB_PASSWORD", value: "[secret]" }] },
    ]);
    expect(inputsOf({ note: "token: none" }, { note: "token: some" })[0]?.new).toBe("token: some");
  });

  it("are not known before the deploy where they come from what is made anew", () => {
    const before = graph(vpc({ cidrBlock: "10.0.0.0/16" }), subnet());
    const { replace } = told(before, graph(vpc({ cidrBlock: "10.1.0.0/16" }), subnet()));
    expect(replace.find(({ urn }) => nameOf(urn) === "subnet")?.inputs).toEqual([
      { path: "vpcId", old: "vpc-made-up", new: UNKNOWN },
    ]);
  });
});

describe("what the engine refuses", () => {
  const safe = { protect: true };
  const at = (cidrBlock: string, rest: Partial<GraphResource> = {}) => graph(vpc({ cidrBlock }, rest));
  const refused = (before: Graph | string, after: Graph) =>
    told(before, after).refused.map(({ urn, because }) => `${nameOf(urn)} ${because.split(";")[0]}`);

  it("is to delete a protected resource", () => {
    expect(refused(graph(aws("s3/bucket:Bucket", "media", safe)), graph())).toEqual([
      "media protected: the engine refuses to delete it",
    ]);
  });

  it("is to replace a resource that was protected and still is", () => {
    expect(refused(at("10.0.0.0/16", safe), at("10.1.0.0/16", safe))).toEqual([
      "vpc protected: the engine refuses to replace it",
    ]);
    expect(refused(at("10.0.0.0/16", safe), at("10.1.0.0/16"))).toEqual([]);
    expect(refused(at("10.0.0.0/16"), at("10.1.0.0/16", safe))).toEqual([]);
  });

  it("is told against an earlier preview as well", () => {
    const preview = (made: Graph) => renderJson({ stack: "test", graph: made });
    expect(refused(preview(graph(aws("s3/bucket:Bucket", "media", safe))), graph())).toHaveLength(1);
    expect(refused(preview(at("10.0.0.0/16", safe)), at("10.1.0.0/16", safe))).toHaveLength(1);
  });

  it("is not to update it", () => {
    const tagged = (a: string) => graph(vpc({ tags: { a } }, safe));
    expect(refused(tagged("1"), tagged("2"))).toEqual([]);
  });
});

describe("what an API refuses", () => {
  const storage = (reclaimPolicy: string, rest: Partial<GraphResource> = {}) =>
    twoSites(
      onCluster("aws", "storage.k8s.io/v1", "StorageClass", "fast", {
        ...rest,
        inputs: { provisioner: "x", reclaimPolicy },
      }),
    );

  it("is an update of what can't be changed", () => {
    const { update, refused } = told(storage("Delete"), storage("Retain"));
    expect(update.map(({ urn }) => nameOf(urn))).toEqual(["aws-fast"]);
    expect(refused.map(({ because }) => because)).toEqual([
      expect.stringMatching(/^the API refuses to change reclaimPolicy of a StorageClass: /),
    ]);
  });

  it("is nothing of it where it is replaced", () => {
    const { replace, refused } = told(
      storage("Delete"),
      storage("Retain", { replaceOnChanges: ["reclaimPolicy"] }),
    );
    expect(replace.map(({ because }) => because)).toEqual(["reclaimPolicy Delete → Retain"]);
    expect(refused).toEqual([]);
  });

  it("is nothing of what is ignored", () => {
    const ignoring = storage("Retain", { ignoreChanges: ["reclaimPolicy"] });
    expect(told(storage("Delete"), ignoring).refused).toEqual([]);
  });
});

describe("what is lost", () => {
  const kinds = {
    role: aws("iam/role:Role", "role"),
    address: aws("ec2/eip:Eip", "address"),
    cluster: aws("eks/cluster:Cluster", "cluster"),
    key: aws("kms/key:Key", "key"),
    media: aws("s3/bucket:Bucket", "media"),
    zone: aws("route53/zone:Zone", "zone"),
  };

  it("is named first, the worst before the others, whatever else changes", () => {
    const many = Array.from({ length: 30 }, (_, index) => aws("sns/topic:Topic", `topic-${index}`));
    const { data, headline } = told(graph(...Object.values(kinds), ...many), graph());
    expect(data.map(({ urn, loss }) => `${loss} ${nameOf(urn)}`)).toEqual([
      "store media",
      "key key",
      "zone zone",
      "address address",
      "cluster cluster",
    ]);
    expect(headline).toBe(
      "deletes store media, deletes key key, deletes zone zone, deletes address address, deletes cluster cluster; aws-us-east-2 serves nothing any more; 36 to delete",
    );
  });

  it("is counted where there is more of a sort", () => {
    const stores = ["a", "b", "c"].map((name) => aws("s3/bucket:Bucket", name));
    const addresses = ["d", "e"].map((name) => aws("ec2/eip:Eip", name));
    expect(told(graph(...stores, ...addresses), graph()).headline).toBe(
      "deletes 3 stores (a, b and 1 more), deletes 2 addresses (d, e); 5 to delete",
    );
  });

  it("is what is replaced too", () => {
    const named = (name: string) => graph(aws("route53/zone:Zone", "zone", { inputs: { name } }));
    const { headline, data } = told(named("a.example"), named("b.example"));
    expect(data).toHaveLength(1);
    expect(headline).toBe("replaces zone zone; 1 to replace");
  });

  it("is said of what the engine leaves where it is, in other words", () => {
    const { headline } = told(graph({ ...kinds.media, retainOnDelete: true }), graph());
    expect(headline).toBe("lets go of store media; 1 to delete");
  });

  it("is nothing that is updated", () => {
    const tagged = (a: string) => graph({ ...kinds.media, inputs: { tags: { a } } });
    expect(told(tagged("1"), tagged("2")).data).toEqual([]);
  });

  it("heads the list of changes", () => {
    const before = graph(aws("sns/topic:Topic", "a"), kinds.media);
    expect(changeLinesOf(told(before, graph())).map(({ name, loss }) => [name, loss])).toEqual([
      ["media", "store"],
      ["a", undefined],
    ]);
  });
});

describe("what goes through and hurts", () => {
  const warnings = (before: Graph, after: Graph) =>
    told(before, after).warnings.map(({ because }) => because);
  const inOregon = provider("aws", "oregon", { inputs: { region: "us-west-2" } });
  const cluster = (version: string, name = "cluster", by = ohio) =>
    resource("aws:eks/cluster:Cluster", name, { provider: by.urn, inputs: { version } });
  const refused = (from: string, to: string) =>
    told(graph(cluster(from)), graph(cluster(to))).refused.map(({ because }) => because.split(":")[0]);

  it("is a network that is made anew: its site goes down", () => {
    const at = (cidrBlock: string) => graph(vpc({ cidrBlock }));
    expect(warnings(at("10.0.0.0/16"), at("10.1.0.0/16"))).toEqual([
      "its network is made anew: aws-us-east-2 goes down until all that stands in it is made again",
    ]);
  });

  it("is said in the headline, before how much else changes", () => {
    const before = graph(vpc({ cidrBlock: "10.0.0.0/16" }));
    expect(told(before, graph(vpc({ cidrBlock: "10.1.0.0/16" }))).headline).toBe(
      "aws-us-east-2 goes down; 1 to replace",
    );
  });

  it("is a Kubernetes version that moves at several sites at once", () => {
    const both = (a: string, b: string) =>
      placed([ohio, inOregon, cluster(a), cluster(b, "second", inOregon)]);
    expect(warnings(both("1.33", "1.33"), both("1.34", "1.34"))).toEqual([
      expect.stringContaining(
        "moves at 2 sites in one deploy (aws-us-east-2 1.33 → 1.34, aws-us-west-2 1.33 → 1.34)",
      ),
    ]);
    expect(warnings(both("1.33", "1.33"), both("1.34", "1.33"))).toEqual([]);
  });

  it("is refused where the version skips a minor or goes back", () => {
    expect(refused("1.33", "1.34")).toEqual([]);
    expect(refused("1.32", "1.35")).toEqual(["Kubernetes 1.32 → 1.35 skips 2 minor versions"]);
    expect(refused("1.34", "1.33")).toEqual([
      "Kubernetes 1.34 → 1.33 goes back, which no control plane does",
    ]);
    expect(refused("1.34.2", "1.34.1")).toHaveLength(1);
    expect(refused("1.34", "1.34.1")).toEqual([]);
    expect(refused("2.0", "1.40")).toHaveLength(1);
  });

  it("is told by what runs, where a state says so", () => {
    const runs = { ...cluster("1.32"), outputs: { version: "1.33" } };
    expect(told(graph(runs), graph(cluster("1.34"))).refused).toEqual([]);
  });

  it("is nothing where the version can't be told", () => {
    expect(refused("latest", "1.34")).toEqual([]);
    expect(told(graph(aws("eks/cluster:Cluster", "cluster")), graph(cluster("1.34"))).refused).toEqual([]);
  });
});
