import * as pulumi from "@pulumi/pulumi";
import { type AwsAccount, createAwsCloud } from "../../../components/aws/cloud";
import type {
  EdgeBinding,
  Foundation,
  NodePlan,
  SiteSpec,
  StackContext,
} from "../../../components/contracts";
import { regionOf } from "../../../graph/regions";

export const context: StackContext = {
  prefix: "twincloud-test",
  domain: "clips.example.com",
  protect: true,
  unreachable: [],
  adminCidrs: ["203.0.113.0/24"],
  tags: { project: "twincloud" },
};

export const account: AwsAccount = {
  accountId: "123456789012",
  adminPrincipals: ["arn:aws:iam::123456789012:role/platform/Admin"],
};

export const site = (region: string, cidr: string): SiteSpec => ({
  id: `aws-${region}`,
  provider: "aws",
  region: regionOf("aws", region),
  cidr,
  kubernetesVersion: "1.33",
});

export const ohio = site("us-east-2", "10.20.0.0/16");
export const oregon = site("us-west-2", "10.21.0.0/16");

export const nodes: NodePlan = {
  floor: { cpus: 40, memoryGiB: 80 },
  ceiling: { cpus: 100, memoryGiB: 200 },
};

export const binding: EdgeBinding = {
  namespace: "edge",
  serviceName: "edge",
  selector: {},
  ports: { https: 8443, leaf: 7422, health: 8404 },
  healthPath: "/livez",
  leafPeers: ["192.0.2.1", "192.0.2.2"].map((address) => pulumi.output(address)),
  dependsOn: [],
};

/** A site of its own, with an edge and one service account that may append to the site's store. */
export function buildSite(spec: SiteSpec, within: StackContext = context): Foundation {
  const foundation = createAwsCloud(within, account).foundation(spec, ["upload", "haproxy"]);
  const parent = new pulumi.ComponentResource("test:Site", spec.id);
  const infrastructure = foundation.build(parent, nodes);
  infrastructure.bindEdge(binding);
  infrastructure.grant([
    {
      serviceAccount: { namespace: "platform", name: "upload" },
      store: foundation.store,
      action: "append",
    },
  ]);
  return foundation;
}
