/** Rules of security groups. */
import type {
  SecurityGroupEgressRuleArgs,
  SecurityGroupEgressRuleState,
  SecurityGroupIngressRuleArgs,
  SecurityGroupIngressRuleState,
} from "@pulumi/aws/vpc";
import { exactlyOne, when } from "../refusals";
import { type ResourceTable, resource } from "../resource";
import { arn, ec2Id, regional, tagged } from "./common";

const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

/** Both directions take and give the same. */
const rule: ResourceTable<SecurityGroupIngressRuleState, SecurityGroupIngressRuleArgs> = {
  required: { ipProtocol: true, securityGroupId: true },
  refuses: (inputs) => {
    const portless = ["-1", "icmpv6"].includes(inputs.ipProtocol);
    return [
      exactlyOne(inputs, PEERS),
      when(
        inputs.ipProtocol === "-1" && inputs.fromPort !== undefined,
        "fromPort",
        "is not taken with ipProtocol -1",
      ),
      when(
        !portless && inputs.fromPort === undefined,
        "fromPort",
        `is required with ipProtocol ${inputs.ipProtocol}`,
      ),
      when(
        !portless && inputs.toPort === undefined,
        "toPort",
        `is required with ipProtocol ${inputs.ipProtocol}`,
      ),
    ];
  },
  id: (r) => ec2Id("sgr", r.urn),
  computed: {
    ...regional,
    ...tagged,
    arn: (r) => arn(r, "ec2", `security-group-rule/${r.id}`),
    securityGroupRuleId: (r) => r.id,
  },
};

export const vpc = [
  resource<SecurityGroupIngressRuleState, SecurityGroupIngressRuleArgs>(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    rule,
  ),
  resource<SecurityGroupEgressRuleState, SecurityGroupEgressRuleArgs>(
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    rule,
  ),
];
