import * as identity from "@pulumi/oci/identity";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { componentOptions, seenBy } from "../frozen";
import { type OciAccount, standing } from "./account";
import { pullStatement, user } from "./iam";
import { repositoryName, tagsFor } from "./names";

/** What Kubernetes pulls images from one registry with. Pure. */
export function dockerConfig(host: string, username: string, password: string): string {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  return JSON.stringify({ auths: { [host]: { username, password, auth } } });
}

/**
 * How nodes pull images: OKE's have no identity of their own in the registry. One token for all sites, as a user has
 * two at most and a second is needed to change the first; of a user that may pull images and nothing else.
 */
export class PullCredentials extends pulumi.ComponentResource {
  private readonly username: string;
  private readonly token: pulumi.Output<string>;

  /**
   * @param repositories those of a site: each has the same.
   * @param saw whether a site's nodes pull with it
   * @param opts with the provider of the tenancy's home region.
   */
  constructor(
    context: StackContext,
    account: OciAccount,
    repositories: readonly string[],
    saw: (site: string) => boolean,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:oci:PullCredentials", "oci-pull", {}, componentOptions(context, "oci", opts));
    const name = `${context.prefix}-pull`;
    const names = repositories.map((repository) => repositoryName(context, repository));
    const puller = account.pullUser ?? account.serviceUser;
    const policy = new identity.Policy(
      "oci-pull",
      {
        compartmentId: account.compartmentId,
        name,
        description: `The nodes of ${context.prefix} pull their images.`,
        statements: [pullStatement(user(puller.id), account.compartmentId, names)],
        freeformTags: tagsFor(context, name),
      },
      { parent: this },
    );
    const anew = seenBy(context, saw, "description");
    const tokens = standing("oci-pull", account.pullTokens).map(
      (resource) =>
        new identity.AuthToken(
          resource,
          { userId: puller.id, description: `${context.prefix}: image pulls${anew.mark}` },
          { parent: this, dependsOn: [policy], additionalSecretOutputs: ["token"], ...anew.opts },
        ),
    );
    const token = tokens.at(-1);
    if (!token) throw new RangeError("twincloud:oci.pullTokens names no token");
    this.username = `${account.namespace}/${puller.name}`;
    this.token = pulumi.secret(token.token);
    this.registerOutputs({});
  }

  /** The `.dockerconfigjson` for one registry; secret. */
  configFor(host: string): pulumi.Output<string> {
    return this.token.apply((token) => dockerConfig(host, this.username, token));
  }
}
