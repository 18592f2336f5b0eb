import { describe, expect, it } from "vitest";
import { type BalancerInput, balancerConfig } from "../../../drill/world/balancer/balancer-config";

const input: BalancerInput = {
  provider: "aws",
  addresses: ["10.1.1.1", "10.1.1.2"],
  edges: ["10.1.2.1", "10.1.2.2"],
  check: { intervalSeconds: 5, timeoutSeconds: 4, threshold: 2 },
  sendsProxyHeader: true,
};

/** The lines of a section, without what is said in others. */
function section(text: string, title: string): string[] {
  const lines = text.split("\n");
  const from = lines.indexOf(title);
  expect(from, `${title} in\n${text}`).toBeGreaterThanOrEqual(0);
  const to = lines.findIndex((line, index) => index > from && line === "");
  return lines.slice(from + 1, to < 0 ? undefined : to).map((line) => line.trim());
}

describe("a site's load balancer", () => {
  const text = balancerConfig(input);

  it("listens at every public address, for users, for the queues' links and for other sites' edges", () => {
    expect(section(text, "frontend https")).toEqual(
      expect.arrayContaining(["bind 10.1.1.1:443", "bind 10.1.1.2:443"]),
    );
    expect(section(text, "frontend leaf")).toEqual(
      expect.arrayContaining(["bind 10.1.1.1:7422", "bind 10.1.1.2:7422"]),
    );
    expect(section(text, "frontend peers")).toEqual(
      expect.arrayContaining(["bind 10.1.1.1:7443", "bind 10.1.1.2:7443"]),
    );
  });

  it("leads each address to every edge", () => {
    const servers = section(text, "backend https").filter((line) => line.startsWith("server"));
    expect(servers.map((line) => line.split(" ")[2])).toEqual(["10.1.2.1:8443", "10.1.2.2:8443"]);
  });

  it("asks each edge once for all ports, by the check that it is given", () => {
    const checks = section(text, "backend checked");
    expect(checks).toContain("option httpchk GET /livez");
    expect(checks).toContain("server edge-1 10.1.2.1:8404 check inter 5s fall 2 rise 2");
    expect(text.match(/ check inter /g)).toHaveLength(input.edges.length);
  });

  it("takes a check without a connection for failed as soon as one without an answer", () => {
    const checks = section(text, "backend checked");
    expect(checks).toContain("timeout connect 4s");
    expect(checks).toContain("timeout check 4s");
  });

  it("leaves connections to an edge that is found unhealthy", () => {
    expect(text).not.toContain("on-marked-down");
  });

  it("says who a user is where it is to, and never on the queues' links", () => {
    const proxied = (config: string, title: string) =>
      section(config, title).join("\n").includes("send-proxy-v2");
    expect(proxied(text, "backend https")).toBe(true);
    expect(proxied(text, "backend peers")).toBe(true);
    expect(proxied(text, "backend leaf")).toBe(false);
    expect(proxied(balancerConfig({ ...input, sendsProxyHeader: false }), "backend https")).toBe(false);
  });

  it("of AWS tries any edge while none is healthy", () => {
    expect(section(text, "frontend https")).toContain("use_backend https_any if { nbsrv(https) lt 1 }");
    expect(section(text, "backend https_any").join("\n")).not.toContain("track");
  });

  it("of Oracle refuses while no edge is healthy", () => {
    const oci = balancerConfig({ ...input, provider: "oci" });
    expect(section(oci, "frontend https")).toContain(
      "tcp-request connection reject if { nbsrv(https) lt 1 }",
    );
    expect(oci).not.toContain("https_any");
  });
});
