import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import type { Graph, GraphResource, Properties, Value } from "../../../graph/resource";
import { packSettings } from "../../../policies/pack/settings";
import { waysClosed } from "../../../policies/rules/ways-closed";
import { findings, now } from "../../support/findings";
import { changed, ofType, setting, stackGraph, type Which } from "../../support/graphs";
import { inCrossGuard } from "../../support/policy-view";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const NSG = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
const SERVICE = "kubernetes:core/v1:Service";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const OHIO = "aws-us-east-2";
const CHICAGO = "oci-us-chicago-1";
const prod = stackGraph("prod");

/** One more resource like another, with other inputs. */
function beside(which: Which, name: string, inputs: Properties): Graph {
  const model = prod.resources.find(which) as GraphResource;
  const more = {
    ...model,
    urn: `${model.urn}-${name}`,
    name,
    inputs: { ...model.inputs, ...inputs },
    outputs: {},
  };
  return graphOf([...prod.resources, more]);
}
const edited = (which: Which, path: readonly (string | number)[], value: Value | undefined): Graph =>
  changed(prod, which, setting(path, value));

const everybody = ofType(INGRESS, `${OHIO}-edge-from-everybody`);
const toPods = ofType(INGRESS, `${OHIO}-pods-from-edge-https`);
const wanted = "wanted the ports and the callers that the platform needs";
const byLabels = "wanted the pods that call them, by their labels, and the ports that they call";

describe("ways-closed", () => {
  it.each(["prod", "staging", "chat", "prod-unknown"] as const)(
    "passes %s, also as CrossGuard shows it",
    (stack) => {
      expect(findings(waysClosed, stackGraph(stack))).toEqual([]);
      expect(findings(waysClosed, inCrossGuard(stackGraph(stack)))).toEqual([]);
    },
  );

  it.each<[string, () => Graph, string]>([
    [
      "a port more for everybody",
      () => beside(everybody, "ssh", { fromPort: 22, toPort: 22 }),
      `${OHIO}-edge-from-everybody-ssh lets everybody in on tcp 22 of load balancer; ${wanted}`,
    ],
    [
      "everybody at the pods",
      () =>
        beside(toPods, "wide", { cidrIpv4: "0.0.0.0/0", ipProtocol: "-1", referencedSecurityGroupId: "" }),
      `${OHIO}-pods-from-edge-https-wide lets everybody in on every port of Kubernetes API, nodes, pods; ${wanted}`,
    ],
    [
      "everybody at the leaf links",
      () => edited(ofType(INGRESS, `${OHIO}-edge-from-leaf-2`), ["cidrIpv4"], "0.0.0.0/0"),
      `${OHIO}-edge-from-leaf-2 lets everybody in on tcp 7422 of load balancer; ${wanted}`,
    ],
    [
      "a stranger at the leaf links",
      () => edited(ofType(INGRESS, `${OHIO}-edge-from-leaf-2`), ["cidrIpv4"], "203.0.113.9/32"),
      `${OHIO}-edge-from-leaf-2 lets 203.0.113.9/32, which is nobody's of the platform, in on tcp 7422 of load balancer; ${wanted}`,
    ],
    [
      "everybody at OCI's endpoint",
      () => edited(ofType(NSG, `${CHICAGO}-endpoint-from-203-0-113-0-24-6443`), ["source"], "0.0.0.0/0"),
      `${CHICAGO}-endpoint-from-203-0-113-0-24-6443 lets everybody in on tcp 6443 of Kubernetes API; ${wanted}`,
    ],
    [
      "everybody at EKS' endpoint",
      () =>
        edited(ofType("aws:eks/cluster:Cluster", OHIO), ["vpcConfig", "publicAccessCidrs"], ["0.0.0.0/0"]),
      `${OHIO} takes calls to its Kubernetes API from 0.0.0.0/0; wanted the addresses of administrators`,
    ],
    [
      "a Service with a port of every node",
      () => edited(ofType(SERVICE, `${OHIO}-feed`), ["spec", "type"], "NodePort"),
      `${OHIO}-feed is reached from outside by a port of every node; wanted users led to the edge, by its own load balancer alone`,
    ],
    [
      "a policy that names every namespace",
      () =>
        edited(ofType(POLICY, `${OHIO}-queue`), ["spec", "ingress", 0, "from"], [{ namespaceSelector: {} }]),
      `${OHIO}-queue lets every pod of the cluster in to queue's pods on 4222; ${byLabels}`,
    ],
    [
      "a policy that names nobody",
      () => edited(ofType(POLICY, `${OHIO}-feed`), ["spec", "ingress", 1, "from"], undefined),
      `${OHIO}-feed lets everybody in to feed's pods on 8080; ${byLabels}`,
    ],
    [
      "a policy that lets the Internet in to the edge's metrics too",
      () => edited(ofType(POLICY, `${OHIO}-edge`), ["spec", "ingress", 0, "ports", 0, "port"], 9999),
      `${OHIO}-edge lets 0.0.0.0/0 in to edge's pods on 9999, 7422; ${byLabels}`,
    ],
  ])("blocks, also as CrossGuard shows it: %s", (_, graph, said) => {
    expect(findings(waysClosed, graph())).toEqual([said]);
    expect(findings(waysClosed, inCrossGuard(graph()))).toEqual([said]);
  });

  it("advises against pods that may call the whole Internet and need nothing there", () => {
    const far = edited(
      ofType(POLICY, `${OHIO}-engagement`),
      ["spec", "egress", 0, "to"],
      [{ ipBlock: { cidr: "0.0.0.0/0" } }],
    );
    expect(waysClosed.check(far, packSettings(far, now)).map(({ level, found }) => [level, found])).toEqual([
      ["advisory", "lets engagement's pods out to 0.0.0.0/0 on 4222"],
    ]);
  });

  it("blocks what still lets a hostile site in", () => {
    const settings = packSettings(prod, now);
    const stack = { ...(settings.stack as NonNullable<typeof settings.stack>), untrusted: [CHICAGO] };
    const found = waysClosed.check(prod, { ...settings, stack }).map(({ found: text }) => text);
    expect(new Set(found)).toEqual(
      new Set([7422, 7443].map((port) => `lets the hostile ${CHICAGO} in on tcp ${port} of load balancer`)),
    );
  });
});
