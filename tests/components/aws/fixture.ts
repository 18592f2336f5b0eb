import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../../../components/aws/account";
import { createAwsCloud } from "../../../components/aws/cloud";
import type { EdgeBinding, Foundation, SiteSpec, StackContext } from "../../../components/contracts";
import { binding, context, nodes, siteSpec } from "../fixture";

export { binding, context, nodes };

export const account: AwsAccount = {
  accountId: "123456789012",
  adminPrincipals: ["arn:aws:iam::123456789012:role/platform/Admin"],
};

export const site = (region: string, cidr: string): SiteSpec => siteSpec("aws", region, cidr);

export const ohio = site("us-east-2", "10.20.0.0/16");
export const oregon = site("us-west-2", "10.21.0.0/16");

/** A site of its own, with an edge and one service account that may append to the site's store. */
export function buildSite(
  spec: SiteSpec,
  within: StackContext = context,
  of: AwsAccount = account,
  led: EdgeBinding = binding,
): Foundation {
  const foundation = createAwsCloud(within, of).foundation(spec, ["upload", "haproxy"]);
  const parent = new pulumi.ComponentResource("test:Site", spec.id);
  const infrastructure = foundation.build(parent, nodes);
  infrastructure.bindEdge(led);
  infrastructure.grant([
    {
      serviceAccount: { namespace: "platform", name: "upload" },
      store: foundation.store,
      reads: ["upload/"],
      writes: ["upload/"],
    },
  ]);
  return foundation;
}
