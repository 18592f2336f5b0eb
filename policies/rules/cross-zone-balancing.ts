import { balancersOf } from "../../graph/views/balancers";
import type { Rule } from "../rule";

export const crossZoneBalancing: Rule = {
  id: "cross-zone-balancing",
  title: "A zone's address leads to the pods of every zone",
  level: "mandatory",
  severity: "medium",
  about: ["balancers"],
  why: "Without it a zone whose pods are gone or full turns its share of the users away while the other zones are idle.",
  mend: "Set enableCrossZoneLoadBalancing on the network load balancer.",
  counterparts: ["Checkov: CKV_AWS_152", "AWS Config: nlb-cross-zone-load-balancing-enabled"],
  check: (graph) =>
    balancersOf(graph)
      .filter(({ keepsToZones }) => keepsToZones)
      .map(({ resource: { urn } }) => ({
        urn,
        found: "sends what comes to a zone to that zone's pods alone",
        wanted: "cross-zone load balancing",
      })),
};
