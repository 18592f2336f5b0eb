/** Steering policies and what they are attached to. */
import type { SteeringPolicyArgs, SteeringPolicyAttachmentArgs } from "@pulumi/oci/dns";
import { hostOf } from "../../graph/views/hosts";
import type { Combination, Together } from "../combination";
import type { Registered, World } from "../registered";
import type { Plain } from "../resource";

const ATTACHMENT = "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment";
const POLICY = "oci:Dns/steeringPolicy:SteeringPolicy";

const policyOf = ({ inputs }: Registered) => inputs as Plain<SteeringPolicyArgs>;
const attachmentOf = ({ inputs }: Registered) => inputs as Plain<SteeringPolicyAttachmentArgs>;

/** What an attachment hides the records of. */
function domainOf(attachment: Registered): string {
  const { zoneId, domainName } = attachmentOf(attachment);
  return `${zoneId} ${hostOf(domainName)}`;
}

/** Types of the records that an attachment answers with, where its policy is one of this stack. */
function coveredBy(attachment: Registered, world: World): string[] {
  const policy = world.named(POLICY, attachmentOf(attachment).steeringPolicyId);
  return policy === undefined ? [] : (policyOf(policy).answers ?? []).map(({ rtype }) => rtype);
}

/** What is wrong with the order of a template's rules, in words. */
function misplaced(rules: readonly string[], hasMonitor: boolean): string[] {
  return [
    ...(rules[0] === "FILTER" ? [] : [`begins with ${rules[0]}, and not with FILTER`]),
    ...(!hasMonitor || rules[1] === "HEALTH" ? [] : [`has no HEALTH right after FILTER, with a monitor`]),
    ...(rules.at(-1) === "LIMIT" ? [] : [`ends with ${rules.at(-1)}, and not with LIMIT`]),
  ];
}

export const dnsCombinations: readonly Combination[] = [
  {
    id: "oci/steering-rule-order",
    refuses:
      "a steering policy of a template other than CUSTOM whose rules don't begin with FILTER, then HEALTH where it has a monitor, and end with LIMIT",
    source: {
      title: "SteeringPolicy, OCI SDK for Java: templates",
      url: "https://docs.oracle.com/en-us/iaas/tools/java/latest/com/oracle/bmc/dns/model/SteeringPolicy.Template.html",
    },
    subjects: [POLICY],
    others: [],
    check(policy) {
      const { template, rules = [], healthCheckMonitorId } = policyOf(policy);
      if (template === "CUSTOM" || rules.length === 0) return [];
      return misplaced(
        rules.map(({ ruleType }) => ruleType),
        healthCheckMonitorId !== undefined,
      ).map((wrong) => ({ property: "rules", reason: `the order ${wrong}`, with: [] }));
    },
  },
  {
    id: "oci/one-attachment-a-type",
    refuses: "a second attachment at a domain for the same type of record",
    source: {
      title: "Traffic Management steering policies API guide",
      url: "https://docs.oracle.com/en-us/iaas/Content/TrafficManagement/Concepts/trafficmanagementapi.htm",
    },
    subjects: [ATTACHMENT],
    others: [ATTACHMENT, POLICY],
    check(attachment, world) {
      const own = coveredBy(attachment, world);
      return world.before(attachment).flatMap((other): Together[] => {
        const shared = coveredBy(other, world).find((type) => own.includes(type));
        if (shared === undefined || domainOf(other) !== domainOf(attachment)) return [];
        return [
          {
            property: "domainName",
            reason: `${other.name} answers for ${shared} records of it already`,
            with: [other],
          },
        ];
      });
    },
  },
];
