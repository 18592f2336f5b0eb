import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { type Capability, capabilityWorkload, foreignSecret, namespaces, STORES_CONFIG } from "./capability";
import type { PartName } from "./catalog";
import type {
  Cloud,
  EdgeAddresses,
  ForeignCredentials,
  Foundation,
  MediaStore,
  NodePlan,
  SiteInfrastructure,
  StoreAccess,
  StoreAction,
} from "./contracts";
import { Edge, type EdgeClients } from "./edge/edge";
import type { ForwardingArgs } from "./edge/forwarding-parts";
import type { PlannedPeer } from "./edge/peers";
import { foreignSecretEnv } from "./foreign-credentials";
import { MIRROR_ACCOUNT, Mirror } from "./mirror/mirror";
import { Namespace } from "./namespace";
import { otherSites } from "./other-sites";
import type { PodSize } from "./pod";
import type { Signed } from "./private-authority";
import type { QueuePlan } from "./queue/model";
import { Queue } from "./queue/queue";
import type { QueueTrust } from "./queue/trust";
import type { Replicas } from "./sizing";
import { keysFor, writtenByAll } from "./store-keys";
import { Workload } from "./workload";

/** An image of the catalogue: where it stands in every registry, and its digest. */
export interface Image {
  readonly repository: string;
  /** `sha256:…` */
  readonly digest: string;
}

export interface SiteArgs {
  readonly foundation: Foundation;
  readonly domain: string;
  /** The document of endpoints that its edge serves. */
  readonly endpoints: string;
  /** Its health answers are red: whoever asks DNS is sent elsewhere. */
  readonly drained: boolean;
  readonly catalog: readonly Capability[];
  /** By capability, and `edge`. */
  readonly replicas: Readonly<Record<string, Replicas>>;
  /** By part: `edge`, `queue`, `queueJob`, `mirror`. */
  readonly partSizes: Readonly<Record<PartName, PodSize>>;
  /** By capability, and `haproxy`, `nats`, `natsCli`, `rclone`. */
  readonly images: Readonly<Record<string, Image>>;
  readonly nodes: NodePlan;
  /** The clouds that this site does not stand on. */
  readonly otherClouds: readonly Cloud[];
  /** Stores of other providers, the preferred one first. */
  readonly otherStores: readonly MediaStore[];
  /** Those of providers that turned hostile: what lets this site in there is left there, and used no more. */
  readonly forsaken: readonly MediaStore[];
  /** Sites of those that this site's mirror copies from at once, and of those that it takes over from another's. */
  readonly mirrored: {
    readonly sources: readonly { readonly id: string }[];
    readonly left: readonly { readonly id: string }[];
  };
  /** All other sites. One that isn't trusted is linked to no longer. */
  readonly peers: readonly {
    readonly site: string;
    readonly addresses: EdgeAddresses;
    readonly trusted: boolean;
  }[];
  readonly queuePlan: QueuePlan;
  readonly trust: QueueTrust;
  readonly edgeClients: EdgeClients;
  /** Sites among `peers` whose edges this one's hands requests to, and its certificate for that; none when left out. */
  readonly forwarding?: { readonly certificate: Signed; readonly peers: readonly PlannedPeer[] };
  /** Certificate chain and key for the public names, PEM; without them the Secret `edge-tls` is expected. */
  readonly edgeTls?: { readonly certificate: string; readonly key: pulumi.Output<string> };
}

