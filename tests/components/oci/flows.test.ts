import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anywhere,
  clusterFlows,
  edgeFlows,
  needsPublicEndpoint,
  type Rule,
  rulesOf,
} from "../../../components/oci/flows";

const LEAF = 7422;
const cluster = rulesOf(clusterFlows(["203.0.113.0/24"], LEAF));
const edge = rulesOf(edgeFlows(["192.0.2.1/32", "192.0.2.2/32"], LEAF));
const peerOf = ({ peer }: Rule) => (typeof peer === "string" ? peer : peer.cidr);
const of = (rules: readonly Rule[], part: string, direction: string) =>
  rules
    .filter((rule) => rule.part === part && rule.direction === direction)
    .map((rule) => `${peerOf(rule)} ${rule.traffic}`)
    .sort();

describe("the rules of a cluster", () => {
  it("let the endpoint be called by nodes, pods and administrators only", () => {
    expect(of(cluster, "endpoint", "INGRESS")).toEqual([
      "203.0.113.0/24 6443",
      "nodes 12250",
      "nodes 6443",
      "nodes path-discovery",
      "pods 12250",
      "pods 6443",
    ]);
  });

  it("let the endpoint call OKE, kubelets and pods", () => {
    expect(of(cluster, "endpoint", "EGRESS")).toEqual([
      "nodes 10250",
      "nodes path-discovery",
      "pods all",
      "services path-discovery",
      "services tcp",
    ]);
  });

  it("let kubelets be called by the endpoint and the metrics server, and nothing else reach a node", () => {
    expect(of(cluster, "nodes", "INGRESS")).toEqual([
      "0.0.0.0/0 path-discovery",
      "endpoint 10250",
      "endpoint path-discovery",
      "pods 10250",
    ]);
  });

  it("keep nodes from the Internet: images come from OCI's own network", () => {
    expect(of(cluster, "nodes", "EGRESS")).toEqual([
      "0.0.0.0/0 path-discovery",
      "endpoint 12250",
      "endpoint 6443",
      "endpoint path-discovery",
      "pods all",
      "services tcp",
    ]);
  });

  it("let pods call the other cloud's stores and the other sites' queues, and no other port outside", () => {
    const outside = of(cluster, "pods", "EGRESS").filter((rule) => rule.startsWith("0.0.0.0/0"));
    expect(outside).toEqual(["0.0.0.0/0 443", "0.0.0.0/0 7422"]);
  });

  it("let no port of any part be reached from everywhere", () => {
    const open = cluster.filter((rule) => rule.direction === "INGRESS" && peerOf(rule) === "0.0.0.0/0");
    expect(open.map(({ traffic }) => traffic).filter((traffic) => traffic !== "path-discovery")).toEqual([]);
  });
});

describe("the rules of the edge", () => {
  it("admit everybody by HTTPS, and to the leaf port the other sites alone", () => {
    expect(of(edge, "edge", "INGRESS")).toEqual([
      "0.0.0.0/0 443",
      "0.0.0.0/0 path-discovery",
      "192.0.2.1/32 7422",
      "192.0.2.2/32 7422",
    ]);
  });

  it("lead to the two node ports and to kube-proxy's health, and nowhere else", () => {
    expect(of(edge, "edge", "EGRESS")).toEqual([
      "nodes 10256",
      "nodes 30422",
      "nodes 30443",
      "nodes path-discovery",
    ]);
    expect(of(edge, "nodes", "INGRESS")).toEqual([
      "edge 10256",
      "edge 30422",
      "edge 30443",
      "edge path-discovery",
    ]);
  });

  it("open no leaf port where there is no other site", () => {
    const rules = rulesOf(edgeFlows([], LEAF));
    expect(rules.filter(({ traffic, part }) => part === "edge" && traffic === LEAF)).toEqual([]);
  });
});

describe("the rules of an edge that forwards", () => {
  const forwarding = { port: 7443, from: ["192.0.2.1/32", undefined], to: ["198.51.100.7/32"] };
  const rules = rulesOf(edgeFlows([], LEAF, forwarding)).map(
    (rule) => `${rule.part} ${rule.direction} ${peerOf(rule)} ${rule.traffic}`,
  );

  it("admit what the other sites hand on from their addresses alone, and let pods hand on to their edges alone", () => {
    expect(rules.filter((rule) => rule.includes("7443"))).toEqual([
      "edge INGRESS 192.0.2.1/32 7443",
      "pods EGRESS 198.51.100.7/32 7443",
    ]);
  });

  it("lead from the load balancer to the nodes", () => {
    expect(rules).toEqual(expect.arrayContaining(["edge EGRESS nodes 30444", "nodes INGRESS edge 30444"]));
  });
});

describe("a flow", () => {
  it("between two parts is allowed at both ends", () => {
    const rules = rulesOf([{ from: "nodes", to: "pods", traffic: "all", why: "" }]);
    expect(rules.map(({ name }) => name)).toEqual(["nodes-to-pods-all", "pods-from-nodes-all"]);
  });

  it("from outside is a rule of the part that it reaches", () => {
    const rules = rulesOf([{ from: anywhere, to: "edge", traffic: 443, why: "" }]);
    expect(rules.map(({ name }) => name)).toEqual(["edge-from-anywhere-443"]);
  });

  it("is named apart from every other of the site, whoever administers it", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const cidr = fc.tuple(octet, octet).map(([a, b]) => `203.${a}.${b}.0/24`);
    fc.assert(
      fc.property(fc.uniqueArray(cidr, { maxLength: 5 }), (admins) => {
        const flows = [...clusterFlows(admins, LEAF), ...edgeFlows(["192.0.2.1/32", "192.0.2.2/32"], LEAF)];
        const names = rulesOf(flows).map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

describe("the endpoint", () => {
  it("is public only where an administrator comes from the Internet", () => {
    expect(needsPublicEndpoint(["203.0.113.0/24"])).toBe(true);
    expect(needsPublicEndpoint(["10.0.0.0/8", "172.32.0.0/16"])).toBe(true);
    expect(needsPublicEndpoint(["10.0.0.0/8", "172.16.0.0/12", "192.168.7.0/24"])).toBe(false);
    expect(needsPublicEndpoint([])).toBe(false);
  });
});
