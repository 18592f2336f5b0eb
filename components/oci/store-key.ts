import * as identity from "@pulumi/oci/identity";
import * as pulumi from "@pulumi/pulumi";
import type { ForeignCredentials, SiteSpec, StackContext, StoreAccess, StoreKeys } from "../contracts";
import { componentOptions, seenBy } from "../frozen";
import { type OciAccount, standing } from "./account";
import { bucketStatements, user } from "./iam";
import { tagsFor } from "./names";

/**
 * The key by which clusters of other clouds use OCI's stores over its S3 interface, which knows no other identity.
 * One of the service user for all of them, as a user has two at most and a second is needed to change the first.
 */
export class StoreKey extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;
  readonly secret: pulumi.Output<string>;

  /**
   * @param saw whether a site is given the key
   * @param opts with the provider of the tenancy's home region.
   */
  constructor(
    context: StackContext,
    account: OciAccount,
    saw: (site: string) => boolean,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:oci:StoreKey", "oci-store", {}, componentOptions(context, "oci", opts));
    const anew = seenBy(context, saw, "displayName");
    const keys = standing("oci-store", account.storeKeys).map(
      (resource) =>
        new identity.CustomerSecretKey(
          resource,
          { userId: account.serviceUser.id, displayName: `${context.prefix}-stores${anew.mark}` },
          { parent: this, additionalSecretOutputs: ["key"], ...anew.opts },
        ),
    );
    const key = keys.at(-1);
    if (!key) throw new RangeError("twincloud:oci.storeKeys names no key");
    this.id = pulumi.secret(key.id);
    this.secret = pulumi.secret(key.key);
    this.registerOutputs({});
  }
}

/** All that anybody of a site may do with each bucket: all of them come with the same key. Pure. */
export function widest(accesses: readonly StoreAccess[]): ReadonlyMap<string, StoreKeys> {
  const found = new Map<string, StoreKeys>();
  const both = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];
  for (const { store, reads, writes } of accesses) {
    const known = found.get(store.bucket) ?? { reads: [], writes: [] };
    found.set(store.bucket, { reads: both(known.reads, reads), writes: both(known.writes, writes) });
  }
  return found;
}

/** How the pods of a site come: all with the same key. */
export function keyCredentials(
  accesses: readonly StoreAccess[],
  { id, secret }: Pick<StoreKey, "id" | "secret">,
): ForeignCredentials[] {
  const accounts = new Map(
    accesses.map(({ serviceAccount }) => [
      `${serviceAccount.namespace}/${serviceAccount.name}`,
      serviceAccount,
    ]),
  );
  return [...accounts.values()].map((serviceAccount) => ({
    serviceAccount,
    env: {},
    secretEnv: { OCI_S3_ACCESS_KEY_ID: id, OCI_S3_SECRET_ACCESS_KEY: secret },
  }));
}

/** What a site is given that is let in no longer. */
export const noKey = (): Pick<StoreKey, "id" | "secret"> => ({
  id: pulumi.secret(""),
  secret: pulumi.secret(""),
});

/** Lets service accounts of another cloud's cluster use OCI's stores with the shared key. */
export class Admission extends pulumi.ComponentResource {
  /** @param opts with the provider of the tenancy's home region. */
  constructor(
    context: StackContext,
    account: OciAccount,
    site: SiteSpec,
    accesses: readonly StoreAccess[],
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:oci:Admission", site.id, {}, componentOptions(context, "oci", opts));
    const name = `${context.prefix}-${site.id}-stores`;
    new identity.Policy(
      `${site.id}-stores`,
      {
        compartmentId: account.compartmentId,
        name,
        description: `Pods of ${site.id} use the media stores with the service user's key.`,
        statements: [...widest(accesses)].flatMap(([bucket, keys]) =>
          bucketStatements(user(account.serviceUser.id), account.compartmentId, bucket, keys),
        ),
        freeformTags: tagsFor(context, name),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