/** One site: a region of one provider that runs a full copy of the platform. */
export class Site extends pulumi.ComponentResource {
  readonly id: string;
  readonly infrastructure: SiteInfrastructure;
  /** Whether its edge hands requests to other sites' edges. */
  readonly forwards: boolean;
  /** What must be up before traffic is led here. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: SiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("twincloud:Site", name, {}, opts);
    const { foundation } = args;
    this.id = name;
    this.forwards = args.forwarding !== undefined;
    this.infrastructure = foundation.build(this, args.nodes);
    const { cluster, network } = this.infrastructure;
    const image = (key: string): string => {
      const found = args.images[key];
      if (!found) throw new Error(`site ${name}: there is no image ${key} among ${Object.keys(args.images)}`);
      return foundation.registry.image(found.repository, found.digest);
    };
    const { pullConfig } = foundation.registry;
    const onCluster = {
      parent: this,
      provider: cluster.kubernetes,
      dependsOn: [...cluster.ready, ...foundation.registry.ready],
    };
    const namespace = (key: string, labels: Readonly<Record<string, string>> = {}) =>
      new Namespace(
        `${name}-${key}`,
        { namespace: key, labels, dnsCidrs: cluster.traits.dnsCidrs, ...(pullConfig ? { pullConfig } : {}) },
        onCluster,
      );
    const made = {
      platform: namespace(namespaces.platform),
      edge: namespace(namespaces.edge, cluster.traits.edgeNamespaceLabels),
      queue: namespace(namespaces.queue),
      mirror: namespace(namespaces.mirror),
    };
    const common = { traits: cluster.traits, pullSecret: pullConfig !== undefined };
    const inside = (
      space: Namespace,
      after: readonly pulumi.Resource[] = [],
    ): pulumi.ComponentResourceOptions => ({
      parent: this,
      provider: cluster.kubernetes,
      dependsOn: [...space.ready, ...after],
    });

    const queue = new Queue(
      `${name}-queue`,
      {
        ...common,
        site: name,
        image: image("nats"),
        cliImage: image("natsCli"),
        pod: args.partSizes.queue,
        jobPod: args.partSizes.queueJob,
        plan: args.queuePlan,
        peers: Object.fromEntries(
          args.peers.filter(({ trusted }) => trusted).map(({ site, addresses }) => [site, addresses.edge]),
        ),
        trust: args.trust,
        clients: made.platform.ready,
      },
      inside(made.queue),
    );

    const granted = this.infrastructure.grant(
      ownAccess(foundation.store, args.catalog, args.otherStores.length > 0),
    );
    const credentials = this.#foreignCredentials(args);
    const stores = this.#storesConfig(name, foundation.store, args.otherStores, inside(made.platform));
    const others = otherSites(args.peers.filter(({ trusted }) => trusted));
    for (const capability of args.catalog) {
      const own = credentials.filter(({ serviceAccount }) => serviceAccount.name === capability.name);
      const foreign = this.#foreignSecret(
        name,
        capability.name,
        own,
        namespaces.platform,
        inside(made.platform),
      );
      new Workload(
        `${name}-${capability.name}`,
        capabilityWorkload(capability, {
          ...common,
          site: name,
          domain: args.domain,
          image: image(capability.name),
          replicas: replicasOf(args, capability.name),
          catalog: args.catalog,
          queueAuthority: args.trust.stage,
          credentials: own,
          otherSites: others,
        }),
        inside(made.platform, [...granted, ...queue.clientSecrets, stores, ...foreign]),
      );
    }

    const edge = new Edge(
      `${name}-edge`,
      {
        ...common,
        site: name,
        domain: args.domain,
        image: image("haproxy"),
        pod: args.partSizes.edge,
        replicas: replicasOf(args, "edge"),
        backends: args.catalog.map((capability) => ({
          capability,
          replicas: replicasOf(args, capability.name),
        })),
        queueReplicas: queue.replicas,
        store: foundation.store,
        drained: args.drained,
        endpoints: args.endpoints,
        clients: args.edgeClients,
        loadBalancerCidrs: network.loadBalancerCidrs,
        ...(args.edgeTls ? { tls: args.edgeTls } : {}),
        ...(args.forwarding ? { forwarding: forwardingAt(args.forwarding, args.peers) } : {}),
      },
      inside(made.edge),
    );
    const led = this.infrastructure.bindEdge({
      ...edge.binding,
      leafPeers: args.peers.flatMap(({ addresses, trusted }) =>
        addresses.nat.map((address) => (trusted ? address : undefined)),
      ),
      peerEdges: args.peers.flatMap(({ site, addresses }) =>
        addresses.edge.map((address) =>
          args.forwarding?.peers.some((peer) => peer.site === site) ? address : undefined,
        ),
      ),
    });

    const mirrorCredentials = credentials.filter(
      ({ serviceAccount }) => serviceAccount.namespace === namespaces.mirror,
    );
    // Where nobody writes there is nothing to copy.
    if (args.otherStores.length > 0 && writtenByAll(args.catalog).length > 0) {
      const storesOf = (sites: readonly { readonly id: string }[]) =>
        args.otherStores.filter(({ site }) => sites.some(({ id }) => id === site));
      const foreign = this.#foreignSecret(
        name,
        MIRROR_ACCOUNT,
        mirrorCredentials,
        namespaces.mirror,
        inside(made.mirror),
      );
      new Mirror(
        `${name}-mirror`,
        {
          ...common,
          site: name,
          image: image("rclone"),
          pod: args.partSizes.mirror,
          own: foundation.store,
          sources: storesOf(args.mirrored.sources),
          left: storesOf(args.mirrored.left),
          prefixes: writtenByAll(args.catalog),
          credentials: mirrorCredentials,
        },
        inside(made.mirror, [...granted, ...foreign]),
      );
    }
    this.ready = [edge.deployment, ...led];
    this.registerOutputs({ cluster: cluster.name });
  }

  /** What other clouds hand this site's pods, so that they may use those clouds' stores. */
  #foreignCredentials(args: SiteArgs): ForeignCredentials[] {
    const { issuer } = this.infrastructure.cluster;
    return args.otherClouds.flatMap((cloud) => {
      const forsaken = args.forsaken.filter(({ provider }) => provider === cloud.provider);
      if (forsaken.length > 0)
        cloud.admit(args.foundation.site, issuer, foreignAccess(forsaken, args.catalog));
      const stores = args.otherStores.filter(({ provider }) => provider === cloud.provider);
      if (stores.length === 0) return [];
      return cloud.admit(args.foundation.site, issuer, foreignAccess(stores, args.catalog));
    });
  }

  #foreignSecret(
    site: string,
    app: string,
    credentials: readonly ForeignCredentials[],
    namespace: string,
    opts: pulumi.ComponentResourceOptions,
  ): core.Secret[] {
    const stringData = foreignSecretEnv(credentials);
    if (Object.keys(stringData).length === 0) return [];
    return [
      new core.Secret(
        `${site}-${foreignSecret(app)}`,
        { metadata: { name: foreignSecret(app), namespace }, stringData },
        opts,
      ),
    ];
  }

  #storesConfig(
    site: string,
    own: MediaStore,
    others: readonly MediaStore[],
    opts: pulumi.ComponentResourceOptions,
  ): core.ConfigMap {
    const describe = ({ site, provider, region, bucket, endpoint, pathStyle }: MediaStore) => ({
      site,
      provider,
      region,
      bucket,
      endpoint,
      pathStyle,
    });
    return new core.ConfigMap(
      `${site}-${STORES_CONFIG}`,
      {
        metadata: { name: STORES_CONFIG, namespace: namespaces.platform },
        data: {
          "stores.json": `${JSON.stringify({ own: describe(own), others: others.map(describe) }, null, 2)}\n`,
        },
      },
      opts,
    );
  }
}

