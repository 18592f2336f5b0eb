import type * as pulumi from "@pulumi/pulumi";
import type {
  Cloud,
  DnsAuthority,
  EdgeBinding,
  ForeignCredentials,
  Foundation,
  MediaStore as MediaStoreContract,
  NodePlan,
  SiteInfrastructure,
  SiteSpec,
  StackContext,
  StoreAccess,
} from "../contracts";
import { isTurnedAway } from "../frozen";
import type { AwsAccount } from "./account";
import { Addresses } from "./addresses";
import { AwsAlarms } from "./alarms";
import { Cluster } from "./cluster";
import { EdgeBalancer } from "./edge-balancer";
import { Network } from "./network";
import { byServiceAccount, PodIdentity } from "./pod-identity";
import { AwsProviders, GLOBAL_REGION } from "./providers";
import { Registry } from "./registry";
import { Replication } from "./replication";
import { Route53Authority } from "./route53";
import { MediaStore } from "./store";
import { WebIdentity, webCredentials } from "./web-identity";
import { ZonalAutoshift } from "./zonal-autoshift";

/** The adapter for AWS. */
export function createAwsCloud(context: StackContext, account: AwsAccount): Cloud {
  const { accountId } = account;
  const providers = new AwsProviders(context, accountId);
  const alarms = new AwsAlarms(context, accountId, providers);
  const at = (region: string) => ({ provider: providers.in(region) });
  // IAM has no region; with this provider a role outlives the move of a store to another one.
  const everywhere = () => at(GLOBAL_REGION);

  function foundation(site: SiteSpec, repositories: readonly string[]): Foundation {
    const here = at(site.region.name);
    const addresses = new Addresses(context, site, here);
    return {
      site,
      addresses,
      registry: new Registry(context, accountId, site, repositories, here),
      store: new MediaStore(context, accountId, site, here),
      build: (parent, nodes) => buildSite(site, addresses, nodes, { ...here, parent }),
    };
  }

  function buildSite(
    site: SiteSpec,
    addresses: Addresses,
    nodes: NodePlan,
    opts: pulumi.ComponentResourceOptions,
  ): SiteInfrastructure {
    const { edgeAllocations: allocations, natAllocations } = addresses;
    const here = alarms.in(site.region.name);
    const network = new Network(context, { accountId, site, natAllocations, alarms: here }, opts);
    const cluster = new Cluster(context, { ...account, site, network, nodes }, opts);
    return {
      network,
      cluster,
      bindEdge(binding: EdgeBinding) {
        const args = { site, network, cluster, allocations, alarms: here, binding };
        const { ready, unwell } = new EdgeBalancer(context, args, opts);
        new ZonalAutoshift(context, { site, cluster, unwell }, opts);
        return ready;
      },
      grant(accesses: readonly StoreAccess[]) {
        return byServiceAccount(accesses).flatMap(
          (grantee) => new PodIdentity(context, accountId, site, cluster, grantee, opts).ready,
        );
      },
    };
  }

  function replicate(stores: readonly MediaStoreContract[]): void {
    for (const source of stores) {
      const others = stores.filter((store) => store !== source);
      if (others.length > 0) new Replication(context, source, others, alarms, at(source.region));
    }
  }

  function admit(
    site: SiteSpec,
    issuer: pulumi.Output<string>,
    accesses: readonly StoreAccess[],
  ): ForeignCredentials[] {
    if (accesses.length === 0) return [];
    const admitted = webCredentials(context, accountId, site, accesses);
    if (!isTurnedAway(context, "aws", site.id, GLOBAL_REGION))
      new WebIdentity(context, site, issuer, accesses, everywhere());
    return admitted;
  }

  function authority(): DnsAuthority {
    return new Route53Authority(context, accountId, everywhere());
  }

  return { provider: "aws", foundation, replicate, admit, authority };
}
