/**
 * A third cloud that nobody sells: all of the contract, a resource for each thing it speaks of, and no SDK. What works
 * with it works with a provider that isn't one of ours.
 */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type {
  AnswerPlan,
  Cloud,
  DnsAuthority,
  ForeignCredentials,
  Foundation,
  MediaStore,
  RcloneAccess,
  SiteSpec,
  StackContext,
  StoreAccess,
} from "../../../components/contracts";
import {
  clusterProviderOptions,
  componentOptions,
  holdsData,
  isTurnedAway,
} from "../../../components/frozen";
import { s3 } from "../../../components/mirror/remote";
import { addressesOf } from "../../../components/routing";
import type { ProviderName, Zone } from "../../../graph/clouds/contract";

/** Not one of the names that the project knows: the one place where that is hidden from the compiler. */
export const third = "third" as ProviderName;

/** A site in one of its regions, `<direction>-1`. */
export function thirdSite(region: string, cidr: string): SiteSpec {
  const zones = ["1", "2", "3"].map((id): Zone => ({ id, name: `${region}-${id}` }));
  return {
    id: `${third}-${region}`,
    provider: third,
    region: { provider: third, name: region, country: "us", metro: region, zones },
    cidr,
    kubernetesVersion: "1.33",
  };
}

const SERVERS = 4;

const rclone: RcloneAccess = {
  own: (store) => [...s3("Other", store), "env_auth = true"],
  foreign: (store) => [...s3("Other", store), "env_auth = true"],
  ownFlags: [],
  foreignEnv: ({ region }) => [`export THIRD_REGION=${region}`],
};

type Value = pulumi.Input<string | readonly string[] | number>;

class ThirdProvider extends pulumi.ProviderResource {
  constructor(region: string) {
    super(third, `${third}-${region}`, {});
  }
}

/** Whatever the cloud makes: it has an id, and `value`, what it was made of. */
class Thing extends pulumi.CustomResource {
  declare readonly value: pulumi.Output<string>;

  constructor(type: string, name: string, value: Value, opts: pulumi.CustomResourceOptions) {
    super(`third:${type}`, name, { value }, opts);
  }
}

/** A component of the adapter, whose children are left alone while the cloud is unreachable. */
class Part extends pulumi.ComponentResource {
  constructor(
    context: StackContext,
    kind: string,
    name: string,
    opts: pulumi.ComponentResourceOptions,
    site?: string,
  ) {
    super(`twincloud:third:${kind}`, name, {}, componentOptions(context, third, opts, site));
  }
}