function forwardingAt(
  { certificate, peers }: NonNullable<SiteArgs["forwarding"]>,
  sites: SiteArgs["peers"],
): ForwardingArgs {
  return {
    certificate,
    peers: peers.map((peer) => {
      const found = sites.find(({ site }) => site === peer.site);
      if (!found) throw new Error(`${peer.site} is to be forwarded to and is none of the other sites`);
      return { ...peer, addresses: found.addresses };
    }),
  };
}

function replicasOf(args: SiteArgs, workload: string): Replicas {
  const found = args.replicas[workload];
  if (!found) throw new Error(`there are no replicas for ${workload} among ${Object.keys(args.replicas)}`);
  return found;
}

/** What pods may do with the store of their own site: the mirror fills it, the capabilities as the catalogue says. */
export function ownAccess(
  store: MediaStore,
  catalog: readonly Capability[],
  mirrored: boolean,
): StoreAccess[] {
  const written = writtenByAll(catalog);
  const mirror: StoreAccess = { ...MIRROR, store, reads: written, writes: written };
  return [
    ...(mirrored ? [mirror] : []),
    ...catalog.flatMap((capability) => accessOf(capability, store, capability.ownStore)),
  ];
}

/** What pods may do with stores of other providers: the mirror only reads. */
export function foreignAccess(stores: readonly MediaStore[], catalog: readonly Capability[]): StoreAccess[] {
  return stores.flatMap((store) => [
    { ...MIRROR, store, reads: writtenByAll(catalog), writes: [] },
    ...catalog.flatMap((capability) => accessOf(capability, store, capability.otherStores)),
  ]);
}

const MIRROR = {
  serviceAccount: { namespace: namespaces.mirror, name: MIRROR_ACCOUNT },
  listsAll: true,
} as const;

function accessOf(
  capability: Capability,
  store: MediaStore,
  action: StoreAction | undefined,
): readonly StoreAccess[] {
  const serviceAccount = { namespace: namespaces.platform, name: capability.name };
  return action ? [{ serviceAccount, store, ...keysFor(capability, action) }] : [];
}
