import { excessOf } from "../../graph/reach/excess";
import type { Rule } from "../rule";

/**
 * Nobody reaches more than the platform's ways need: firewalls, the clusters' APIs, load balancers, network policies and
 * Services. What opens a door to strangers is mandatory; what lets pods call further than they need is advice.
 */
export const waysClosed: Rule = {
  id: "ways-closed",
  title: "Nobody reaches more than they need",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "Whoever can reach a port that nobody needs can fill it, break what listens there, or use it as the way to the other cloud.",
  mend: "Name the callers and the ports that are needed, and take away the rest.",
  counterparts: [
    "Checkov: CKV_AWS_24, CKV_AWS_260, CKV2_K8S_6",
    "AWS Config: vpc-sg-open-only-to-authorized-ports",
    "OCI Cloud Guard: NSG ingress rule contains disallowed IP or port",
  ],
  check: (graph, settings) =>
    excessOf(graph, settings.stack?.untrusted ?? []).map(({ at, found, wanted, mild }) => ({
      urn: at.urn,
      found,
      wanted,
      ...(mild ? { level: "advisory" as const } : {}),
    })),
};
