/** Who may do what at OCI. */
import type { RightsReader } from "../../reader";
import { missing } from "./cluster-rights";
import { excessive } from "./excessive";
import { mayReplicate, mayUse, rightTypes } from "./store-rights";

export const ociRights: RightsReader = {
  types: new Set([...rightTypes, "oci:Identity/authToken:AuthToken"]),
  mayUse,
  mayReplicate,
  missing,
  excessive,
};
