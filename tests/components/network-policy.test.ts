import { describe, expect, it } from "vitest";
import { allowDns, defaultDeny, policySpec } from "../../components/network-policy";

describe("policySpec", () => {
  it("opens the named ports to pods of one app in one namespace", () => {
    const spec = policySpec("feed", [{ pods: { namespace: "edge", app: "edge" }, ports: [8080] }], []);
    expect(spec.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "edge" } },
            podSelector: { matchLabels: { "app.kubernetes.io/name": "edge" } },
          },
        ],
        ports: [{ port: 8080, protocol: "TCP" }],
      },
    ]);
    expect(spec.egress).toBeUndefined();
  });

  it("selects the app's own pods, in both directions", () => {
    const spec = policySpec("feed", [], []);
    expect(spec.podSelector).toEqual({ matchLabels: { "app.kubernetes.io/name": "feed" } });
    expect(spec.policyTypes).toEqual(["Ingress", "Egress"]);
  });

  it("leaves out a rule that names nobody, which Kubernetes would read as everybody", () => {
    const spec = policySpec("queue", [{ cidrs: [], ports: [7422] }], [{ cidrs: [], ports: [7422] }]);
    expect(spec.policyTypes).toEqual(["Ingress", "Egress"]);
    // Nor an empty list, which an API server drops: applying it again would be a change.
    expect(spec).not.toHaveProperty("ingress");
    expect(spec).not.toHaveProperty("egress");
  });

  it("lets public addresses be called without the private ranges, where the cluster and its neighbours are", () => {
    const [rule] = policySpec("upload", [], [{ publicAddresses: true, ports: [443] }]).egress as {
      to: { ipBlock: { cidr: string; except: string[] } }[];
    }[];
    expect(rule?.to[0]?.ipBlock.cidr).toBe("0.0.0.0/0");
    expect(rule?.to[0]?.ipBlock.except).toEqual(
      expect.arrayContaining(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"]),
    );
  });
});

describe("a namespace's own policies", () => {
  it("deny everything", () => {
    expect(defaultDeny).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  it("let every pod ask the cluster's DNS, and addresses on the node where a cloud answers there", () => {
    const { egress } = allowDns(["172.20.0.10/32"]) as { egress: { to: object[]; ports: object[] }[] };
    expect(egress[0]?.to).toContainEqual({ ipBlock: { cidr: "172.20.0.10/32" } });
    expect(egress[0]?.ports).toEqual([
      { port: 53, protocol: "UDP" },
      { port: 53, protocol: "TCP" },
    ]);
  });
});
