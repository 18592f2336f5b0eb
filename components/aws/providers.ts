import { Provider } from "@pulumi/aws/provider";
import { isOutOfReach } from "../../graph/clouds/unreachable";
import type { StackContext } from "../contracts";
import { inRegion } from "../frozen";

/**
 * Where AWS keeps what has no region: the control planes of Route 53 and IAM, and the metrics of Route 53's
 * health checks.
 */
export const GLOBAL_REGION = "us-east-1";

/** The explicit providers of an account, one a region, made when first asked for. */
export class AwsProviders {
  readonly #made = new Map<string, Provider>();

  constructor(
    private readonly context: StackContext,
    private readonly accountId: string,
  ) {}

  in(region: string): Provider {
    const made = this.#made.get(region);
    if (made) return made;
    const provider = inRegion(new Provider(`aws-${region}`, { region, ...this.#checks(region) }), region);
    this.#made.set(region, provider);
    return provider;
  }

  /**
   * A provider asks its region's STS whose credentials it has before anything else, and fails when STS does. That
   * question guards against deploying to the wrong account, so it is left out only on the day that nobody can answer it.
   * Never at other times: without an account id the provider can't manage the tags of buckets.
   */
  #checks(region: string) {
    return isOutOfReach(this.context.unreachable, "aws", region)
      ? { skipCredentialsValidation: true, skipRequestingAccountId: true, skipMetadataApiCheck: true }
      : { allowedAccountIds: [this.accountId] };
  }
}
