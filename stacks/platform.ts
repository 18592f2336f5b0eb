/** The composition: from settings to sites, stores and routing. Everything it decides is plain data. */
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/tls/provider";
import { publicName } from "../components/capability";
import type { Catalog } from "../components/catalog";
import { createClouds } from "../components/clouds";
import type { Cloud, DnsAuthority, Foundation, SiteSpec, StackContext } from "../components/contracts";
import { diskMiB, scratchMiB } from "../components/disk";
import { type EndpointSite, endpointsText } from "../components/edge/endpoints";
import { forwardingPath } from "../components/edge/health-answers";
import { type PeerSite, peersOf, spareOf } from "../components/edge/peers";
import { EdgeTrust } from "../components/edge/trust";
import { freezes, isFrozen } from "../components/frozen";
import type { PodSize } from "../components/pod";
import { QueueTrust } from "../components/queue/trust";
import { type PublicName, routedNames } from "../components/routing";
import { Site } from "../components/site";
import { siteNames } from "../components/site-names";
import { nodePlan, type PodDemand, type Replicas, siteReplicas } from "../components/sizing";
import { regionOf } from "../graph/clouds/regions";
import { isOutOfReach } from "../graph/clouds/unreachable";
import { drainedAt, zonesDrainedAt } from "../graph/drains";
import type { RulesSettings } from "../graph/rules-settings";
import { sharesWithout, untrustedProviders, untrustedSites } from "../graph/untrusted";
import { accountsOf } from "./clouds";
import { mirrorShare, otherProviders } from "./partners";
import { queuePlanOf, sizedSites } from "./queue-plan";
import { rulesSettings } from "./rules-settings";
import type { Settings } from "./settings";

/** The stack's outputs. */
export interface PlatformOutputs {
  /** What to name at the registrar: the servers of all authorities. */
  readonly nameServers: pulumi.Output<string[]>;
  readonly publicNames: Readonly<Record<string, string>>;
  readonly sites: Readonly<Record<string, { cluster: string; addresses: pulumi.Output<string>[] }>>;
  /** What rules and verdicts need of the settings; nothing secret. */
  readonly twincloud: RulesSettings;
}

/**
 * @param catalog what the platform serves.
 * @param now the present moment: a drain that has ended is none.
 */
