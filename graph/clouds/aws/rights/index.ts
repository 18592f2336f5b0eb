/** Who may do what at AWS. */
import type { RightsReader } from "../../reader";
import { missing } from "./cluster-rights";
import { excessive } from "./excessive";
import { rightTypes } from "./roles";
import { mayReplicate, mayUse } from "./store-rights";

export const awsRights: RightsReader = {
  types: new Set([...rightTypes, "aws:ec2/vpcEndpoint:VpcEndpoint"]),
  mayUse,
  mayReplicate,
  missing,
  excessive,
};
