import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type {
  ForeignCredentials,
  ServiceAccountRef,
  SiteSpec,
  StackContext,
  StoreAccess,
} from "../contracts";
import { componentOptions } from "../frozen";
import { roleArn, webIdentityTrust } from "./iam";
import { named } from "./names";
import { byServiceAccount, granteePolicy } from "./pod-identity";
import { makeRole, roleName } from "./roles";

/** Audience of the tokens that another cloud's pods show to AWS. */
const TOKEN_AUDIENCE = "sts.amazonaws.com";
/** Where those pods find the token. */
const TOKEN_DIRECTORY = "/var/run/secrets/twincloud/aws";

const purposeOf = (site: SiteSpec, { namespace, name }: ServiceAccountRef): string =>
  `${site.id}-${namespace}-${name}`;

/** How the pods of a site come: plain data, whether or not there is anything that lets them in. */
export const webCredentials = (
  context: StackContext,
  accountId: string,
  site: SiteSpec,
  accesses: readonly StoreAccess[],
): ForeignCredentials[] =>
  byServiceAccount(accesses).map(({ serviceAccount, accesses }) => ({
    serviceAccount,
    env: environment(roleArn(accountId, roleName(context, purposeOf(site, serviceAccount))), accesses),
    secretEnv: {},
    token: { audience: TOKEN_AUDIENCE, directory: TOKEN_DIRECTORY },
  }));

/**
 * Trust in the service accounts of a cluster that AWS doesn't run, by OpenID Connect: a role each, for tokens of
 * that cluster, that account and our audience only. No key of AWS ever lies in that cluster.
 */
export class WebIdentity extends pulumi.ComponentResource {
  constructor(
    context: StackContext,
    site: SiteSpec,
    issuer: pulumi.Output<string>,
    accesses: readonly StoreAccess[],
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:aws:WebIdentity", site.id, {}, componentOptions(context, "aws", opts));
    const child = { parent: this };
    // No thumbprints: IAM fetches the issuer's itself when the provider is made.
    const provider = new iam.OpenIdConnectProvider(
      site.id,
      { url: issuer, clientIdLists: [TOKEN_AUDIENCE], tags: named(context, `${context.prefix}-${site.id}`) },
      child,
    );
    for (const grantee of byServiceAccount(accesses)) {
      const { serviceAccount } = grantee;
      const { namespace, name: account } = serviceAccount;
      const purpose = purposeOf(site, serviceAccount);
      makeRole(
        context,
        purpose,
        {
          purpose,
          description: `Pods of ${namespace}/${account} at ${site.id}.`,
          trust: pulumi
            .all([provider.arn, issuer])
            .apply(([arn, url]) => webIdentityTrust(arn, url, TOKEN_AUDIENCE, serviceAccount)),
          policy: granteePolicy(grantee),
        },
        child,
      );
    }
    this.registerOutputs({});
  }
}

/** What the AWS SDKs read. The region is that of the first store: of its STS too, so that no other must be up. */
function environment(role: string, accesses: readonly StoreAccess[]): Record<string, string> {
  const region = accesses[0]?.store.region;
  return {
    AWS_ROLE_ARN: role,
    AWS_WEB_IDENTITY_TOKEN_FILE: `${TOKEN_DIRECTORY}/token`,
    AWS_STS_REGIONAL_ENDPOINTS: "regional",
    ...(region ? { AWS_REGION: region } : {}),
  };
}