export function buildPlatform(
  settings: Settings,
  catalog: Catalog,
  project: string,
  stack: string,
  now: Date,
): PlatformOutputs {
  const hostile = untrustedSites(settings.untrusted, settings.sites);
  const hostileProviders = untrustedProviders(settings.untrusted);
  const context: StackContext = {
    prefix: `${project}-${stack}`,
    domain: settings.domain,
    protect: settings.protect,
    unreachable: [...new Set([...settings.unreachable, ...hostileProviders])],
    untrusted: [...hostile],
    jurisdiction: settings.jurisdiction,
    adminCidrs: settings.adminCidrs,
    alertEmail: settings.alerts.email,
    tags: { project, stack, "managed-by": "pulumi" },
  };
  const clouds = createClouds(context, accountsOf(settings));
  const specs = settings.sites.map(
    (site): SiteSpec => ({
      id: site.id,
      provider: site.provider,
      region: regionOf(site.provider, site.region),
      cidr: site.cidr,
      kubernetesVersion: site.kubernetesVersion,
    }),
  );
  const drained = drainedAt(settings.drain, now);
  const drainedZones = zonesDrainedAt(settings.drain, now);
  const trusted = specs.filter(({ id }) => !hostile.has(id));
  // What is left as it is has everybody beside it, so that all of it is still in the program.
  const besides = (spec: SiteSpec) => (isFrozen(context, spec.provider, spec.id) ? specs : trusted);

  const repositories = Object.values(settings.images).map(({ repository }) => repository);
  const foundations = new Map(
    specs.map((spec) => [spec.id, clouds[spec.provider].foundation(spec, repositories)]),
  );
  const foundationOf = (spec: SiteSpec) => foundations.get(spec.id) as Foundation;
  for (const cloud of Object.values(clouds)) {
    cloud.replicate(
      specs.filter(({ provider }) => provider === cloud.provider).map((spec) => foundationOf(spec).store),
    );
  }

  const queuePlan = queuePlanOf(settings, catalog);
  const certificates = { providers: [new Provider("tls")] };
  const trust = new QueueTrust(
    "queue-trust",
    {
      plan: queuePlan,
      stage: settings.queueAuthority,
      addresses: Object.fromEntries(specs.map((spec) => [spec.id, foundationOf(spec).addresses.edge])),
    },
    certificates,
  );
  const sizes = sizeSites(settings);
  // One site has nobody to hand anything to.
  const edgeTrust =
    settings.forwarding && specs.length > 1
      ? new EdgeTrust(
          "edge-trust",
          { sites: specs.map(({ id }) => id), untrusted: [...hostile], stage: settings.queueAuthority },
          certificates,
        )
      : undefined;
  const peerSite = (spec: SiteSpec): PeerSite => ({
    id: spec.id,
    provider: spec.provider,
    spare: spareAt(spec.id, settings, catalog, sizes.get(spec.id) ?? {}),
    addresses: foundationOf(spec).addresses.edge.length,
  });
  const names = publicNames(catalog, settings.domain);
  const sites = specs.map(
    (spec) =>
      new Site(
        spec.id,
        {
          foundation: foundationOf(spec),
          domain: settings.domain,
          endpoints: endpointsText(names, endpointSites(settings, besides(spec), hostile)),
          drained: drained.has(spec.id),
          catalog: catalog.capabilities,
          replicas: sizes.get(spec.id) ?? {},
          partSizes: catalog.parts,
          images: settings.images,
          nodes: nodePlan(podDemands(catalog, sizes.get(spec.id) ?? {})),
          otherClouds: Object.values(clouds).filter(({ provider }) => provider !== spec.provider),
          otherStores: otherProviders(spec, besides(spec)).map((other) => foundationOf(other).store),
          forsaken: otherProviders(spec, specs)
            .filter((other) => !besides(spec).includes(other) && hostileProviders.includes(other.provider))
            .map((other) => foundationOf(other).store),
          mirrored: mirrorShare(spec, besides(spec), foundationOf(spec).store.reachesPeers),
          peers: specs
            .filter(({ id }) => id !== spec.id)
            .map((peer) => ({
              site: peer.id,
              addresses: foundationOf(peer).addresses,
              trusted: besides(spec).includes(peer),
            })),
          queuePlan,
          trust,
          edgeClients: settings.edge,
          ...(edgeTrust && besides(spec).some(({ id }) => id !== spec.id)
            ? {
                forwarding: {
                  certificate: edgeTrust.of(spec.id),
                  peers: peersOf(peerSite(spec), besides(spec).map(peerSite)),
                },
              }
            : {}),
          ...(settings.edgeTls
            ? {
                edgeTls: {
                  certificate: settings.edgeTls.certificate,
                  key: pulumi.secret(settings.edgeTls.key.reveal()),
                },
              }
            : {}),
        },
        { transformations: freezes(context, spec.provider, spec.region.name, spec.id) },
      ),
  );

  const forwarding = sites.filter(({ forwards }) => forwards).map(({ id }) => id);
  const authorities = answerEverywhere(
    clouds,
    context,
    settings,
    names,
    { sites: drained, zones: drainedZones },
    foundations,
    sites,
    forwarding,
  );
  return {
    // Without those of a hostile authority: they are to be taken out at the registrar.
    nameServers: pulumi
      .all(
        authorities
          .filter(({ provider }) => !hostileProviders.includes(provider))
          .map(({ nameServers }) => nameServers),
      )
      .apply((all) => all.flat()),
    publicNames: Object.fromEntries(names.map(({ capability, host }) => [capability, host])),
    sites: Object.fromEntries(
      sites.map((site, i) => {
        const spec = specs[i] as SiteSpec;
        const addresses = [...foundationOf(spec).addresses.edge];
        return [spec.id, { cluster: site.infrastructure.cluster.name, addresses }];
      }),
    ),
    twincloud: rulesSettings(settings),
  };
}

function publicNames({ capabilities }: Catalog, domain: string): PublicName[] {
  return capabilities.flatMap((capability) => {
    const host = publicName(capability, domain);
    return host ? [{ capability: capability.name, host }] : [];
  });
}

/** Percent of the traffic by site, when nothing is drained. */
const trustedShares = ({ sites }: Settings, hostile: ReadonlySet<string>): Record<string, number> =>
  sharesWithout(hostile, Object.fromEntries(sites.map(({ id, share }) => [id, share])));

/** The sites that apps may choose: as many are at home at each as DNS leads there. */
function endpointSites(
  settings: Settings,
  named: readonly SiteSpec[],
  hostile: ReadonlySet<string>,
): EndpointSite[] {
  const shares = trustedShares(settings, hostile);
  return named.map(({ id, provider, region }) => ({
    id,
    provider,
    region: region.name,
    weight: Math.round((shares[id] ?? 0) * 100) / 100,
  }));
}

/**
 * Every public name, answered by all authorities with the same addresses, after the sites are up. What isn't trusted
 * isn't answered with, and isn't named as an authority; one that is left as it is still has all that it had.
 */