export function createThirdCloud(context: StackContext): Cloud {
  const regions = new Map<string, pulumi.ProviderResource>();
  const at = (region: string) => {
    const provider = regions.get(region) ?? new ThirdProvider(region);
    regions.set(region, provider);
    return { provider };
  };

  function foundation(site: SiteSpec, repositories: readonly string[]): Foundation {
    const { name: region } = site.region;
    const part = new Part(context, "Foundation", site.id, at(region), site.id);
    const child = { parent: part };
    const address = (n: string) =>
      new Thing("network/address:Address", `${site.id}-${n}`, `address-of-${site.id}-${n}`, child).value;
    const host = `registry.${region}.third.example`;
    const registry = repositories.map(
      (path) => new Thing("registry/repository:Repository", `${site.id}-${path}`, path, child),
    );
    const bucket = `${context.prefix}-media-${region}`;
    const objects = new Thing("storage/bucket:Bucket", `${site.id}-media`, bucket, {
      ...child,
      ...holdsData(context),
    });
    const store: MediaStore = {
      site: site.id,
      provider: third,
      region,
      bucket,
      endpoint: `s3.${region}.third.example`,
      pathStyle: true,
      reachesPeers: false,
      rclone,
      ready: [objects],
    };
    return {
      site,
      addresses: { edge: ["edge-1", "edge-2"].map(address), nat: [address("nat")] },
      registry: { host, image: (path, digest) => `${host}/${path}@${digest}`, ready: registry },
      store,
      build: (parent) => buildSite(site, { ...at(region), parent }),
    };
  }

  function buildSite(site: SiteSpec, opts: pulumi.ComponentResourceOptions): ReturnType<Foundation["build"]> {
    const part = new Part(context, "Site", site.id, opts, site.id);
    const child = { parent: part };
    const network = new Thing("network/network:Network", site.id, site.cidr, child);
    const pools = site.region.zones.map(
      ({ id, name }) =>
        new Thing("cluster/pool:Pool", `${site.id}-${id}`, name, { ...child, dependsOn: [network] }),
    );
    const cluster = new Thing("cluster/cluster:Cluster", site.id, `https://issuer.example/${site.id}`, child);
    const [a, b] = site.cidr.split(".");
    return {
      network: { loadBalancerCidrs: [`${a}.${b}.0.0/24`], podCidrs: [`${a}.${b}.128.0/17`] },
      cluster: {
        name: site.id,
        kubernetes: new kubernetes.Provider(
          `kubernetes-${site.id}`,
          { kubeconfig: pulumi.interpolate`server: ${cluster.id}` },
          { parent: part, ...clusterProviderOptions(context, third, site.id) },
        ),
        traits: {
          provider: third,
          region: site.region.name,
          zoneKey: "topology.kubernetes.io/zone",
          zones: site.region.zones.length,
          storageClass: "standard",
          dnsCidrs: [],
          identityFromToken: true,
          identityEnv: { THIRD_IDENTITY: "pod" },
          identityEndpoints: [{ cidr: "169.254.1.1/32", port: 80 }],
          nodeSelector: {},
          edgeNamespaceLabels: {},
          edgeDrainSeconds: 60,
        },
        issuer: cluster.value,
        ready: pools,
      },
      bindEdge: ({ leafPeers, dependsOn }) => [
        new Thing("network/balancer:Balancer", site.id, pulumi.all(leafPeers.flatMap((peer) => peer ?? [])), {
          ...child,
          dependsOn: [...dependsOn],
        }),
      ],
      grant: (accesses) =>
        accesses.map(
          ({ serviceAccount: { namespace, name }, reads, writes }) =>
            new Thing(
              "identity/grant:Grant",
              `${site.id}-${namespace}-${name}`,
              [...reads, ...writes],
              child,
            ),
        ),
    };
  }

  function replicate(stores: readonly MediaStore[]): void {
    for (const source of stores) {
      const others = stores.filter((store) => store !== source).map(({ bucket }) => bucket);
      if (others.length === 0) continue;
      const part = new Part(context, "Replication", source.site, at(source.region));
      new Thing("storage/replication:Replication", source.site, others, { parent: part });
    }
  }

  function admit(
    site: SiteSpec,
    issuer: pulumi.Output<string>,
    accesses: readonly StoreAccess[],
  ): ForeignCredentials[] {
    const turnedAway = isTurnedAway(context, third, site.id, site.region.name);
    const part = turnedAway ? undefined : new Part(context, "Admission", site.id, at("central"));
    const accounts = new Map(
      accesses.map(({ serviceAccount }) => [
        `${serviceAccount.namespace}-${serviceAccount.name}`,
        serviceAccount,
      ]),
    );
    return [...accounts].map(([name, serviceAccount]) => {
      const trust = part && new Thing("identity/trust:Trust", `${site.id}-${name}`, issuer, { parent: part });
      return {
        serviceAccount,
        env: { THIRD_ROLE: `role-of-${name}` },
        secretEnv: { THIRD_KEY: pulumi.secret(trust?.id ?? "") },
        token: { audience: "third.example", directory: "/var/run/secrets/twincloud/third" },
      };
    });
  }

  function authority(): DnsAuthority {
    const part = new Part(context, "Dns", "third-dns", at("central"));
    const zone = new Thing("dns/zone:Zone", "third-zone", context.domain, {
      parent: part,
      ...holdsData(context),
    });
    const nameServers = zone.value.apply((domain) =>
      Array.from({ length: SERVERS }, (_, n) => `ns${n + 1}.${domain}.third.example`),
    );
    return {
      provider: third,
      nameServers,
      nameServerCount: SERVERS,
      changedIn: "us-1",
      delegate(others) {
        const servers = pulumi.all(others.map((other) => other.nameServers)).apply((all) => all.flat());
        new Thing("dns/nameServers:NameServers", "third-apex", servers, { parent: part });
      },
      answer: (plan, email) => answers(plan, email, part),
    };
  }

  function answers(plan: AnswerPlan, email: string, parent: pulumi.Resource): void {
    const { names, siteNames, addresses, after } = plan;
    for (const { host, site } of siteNames) {
      for (const [n, address] of addressesOf(addresses, site).entries())
        new Thing("dns/answer:Answer", `${host}-${n + 1}`, address, { parent, dependsOn: [...after] });
    }
    for (const { host, answers } of names) {
      for (const { name, site, index } of answers) {
        const address = addresses[site]?.[index];
        if (!address) throw new RangeError(`third: ${site} has no address ${index} to answer for ${host}`);
        const check = new Thing("dns/check:Check", `${host}-${name}`, address, { parent });
        new Thing("dns/alarm:Alarm", `${host}-${name}`, email, { parent, dependsOn: [check] });
        new Thing("dns/answer:Answer", `${host}-${name}`, address, { parent, dependsOn: [check, ...after] });
      }
    }
  }

  return { provider: third, foundation, replicate, admit, authority };
}
