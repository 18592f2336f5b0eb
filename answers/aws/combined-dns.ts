/** Zones and records of Route 53. */
import type { RecordArgs, ZoneArgs } from "@pulumi/aws/route53";
import { hostOf } from "../../graph/views/hosts";
import type { Combination } from "../combination";
import type { Registered, World } from "../registered";
import type { Plain } from "../resource";

const RECORD = "aws:route53/record:Record";
const ZONE = "aws:route53/zone:Zone";

const recordOf = ({ inputs }: Registered) => inputs as Plain<RecordArgs>;

/** What a record answers for. */
function answeredBy(record: Registered): string {
  const { zoneId, name, type } = recordOf(record);
  return `${zoneId} ${hostOf(name)} ${type}`;
}

/** How it is chosen among the others of its name. */
function policyOf({ inputs }: Registered): string {
  const named = Object.keys(inputs).filter(
    (key) => key.endsWith("RoutingPolicy") || key.endsWith("RoutingPolicies"),
  );
  const policy = named.find((key) => inputs[key] !== undefined && inputs[key] !== false);
  return policy?.replace(/RoutingPolic(y|ies)$/, "") ?? "simple";
}

/** Records before it that answer for the same. */
function earlierFor(record: Registered, world: World): Registered[] {
  const answered = answeredBy(record);
  return world.before(record).filter((other) => answeredBy(other) === answered);
}

export const dnsCombinations: readonly Combination[] = [
  {
    id: "aws/accelerated-recovery-private",
    refuses: "accelerated recovery for a private zone",
    source: {
      title: "Accelerated recovery for managing public DNS records, Route 53 developer guide",
      url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/accelerated-recovery.html",
    },
    subjects: [ZONE],
    others: [],
    check({ inputs }) {
      const { enableAcceleratedRecovery, vpcs = [] } = inputs as Plain<ZoneArgs>;
      return enableAcceleratedRecovery && vpcs.length > 0
        ? [
            {
              property: "enableAcceleratedRecovery",
              reason: "is for public zones only, and this one has vpcs",
              with: [],
            },
          ]
        : [];
    },
  },
  {
    id: "aws/records-of-one-policy",
    refuses:
      "records of one name and type that are chosen by different routing policies, or by none beside one",
    source: {
      title:
        'InvalidChangeBatch "a non-weighted set exists with the same name and type", external-dns issue 4345',
      url: "https://github.com/kubernetes-sigs/external-dns/issues/4345",
    },
    subjects: [RECORD],
    others: [RECORD],
    check: (record, world) =>
      earlierFor(record, world)
        .filter((other) => policyOf(other) !== policyOf(record))
        .slice(0, 1)
        .map((other) => ({
          property: "name",
          reason: `${other.name} of the same name and type is ${policyOf(other)}, and this one ${policyOf(record)}`,
          with: [other],
        })),
  },
];