function answerEverywhere(
  clouds: Readonly<Record<string, Cloud>>,
  context: StackContext,
  settings: Settings,
  names: readonly PublicName[],
  drained: { readonly sites: ReadonlySet<string>; readonly zones: ReturnType<typeof zonesDrainedAt> },
  foundations: ReadonlyMap<string, Foundation>,
  sites: readonly Site[],
  forwarding: readonly string[],
): DnsAuthority[] {
  const addresses = Object.fromEntries(
    [...foundations].map(([id, foundation]) => [id, foundation.addresses.edge]),
  );
  const hostile = new Set(context.untrusted);
  const shares = trustedShares(settings, hostile);
  const routed = (isAnswered: (site: string) => boolean) =>
    routedNames(
      names,
      settings.sites
        .filter(({ id }) => isAnswered(id))
        .map(({ id }) => ({
          id,
          share: shares[id] ?? 0,
          addresses: addresses[id]?.length ?? 0,
          drained: drained.sites.has(id),
          drainedAddresses: addressesIn(foundations.get(id), drained.zones.get(id)),
        })),
    );
  const isTrusted = (site: string) => !hostile.has(site);
  const hostileProviders = untrustedProviders(settings.untrusted);
  const authorities = Object.values(clouds).map((cloud) => cloud.authority());
  for (const authority of authorities) {
    const asItIs = isOutOfReach(context.unreachable, authority.provider, authority.changedIn);
    const isAnswered = asItIs ? () => true : isTrusted;
    const isNamed = ({ provider }: DnsAuthority) => asItIs || !hostileProviders.includes(provider);
    authority.delegate(authorities.filter((other) => other !== authority && isNamed(other)));
    authority.answer(
      {
        names: routed(isAnswered),
        siteNames: siteNames(
          names,
          settings.sites.map(({ id }) => id).filter((id) => isAnswered(id)),
        ),
        ...(forwarding.length > 0
          ? { forwarding: { path: forwardingPath, sites: forwarding.filter((id) => isAnswered(id)) } }
          : {}),
        ttl: settings.dns.ttl,
        checks: {
          intervalSeconds: settings.dns.checkIntervalSeconds,
          failureThreshold: settings.dns.failureThreshold,
        },
        addresses,
        after: sites.filter(({ id }) => asItIs || isTrusted(id)).flatMap(({ ready }) => ready),
      },
      settings.alerts.email,
    );
  }
  return authorities;
}

/** The addresses of a site that stand in some of its zones. */
function addressesIn(
  foundation: Foundation | undefined,
  zones: ReadonlySet<string> | undefined,
): ReadonlySet<number> {
  const standing = foundation?.addresses.zones ?? [];
  return new Set(standing.flatMap((zone, index) => (zones?.has(zone) ? [index] : [])));
}

/** Floors and ceilings of every workload at every site, by site and by workload. */
function sizeSites(settings: Settings): Map<string, Record<string, Replicas>> {
  const sized = sizedSites(settings);
  return new Map(
    sized.map((site) => [
      site.id,
      Object.fromEntries(
        Object.entries(settings.peak).map(([workload, { replicas }]) => [
          workload,
          siteReplicas(replicas, site, sized, settings.objectives.capacity),
        ]),
      ),
    ]),
  );
}

/** What a site can take of others' users, as a share of the peak. */
function spareAt(
  id: string,
  settings: Settings,
  { capabilities }: Catalog,
  sizes: Readonly<Record<string, Replicas>>,
): number {
  const share = settings.sites.find((site) => site.id === id)?.share ?? 0;
  const sized = capabilities
    .filter(({ publicLabel }) => publicLabel !== undefined)
    .flatMap(({ name }) => {
      const [peak, replicas] = [settings.peak[name]?.replicas, sizes[name]];
      return peak !== undefined && replicas ? [{ peak, replicas }] : [];
    });
  return spareOf(sized, share, settings.objectives.capacity.atOnce);
}

/** Every pod that the nodes of a site must hold: the workloads', and a fixed number of the parts'. */
function podDemands(
  { capabilities, parts }: Catalog,
  sizes: Readonly<Record<string, Replicas>>,
): PodDemand[] {
  const fixed = (replicas: number): Replicas => ({ floor: replicas, ceiling: replicas });
  const demand = (
    replicas: Replicas | undefined,
    pod: PodSize,
    part: keyof typeof scratchMiB,
  ): PodDemand => ({
    replicas: replicas ?? fixed(0),
    ...pod,
    diskMiB: diskMiB(scratchMiB[part]),
  });
  return [
    ...capabilities.map(({ name, pod }) => demand(sizes[name], pod, "capability")),
    demand(sizes.edge, parts.edge, "edge"),
    demand(fixed(3), parts.queue, "queue"),
    demand(fixed(1), parts.mirror, "mirror"),
  ];
}
