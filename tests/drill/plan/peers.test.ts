import { describe, expect, it } from "vitest";
import { withWorldsPeers } from "../../../drill/plan/peers";

const sites = [
  {
    id: "aws-a",
    network: "10.1.0.0/16",
    entrances: [{ deployed: "198.18.0.1", address: "10.1.1.1" }],
  },
  {
    id: "oci-b",
    network: "10.2.0.0/16",
    entrances: [
      { deployed: "198.19.0.1", address: "10.2.1.1" },
      { deployed: "198.19.0.11", address: "10.2.1.2" },
    ],
  },
];
const told = (text: string) => withWorldsPeers("aws-a", text, sites);

describe("the peers of an edge in a drill's world", () => {
  it("have the world's addresses, each its own", () => {
    const text = "  server oci-b-1 198.19.0.1:7443 weight 1\n  server oci-b-2 198.19.0.11:7443 weight 1\n";
    expect(told(text)).toBe(
      "  server oci-b-1 10.2.1.1:7443 weight 1\n  server oci-b-2 10.2.1.2:7443 weight 1\n",
    );
  });

  it("are taken from where they come in the world: through the site's own balancer, or from the other sites", () => {
    const rule = (networks: string) => `  tcp-request session reject unless { src ${networks} }\n`;
    expect(told(rule("10.40.0.0/20 10.40.16.0/20"))).toBe(rule("10.1.0.0/16"));
    expect(told(rule("198.19.0.7/32"))).toBe(rule("10.2.0.0/16"));
    expect(told(rule("10.40.0.0/20 198.19.0.7/32"))).toBe(rule("10.1.0.0/16 10.2.0.0/16"));
  });

  it("must be sites of the platform", () => {
    expect(() => told("  server x-1 203.0.113.9:7443 weight 1\n")).toThrow(
      "aws-a: its edge hands requests to 203.0.113.9, which is no site's address",
    );
  });

  it("are all that is changed", () => {
    const text =
      "backend feed\n  server-template feed 9 feed.platform.svc:8080 maxconn 2\n  server x 198.19.0.1:443\n";
    expect(told(text)).toBe(text);
  });
});
