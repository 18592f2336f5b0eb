/** The table of providers: a new one is an adapter folder and a line here. */
import type { ProviderName } from "../graph/clouds/contract";
import type { AwsAccount } from "./aws/account";
import { createAwsCloud } from "./aws/cloud";
import type { Cloud, StackContext } from "./contracts";
import type { OciAccount } from "./oci/account";
import { createOciCloud } from "./oci/cloud";

/** How each provider is told whose account it works in. */
export interface Accounts {
  readonly oci: OciAccount;
  readonly aws: AwsAccount;
}

export function createClouds(
  context: StackContext,
  accounts: Accounts,
): Readonly<Record<ProviderName, Cloud>> {
  return {
    oci: createOciCloud(context, accounts.oci),
    aws: createAwsCloud(context, accounts.aws),
  };
}
