import { describe, expect, it } from "vitest";
import { edgeVariables, natVariables, peerAddressesText } from "../../../components/edge/peer-addresses";

describe("the file of peers' addresses", () => {
  const peers = [
    { site: "oci-us-ashburn-1", edge: ["198.51.100.1"], nat: ["192.0.2.1", "192.0.2.2"] },
    { site: "aws-us-east-2", edge: ["198.51.100.2", "198.51.100.3"], nat: [] },
  ];

  it("sets each variable that the configuration has in the place of an address, and none twice", () => {
    const set = [...peerAddressesText(peers).matchAll(/^ {2}setenv (\S+) \S+$/gm)].map(([, name]) => name);
    const used = peers.flatMap(({ site, edge, nat }) => [
      ...edgeVariables(site, edge.length),
      ...natVariables(site, nat.length),
    ]);
    expect(used).toEqual(set.map((name) => `"\${${name}}"`));
    expect(new Set(set).size).toBe(set.length);
  });

  it("has addresses for edges, and networks of one address for who calls", () => {
    expect(peerAddressesText(peers)).toBe(`global
  setenv PEER_OCI_US_ASHBURN_1_EDGE_1 198.51.100.1
  setenv PEER_OCI_US_ASHBURN_1_NAT_1 192.0.2.1/32
  setenv PEER_OCI_US_ASHBURN_1_NAT_2 192.0.2.2/32
  setenv PEER_AWS_US_EAST_2_EDGE_1 198.51.100.2
  setenv PEER_AWS_US_EAST_2_EDGE_2 198.51.100.3
`);
  });
});
