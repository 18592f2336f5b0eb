import * as core from "@pulumi/oci/core";
import type * as pulumi from "@pulumi/pulumi";
import { type End, type Flow, type Rule, rulesOf, type Traffic } from "./flows";
import type { Part } from "./subnets";

/** OCIDs of the security groups by the part of the network that they guard. */
export type GroupIds = Readonly<Record<Part, pulumi.Output<string>>>;

/** What flows need beside themselves to become rules. */
export interface RuleScope {
  readonly groupIds: GroupIds;
  /** Label of all OCI services of the region. */
  readonly servicesLabel: string;
}

/** IP protocol numbers, as OCI writes them. */
const ICMP = "1";
const TCP = "6";
/** Destination unreachable: fragmentation needed. */
const PATH_DISCOVERY = { type: 3, code: 4 };

function protocolOf(
  traffic: Traffic,
): Pick<core.NetworkSecurityGroupSecurityRuleArgs, "protocol" | "tcpOptions" | "icmpOptions"> {
  if (traffic === "all") return { protocol: "all" };
  if (traffic === "path-discovery") return { protocol: ICMP, icmpOptions: PATH_DISCOVERY };
  if (traffic === "tcp") return { protocol: TCP };
  return { protocol: TCP, tcpOptions: { destinationPortRange: { min: traffic, max: traffic } } };
}

function addressOf(end: End, scope: RuleScope): { type: string; value: pulumi.Input<string> } {
  if (end === "services") return { type: "SERVICE_CIDR_BLOCK", value: scope.servicesLabel };
  if (typeof end === "string") return { type: "NETWORK_SECURITY_GROUP", value: scope.groupIds[end] };
  return { type: "CIDR_BLOCK", value: end.cidr };
}

function ruleArgs(rule: Rule, scope: RuleScope): core.NetworkSecurityGroupSecurityRuleArgs {
  const { type, value } = addressOf(rule.peer, scope);
  return {
    networkSecurityGroupId: scope.groupIds[rule.part],
    direction: rule.direction,
    description: rule.why,
    stateless: false,
    ...(rule.direction === "INGRESS"
      ? { source: value, sourceType: type }
      : { destination: value, destinationType: type }),
    ...protocolOf(rule.traffic),
  };
}

/** Makes the rules of flows, named after the site. */
export function openFlows(
  siteId: string,
  flows: readonly Flow[],
  scope: RuleScope,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return rulesOf(flows).map(
    (rule) =>
      new core.NetworkSecurityGroupSecurityRule(`${siteId}-${rule.name}`, ruleArgs(rule, scope), opts),
  );
}
