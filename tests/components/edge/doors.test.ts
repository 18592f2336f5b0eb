/** How the edge's ports take the balancers' word of who the client is, stage by stage. */
import { describe, expect, it } from "vitest";
import {
  balancersSend,
  clientsKnown,
  type ProxyProtocol,
  proxyProtocols,
} from "../../../components/edge/doors";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { sectionsOf, site } from "./site";

const sections = (proxyProtocol: ProxyProtocol) => sectionsOf(haproxyConfig({ ...site, proxyProtocol }));

/** What the public port takes: with the header, without, or both. */
function takes(stage: ProxyProtocol): readonly ("bare" | "headed")[] {
  const found = sections(stage);
  if (found.has("frontend door_public")) return ["bare", "headed"];
  return found.get("frontend public")?.[0]?.includes("accept-proxy") ? ["headed"] : ["bare"];
}

describe("the stages of the proxy protocol", () => {
  it("take at every stage what the balancers send there", () => {
    for (const stage of proxyProtocols)
      expect([stage, takes(stage)]).toEqual([
        stage,
        expect.arrayContaining([balancersSend[stage] ? "headed" : "bare"]),
      ]);
  });

  it("get on with their neighbours, whichever of pods and balancers has changed already", () => {
    for (const [at, stage] of proxyProtocols.entries()) {
      for (const neighbour of [proxyProtocols[at - 1], proxyProtocols[at + 1]]) {
        if (neighbour === undefined) continue;
        expect(takes(stage)).toContain(balancersSend[neighbour] ? "headed" : "bare");
      }
    }
  });

  it("would not get on if one were left out: a running stack can't go straight to the end", () => {
    expect(takes("required")).not.toContain("bare");
    expect(takes("none")).not.toContain("headed");
  });

  it("know clients only once nothing but the header is taken", () => {
    for (const stage of proxyProtocols) expect(clientsKnown[stage]).toBe(!takes(stage).includes("bare"));
  });
});

describe("ports beside the public one", () => {
  it("take both for good: the kubelet sends no header, and a leaf link waits for the queue to speak", () => {
    for (const [door, inner] of [
      ["frontend door_status", "frontend probes"],
      ["frontend door_leaf", "frontend leaf"],
    ] as const) {
      const found = sections("required");
      expect(found.get(door)).toContain("tcp-request inspect-delay 2s");
      expect(found.get(inner)?.some((line) => /^bind unix@\S+ accept-proxy$/.test(line))).toBe(true);
    }
  });

  it("have connections of their own above the public port's, at every stage", () => {
    for (const stage of proxyProtocols) {
      const found = sections(stage);
      const limit = (section: string) =>
        Number(
          found
            .get(section)
            ?.find((line) => line.startsWith("maxconn "))
            ?.split(" ")[1] ?? 0,
        );
      const ports = [...found.keys()].filter((section) => section.startsWith("frontend "));
      const sum = ports.reduce((all, port) => all + limit(port), 0);
      expect(ports.every((port) => limit(port) > 0)).toBe(true);
      expect(limit("global")).toBe(sum);
    }
  });
});
