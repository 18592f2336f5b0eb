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
import type { OciAccount } from "./account";
import { Addresses } from "./addresses";
import { Cluster } from "./cluster";
import { EdgeBalancer } from "./edge-balancer";
import { MediaStore } from "./media-store";
import { Network } from "./network";
import { OciDnsAuthority } from "./oci-dns";
import { OciProviders } from "./providers";
import { PullCredentials } from "./pull-credentials";
import { Registry } from "./registry";
import { Replication, replicaRing } from "./replication";
import { StoreGrants } from "./store-grants";
import { Admission, keyCredentials, noKey, StoreKey } from "./store-key";

/** The adapter for OCI. */
export function createOciCloud(context: StackContext, account: OciAccount): Cloud {
  const providers = new OciProviders();
  const at = (region: string) => ({ provider: providers.in(region) });
  const atHome = () => at(account.homeRegion);
  const isOwn = (site: string) => site.startsWith("oci-");
  // Shared by all sites, as a user can have two of each at most; made when the first site asks.
  let pullCredentials: PullCredentials | undefined;
  let storeKey: StoreKey | undefined;

  function foundation(site: SiteSpec, repositories: readonly string[]): Foundation {
    const here = at(site.region.name);
    const addresses = new Addresses(context, account, site, here);
    pullCredentials ??= new PullCredentials(context, account, repositories, isOwn, atHome());
    const registry = new Registry(context, account, site, repositories, pullCredentials, here);
    const store = new MediaStore(context, account, site, atHome().provider, here);
    return {
      site,
      addresses,
      registry,
      store,
      build: (parent, nodes) => buildSite(site, addresses, registry, nodes, { ...here, parent }),
    };
  }

  function buildSite(
    site: SiteSpec,
    addresses: Addresses,
    registry: Registry,
    nodes: NodePlan,
    opts: { readonly parent: pulumi.Resource; readonly provider: pulumi.ProviderResource },
  ): SiteInfrastructure {
    const { calico } = account;
    const network = new Network(context, { account, site, natAddressId: addresses.natId }, opts);
    const cluster = new Cluster(
      context,
      {
        account,
        site,
        network,
        nodes,
        calicoImage: registry.image(calico.repository, calico.digest),
        pullConfig: registry.pullConfig,
        home: atHome().provider,
      },
      opts,
    );
    return {
      network,
      cluster,
      bindEdge(binding: EdgeBinding) {
        return new EdgeBalancer(context, { site, network, cluster, addresses, binding }, opts).ready;
      },
      grant(accesses: readonly StoreAccess[]) {
        if (accesses.length === 0) return [];
        const inHome = { ...opts, ...atHome() };
        return new StoreGrants(context, account, site, cluster.id, accesses, inHome).ready;
      },
    };
  }

  function replicate(stores: readonly MediaStoreContract[]): void {
    for (const plan of replicaRing(stores)) {
      const there = providers.in(plan.region);
      const home = atHome().provider;
      new Replication(context, { account, plan, there, home }, at(plan.source.region));
    }
  }

  function admit(
    site: SiteSpec,
    _issuer: pulumi.Output<string>,
    accesses: readonly StoreAccess[],
  ): ForeignCredentials[] {
    if (accesses.length === 0) return [];
    if (isTurnedAway(context, "oci", site.id, account.homeRegion)) return keyCredentials(accesses, noKey());
    storeKey ??= new StoreKey(context, account, (id) => !isOwn(id), atHome());
    new Admission(context, account, site, accesses, atHome());
    return keyCredentials(accesses, storeKey);
  }

  function authority(): DnsAuthority {
    // Public zones are the same at every region's endpoint: only IAM is bound to the home region.
    return new OciDnsAuthority(context, account, at(account.monitorRegion));
  }

  return { provider: "oci", foundation, replicate, admit, authority };
}
