import { at, listAt, propertiesOf, textAt } from "../../graph/views/read";
import type { Rule } from "../rule";

const types = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];

export const crossZoneBalancing: Rule = {
  id: "cross-zone-balancing",
  title: "A zone's address leads to the pods of every zone",
  level: "mandatory",
  severity: "medium",
  why: "Without it a zone whose pods are gone or full turns its share of the users away while the other zones are idle.",
  mend: "Set enableCrossZoneLoadBalancing on the network load balancer.",
  counterparts: ["Checkov: CKV_AWS_152", "AWS Config: nlb-cross-zone-load-balancing-enabled"],
  check: (graph) =>
    types
      .flatMap((type) => graph.byType.get(type) ?? [])
      .filter((balancer) => {
        const properties = propertiesOf(balancer);
        const zones = Math.max(
          listAt(properties, "subnetMappings").length,
          listAt(properties, "subnets").length,
        );
        // Application balancers always do.
        return (
          textAt(properties, "loadBalancerType") === "network" &&
          zones > 1 &&
          at(properties, "enableCrossZoneLoadBalancing") !== true
        );
      })
      .map(({ urn }) => ({
        urn,
        found: "sends what comes to a zone to that zone's pods alone",
        wanted: "cross-zone load balancing",
      })),
};
