import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { EdgeBinding, SiteSpec, StackContext } from "../contracts";
import type { Cluster } from "./cluster";
import { named } from "./names";
import type { Network } from "./network";

/** Where users come in. */
export const PUBLIC_HTTPS = 443;

export interface EdgeSecurityGroupArgs {
  readonly site: SiteSpec;
  readonly network: Network;
  readonly cluster: Cluster;
  readonly binding: EdgeBinding;
}

/**
 * Who reaches the edge: everybody by HTTPS, the other sites' NAT addresses by their leaf links and with what their
 * edges hand on; and the load balancer the pods, on the ports it forwards to and the one it checks.
 */
export function edgeSecurityGroup(
  context: StackContext,
  { site, network, cluster, binding }: EdgeSecurityGroupArgs,
  opts: pulumi.CustomResourceOptions,
): { group: ec2.SecurityGroup; rules: pulumi.Resource[] } {
  const name = `${context.prefix}-edge`;
  const group = new ec2.SecurityGroup(
    `${site.id}-edge`,
    { name, description: `Edge of ${site.id}`, vpcId: network.vpcId, tags: named(context, name) },
    opts,
  );
  const rules: pulumi.Resource[] = [];
  const tcp = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });
  const tags = (purpose: string) => named(context, `${name}-${purpose}`);
  const admit = (purpose: string, port: number, cidrIpv4: pulumi.Input<string>) =>
    rules.push(
      new vpc.SecurityGroupIngressRule(
        `${site.id}-edge-from-${purpose}`,
        { securityGroupId: group.id, cidrIpv4, ...tcp(port), tags: tags(`from-${purpose}`) },
        opts,
      ),
    );

  admit("everybody", PUBLIC_HTTPS, "0.0.0.0/0");
  binding.leafPeers.forEach((peer, i) => {
    if (!peer) return;
    const cidr = pulumi.interpolate`${peer}/32`;
    admit(`leaf-${i + 1}`, binding.ports.leaf, cidr);
    if (binding.ports.peers !== undefined) admit(`peers-${i + 1}`, binding.ports.peers, cidr);
  });

  const pods = cluster.eks.vpcConfig.clusterSecurityGroupId;
  for (const [purpose, port] of Object.entries(binding.ports)) {
    rules.push(
      new vpc.SecurityGroupEgressRule(
        `${site.id}-edge-to-pods-${purpose}`,
        {
          securityGroupId: group.id,
          referencedSecurityGroupId: pods,
          ...tcp(port),
          tags: tags(`to-pods-${purpose}`),
        },
        opts,
      ),
      new vpc.SecurityGroupIngressRule(
        `${site.id}-pods-from-edge-${purpose}`,
        {
          securityGroupId: pods,
          referencedSecurityGroupId: group.id,
          ...tcp(port),
          tags: tags(`to-pods-${purpose}`),
        },
        opts,
      ),
    );
  }
  return { group, rules };
}
