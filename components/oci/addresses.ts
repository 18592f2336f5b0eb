import * as core from "@pulumi/oci/core";
import * as pulumi from "@pulumi/pulumi";
import type { EdgeAddresses, SiteSpec, StackContext } from "../contracts";
import { componentOptions, holdsData } from "../frozen";
import type { OciAccount } from "./account";
import { tagsFor } from "./names";

/**
 * The static addresses of a site: one for the edge and one for the NAT gateway. OCI's load balancers and NAT
 * gateways are regional, so that one address of each outlives the loss of a zone.
 */
export class Addresses extends pulumi.ComponentResource implements EdgeAddresses {
  readonly edge: pulumi.Output<string>[];
  readonly nat: pulumi.Output<string>[];
  /** OCID of the NAT gateway's address. */
  readonly natId: pulumi.Output<string>;

  constructor(
    context: StackContext,
    account: OciAccount,
    site: SiteSpec,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:oci:Addresses", site.id, {}, componentOptions(context, "oci", opts, site.id));
    const reserve = (purpose: string): core.PublicIp => {
      const displayName = `${context.prefix}-${purpose}`;
      return new core.PublicIp(
        `${site.id}-${purpose}`,
        {
          compartmentId: account.compartmentId,
          lifetime: "RESERVED",
          displayName,
          freeformTags: tagsFor(context, displayName),
        },
        // Whoever takes the address sets it: to put it back would take the address away from them.
        { parent: this, ...holdsData(context), ignoreChanges: ["privateIpId"] },
      );
    };
    const edge = reserve("edge");
    const nat = reserve("nat");
    this.edge = [edge.ipAddress];
    this.nat = [nat.ipAddress];
    this.natId = nat.id;
    this.registerOutputs({ edge: this.edge, nat: this.nat });
  }
}
