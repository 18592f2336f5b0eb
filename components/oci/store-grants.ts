import * as identity from "@pulumi/oci/identity";
import * as pulumi from "@pulumi/pulumi";
import type { SiteSpec, StackContext, StoreAccess } from "../contracts";
import { componentOptions } from "../frozen";
import type { OciAccount } from "./account";
import { bucketStatements, workload } from "./iam";
import { tagsFor } from "./names";

/** Lets service accounts of a site's own cluster use stores, by their identity as workloads of it: no key anywhere. */
export class StoreGrants extends pulumi.ComponentResource {
  readonly ready: pulumi.Resource[];

  /** @param opts with the provider of the tenancy's home region. */
  constructor(
    context: StackContext,
    account: OciAccount,
    site: SiteSpec,
    clusterId: pulumi.Output<string>,
    accesses: readonly StoreAccess[],
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:oci:StoreGrants", site.id, {}, componentOptions(context, "oci", opts));
    const name = `${context.prefix}-${site.id}-stores`;
    const policy = new identity.Policy(
      `${site.id}-stores`,
      {
        compartmentId: account.compartmentId,
        name,
        description: `Pods of ${site.id} use the media stores.`,
        statements: clusterId.apply((id) =>
          accesses.flatMap((access) =>
            bucketStatements(
              workload(id, access.serviceAccount),
              account.compartmentId,
              access.store.bucket,
              access,
            ),
          ),
        ),
        freeformTags: tagsFor(context, name),
      },
      { parent: this },
    );
    this.ready = [policy];
    this.registerOutputs({});
  }
}
