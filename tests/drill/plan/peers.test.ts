import { describe, expect, it } from "vitest";
import { natVariables, peerAddressesText } from "../../../components/edge/peer-addresses";
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
const told = (config: string, peerAddresses?: string) =>
  withWorldsPeers("aws-a", { config, ...(peerAddresses === undefined ? {} : { peerAddresses }) }, sites);

describe("the peers of an edge in a drill's world", () => {
  it("have the world's addresses, each its own, and their pods call from their network", () => {
    const deployed = [{ site: "oci-b", edge: ["198.19.0.1", "198.19.0.11"], nat: ["198.19.0.7"] }];
    expect(told("", peerAddressesText(deployed)).peerAddresses).toBe(`global
  setenv PEER_OCI_B_EDGE_1 10.2.1.1
  setenv PEER_OCI_B_EDGE_2 10.2.1.2
  setenv PEER_OCI_B_NAT_1 10.2.0.0/16
`);
  });

  it("are taken through the site's own balancer where it doesn't say who connects", () => {
    const rule = (networks: string) => `  tcp-request session reject unless { src ${networks} }\n`;
    const [peers = ""] = natVariables("oci-b", 1);
    expect(told(rule("10.40.0.0/20 10.40.16.0/20")).config).toBe(rule("10.1.0.0/16"));
    expect(told(rule(peers)).config).toBe(rule(peers));
    expect(told(rule(`${peers} 10.40.0.0/20`)).config).toBe(rule(`${peers} 10.1.0.0/16`));
  });

  it("must be sites of the platform", () => {
    const elsewhere = peerAddressesText([{ site: "x", edge: ["203.0.113.9"], nat: [] }]);
    expect(() => told("", elsewhere)).toThrow(
      "aws-a: its edge hands requests to 203.0.113.9, which isn't there",
    );
  });

  it("are all that is changed", () => {
    const text = "backend feed\n  server-template feed 9 feed.platform.svc:8080 maxconn 2\n";
    expect(told(text)).toEqual({ config: text });
  });
});
