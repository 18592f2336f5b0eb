/** Types of what answers names, and a drain: shared by the tests of the rules about answers. */
import type { Graph } from "../../graph/resource";
import { changed, ofType, setting } from "./graphs";

export const types = {
  record: "aws:route53/record:Record",
  check: "aws:route53/healthCheck:HealthCheck",
  zone: "aws:route53/zone:Zone",
  attachment: "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment",
  policy: "oci:Dns/steeringPolicy:SteeringPolicy",
  rrset: "oci:Dns/rrset:Rrset",
  ociRecord: "oci:Dns/record:Record",
  ociZone: "oci:Dns/zone:Zone",
  monitor: "oci:HealthChecks/httpMonitor:HttpMonitor",
} as const;

/** The graph as after a drain by hand: the site's records weigh nothing, and the stack says so. */
export function drained(graph: Graph, site: string, until: string): Graph {
  const weightless = changed(
    graph,
    ({ type, inputs }) => type === types.record && String(inputs.setIdentifier).startsWith(`${site}-`),
    setting(["weightedRoutingPolicies", 0, "weight"], 0),
  );
  return changed(
    weightless,
    ofType("pulumi:pulumi:Stack"),
    setting(["twincloud", "drain"], [{ site, until, reason: "rehearsal" }]),
  );
}
