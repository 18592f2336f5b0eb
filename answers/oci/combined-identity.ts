/** Who may do what, and from where that is written. */
import type { PolicyArgs } from "@pulumi/oci/identity";
import type { Combination } from "../combination";
import type { Registered } from "../registered";
import type { Plain } from "../resource";
import { regionOf } from "./combined-regions";

const POLICY = "oci:Identity/policy:Policy";
const WRITTEN_AT_HOME = [
  POLICY,
  "oci:Identity/dynamicGroup:DynamicGroup",
  "oci:Identity/authToken:AuthToken",
  "oci:Identity/customerSecretKey:CustomerSecretKey",
];

const tenancyOf = ({ provider }: Registered): string => String(provider.tenancyOcid ?? "");

export const identityCombinations: readonly Combination[] = [
  {
    id: "oci/identity-of-two-regions",
    refuses: "identities and policies that are written in two regions: one of them isn't the home region",
    source: {
      title: 'Managing regions; 403 NotAllowed, "Please go to your home region"',
      url: "https://docs.oracle.com/en-us/iaas/Content/Identity/Tasks/managingregions.htm",
    },
    subjects: WRITTEN_AT_HOME,
    others: WRITTEN_AT_HOME,
    check(resource, world) {
      const region = regionOf(resource);
      if (region === undefined) return [];
      const first = WRITTEN_AT_HOME.flatMap((type) => world.ofType(type)).find(
        (other) => tenancyOf(other) === tenancyOf(resource) && regionOf(other) !== undefined,
      );
      if (first === undefined || regionOf(first) === region) return [];
      return [
        {
          property: "",
          reason: `it is written in ${region} and ${first.name} in ${regionOf(first)}, while IAM takes changes in the home region only`,
          with: [first],
        },
      ];
    },
  },
  {
    id: "oci/object-storage-not-authorized",
    refuses:
      "a lifecycle or replication policy in a region whose Object Storage no policy of a stack lets do anything, where the stack has policies",
    source: {
      title: "Object Storage replication: service permissions",
      url: "https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/usingreplication.htm#Service",
    },
    subjects: [
      "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy",
      "oci:ObjectStorage/replicationPolicy:ReplicationPolicy",
    ],
    // Taking a policy away isn't refused: who needs it is, when it is made.
    others: [],
    check(subject, world) {
      const region = regionOf(subject);
      const policies = world.ofType(POLICY);
      if (region === undefined || policies.length === 0 || !world.knowsAllOf(subject)) return [];
      const service = `objectstorage-${region}`;
      const isAllowed = policies.some(({ inputs }) =>
        (inputs as Plain<PolicyArgs>).statements.some((statement) => {
          const [, ...behind] = statement.toLowerCase().split(/\bservice\b/);
          return new RegExp(`\\b${service}\\b`).test(behind.join("service"));
        }),
      );
      if (isAllowed) return [];
      return [
        {
          property: "bucket",
          reason: `no policy lets the service ${service} do anything (InsufficientServicePermissions)`,
          with: [],
        },
      ];
    },
  },
];
