import type * as apps from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { keepsBytes, keys } from "../../graph/dependencies";
import { type Capability, namespaces, publicName } from "../capability";
import type { EdgeAddresses, EdgeBinding, MediaStore, Traits } from "../contracts";
import { scratchMiB } from "../disk";
import { APP_LABEL, type Peer } from "../network-policy";
import type { PodSize } from "../pod";
import { edgePaths, edgePorts, livezPath, queuePorts, workloadPaths, workloadPort } from "../ports";
import type { Signed } from "../private-authority";
import { siteHost } from "../site-names";
import type { Replicas } from "../sizing";
import { Workload } from "../workload";
import { WrongSettingError } from "../wrong-setting";
import { balancersSend, type ProxyProtocol } from "./doors";
import type { EdgeForwarding } from "./forwarding-input";
import { haproxyConfig } from "./haproxy";
import { type EdgeCapability, MOST_REPLICAS } from "./input";
import { type PlannedPeer, peerSources, SIBLINGS } from "./peers";
import type { PerClient } from "./per-client";
import { edgeStartScript } from "./start";
import { edgeTerminationSeconds } from "./timings";

export interface EdgeBackend {
  readonly capability: Capability;
  readonly replicas: Replicas;
}

export interface EdgeArgs {
  readonly site: string;
  readonly domain: string;
  readonly image: string;
  readonly pod: PodSize;
  readonly replicas: Replicas;
  /** Everything the site serves; what has no public name is left out. */
  readonly backends: readonly EdgeBackend[];
  readonly queueReplicas: number;
  readonly store: MediaStore;
  readonly drained: boolean;
  /** The document of endpoints. */
  readonly endpoints: string;
  readonly clients: EdgeClients;
  /** Networks from which the load balancers ask whether a pod is alive. */
  readonly loadBalancerCidrs: readonly string[];
  readonly tls?: { readonly certificate: string; readonly key: pulumi.Output<string> };
  /** Where this edge hands on what it can't serve; nowhere when left out. */
  readonly forwarding?: ForwardingArgs;
  readonly traits: Traits;
  readonly pullSecret: boolean;
}

/** Whether clients are known by their address, and what each may take. */
export interface EdgeClients {
  readonly proxyProtocol: ProxyProtocol;
  readonly perClient: PerClient;
}

export interface ForwardingArgs {
  /** By which the other edges know this one. */
  readonly certificate: Signed;
  readonly peers: readonly (PlannedPeer & {
    /** Its public addresses, and those that its pods call out from. */
    readonly addresses: Pick<EdgeAddresses, "edge" | "nat">;
  })[];
}

const APP = "edge";
const PEERS_SECRET = "edge-peers";
const CONFIG = "edge";
/** Made from the settings, or by whoever deploys, under the same name. */
const TLS_SECRET = "edge-tls";
/** About 40 kB each, 160 MB of a pod's 512; what requests take beside them, memory.ts counts. */
const CONNECTIONS = 4000;

/** The HAProxy tier of a site: ends TLS, routes by host, says what the site can serve, passes leaf links on. */
export class Edge extends pulumi.ComponentResource {
  readonly deployment: apps.Deployment;
  /** How the site's public addresses lead here. */
  readonly binding: Omit<EdgeBinding, "leafPeers" | "peerEdges">;

  constructor(name: string, args: EdgeArgs, opts: pulumi.ComponentResourceOptions) {
    super("twincloud:Edge", name, {}, opts);
    const namespace = namespaces.edge;
    const { forwarding } = args;
    const config = new core.ConfigMap(
      name,
      {
        metadata: { name: CONFIG, namespace },
        data: {
          "haproxy.cfg": edgeConfig(args),
          "start.sh": edgeStartScript(startPaths(forwarding)),
          [fileName(edgePaths.endpoints)]: args.endpoints,
        },
      },
      { parent: this },
    );
    const made: pulumi.Resource[] = [config];
    if (args.tls) {
      made.push(
        new core.Secret(
          `${name}-tls`,
          {
            metadata: { name: TLS_SECRET, namespace },
            type: "kubernetes.io/tls",
            stringData: { "tls.crt": args.tls.certificate, "tls.key": args.tls.key },
          },
          { parent: this },
        ),
      );
    }

    if (forwarding) made.push(...this.#forwarding(name, forwarding.certificate));

    const alive = { path: livezPath, port: edgePorts.status };
    const workload = new Workload(
      name,
      {
        app: APP,
        namespace,
        image: args.image,
        command: ["/bin/sh", edgePaths.start],
        replicas: args.replicas,
        pod: args.pod,
        ports: [
          { name: "https", port: edgePorts.https },
          { name: "leaf", port: edgePorts.leaf },
          ...(forwarding ? [{ name: "peers", port: edgePorts.peers }] : []),
          { name: "status", port: edgePorts.status },
        ],
        headless: false,
        // Not by the public port: who fills it, with handshakes that never end say, must not have the pods killed.
        probes: { startup: alive, readiness: alive, liveness: { tcp: edgePorts.status } },
        env: {},
        mounts: [
          { name: "config", path: folder(edgePaths.config), from: { configMap: CONFIG } },
          { name: "tls", path: edgePaths.tls, from: { secret: TLS_SECRET } },
          ...(forwarding ? [{ name: "peers", path: edgePaths.peers, from: { secret: PEERS_SECRET } }] : []),
          { name: "run", path: edgePaths.run, from: { scratchMiB: scratchMiB.edge } },
        ],
        labels: { [keys.part]: "edge", [keys.site]: args.site },
        annotations: {},
        serviceAccountToken: false,
        drainSeconds: args.traits.edgeDrainSeconds,
        graceSeconds: edgeTerminationSeconds(args.traits.edgeDrainSeconds),
        accepts: [
          ...accepts(args.loadBalancerCidrs),
          ...(forwarding ? acceptsPeers(args.loadBalancerCidrs) : []),
        ],
        calls: [...calls(args.backends), ...(forwarding ? callsPeers(forwarding) : [])],
        traits: args.traits,
        pullSecret: args.pullSecret,
      },
      { parent: this, dependsOn: made },
    );
    this.deployment = workload.deployment;
    this.binding = {
      namespace,
      serviceName: APP,
      selector: workload.selector,
      ports: {
        https: edgePorts.https,
        leaf: edgePorts.leaf,
        ...(forwarding ? { peers: edgePorts.peers } : {}),
        health: edgePorts.status,
      },
      healthPath: livezPath,
      sendsProxyHeader: balancersSend[args.clients.proxyProtocol],
      dependsOn: [workload.service],
    };
    this.registerOutputs({ site: args.site });
  }

  /** What its pods need beside themselves to know the other sites' edges and each other. */
  #forwarding(name: string, { ca, certificate, key }: Signed): pulumi.Resource[] {
    const namespace = namespaces.edge;
    const secret = new core.Secret(
      `${name}-peers`,
      {
        metadata: { name: PEERS_SECRET, namespace },
        stringData: { "ca.crt": ca, "tls.crt": certificate, "tls.key": key },
      },
      { parent: this },
    );
    const siblings = new core.Service(
      `${name}-siblings`,
      {
        metadata: { name: SIBLINGS, namespace },
        spec: {
          clusterIP: "None",
          publishNotReadyAddresses: true,
          selector: { [APP_LABEL]: APP },
          ports: [{ name: "status", port: edgePorts.status, targetPort: edgePorts.status }],
        },
      },
      { parent: this },
    );
    return [secret, siblings];
  }
}

/** The files that a pod has. */
function startPaths(forwarding: ForwardingArgs | undefined): Parameters<typeof edgeStartScript>[0] {
  const { config, tls, endpoints, peers } = edgePaths;
  return { config, tls, endpoints, ...(forwarding ? { peers } : {}) };
}

const folder = (path: string): string => path.slice(0, path.lastIndexOf("/"));
const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** An Output only where the other sites' addresses stand in it. */
function edgeConfig(args: EdgeArgs): pulumi.Input<string> {
  const { forwarding } = args;
  // What is wrong with the settings is told while the program runs, and not in an `apply`.
  const capabilities = args.backends.flatMap((backend) =>
    publicCapability(backend, args, args.replicas.floor),
  );
  if (!forwarding) return configText(args, capabilities);
  return pulumi
    .all(
      forwarding.peers.map(({ addresses: { edge, nat } }) =>
        pulumi.all([pulumi.all([...edge]), pulumi.all([...nat])]),
      ),
    )
    .apply((addresses) =>
      configText(args, capabilities, {
        site: args.site,
        peers: forwarding.peers.map(({ site, weight, otherProvider }, index) => ({
          site,
          weight,
          otherProvider,
          addresses: addresses[index]?.[0] ?? [],
        })),
        sources: peerSources(
          args.clients.proxyProtocol,
          addresses.flatMap(([, nat]) => nat),
          args.loadBalancerCidrs,
        ),
        siblings: {
          service: `${SIBLINGS}.${namespaces.edge}.svc.cluster.local`,
          ceiling: args.replicas.ceiling,
        },
      }),
    );
}

function configText(
  args: EdgeArgs,
  capabilities: readonly EdgeCapability[],
  forwarding?: EdgeForwarding,
): string {
  return haproxyConfig({
    capabilities,
    ...(forwarding ? { forwarding } : {}),
    endpoints: edgePaths.endpoints,
    drain: args.drained,
    queue: { service: `queue.${namespaces.queue}.svc.cluster.local`, replicas: args.queueReplicas },
    mediaStore: { host: args.store.endpoint },
    maxConnections: CONNECTIONS,
    memoryMiB: args.pod.memoryMiB,
    ...args.clients,
    threads: Math.max(1, Math.ceil(args.pod.cpuMillis / 1000)),
  });
}

/** @param edgeFloor pods of the edge that share what a replica may be sent. */
function publicCapability(
  { capability, replicas }: EdgeBackend,
  { domain, site }: Pick<EdgeArgs, "domain" | "site">,
  edgeFloor: number,
): EdgeCapability[] {
  const host = publicName(capability, domain);
  if (host === undefined) return [];
  if (replicas.ceiling > MOST_REPLICAS) {
    throw new WrongSettingError(
      ["peak", capability.name, "replicas"],
      `what takes up to ${replicas.ceiling} replicas at one site`,
      `no more than ${MOST_REPLICAS} at a site, as its edge can't send to more: a lower peak, or more sites to share it`,
    );
  }
  return [
    {
      name: capability.name,
      host,
      siteHost: siteHost(host, site),
      service: `${capability.name}.${namespaces.platform}.svc.cluster.local`,
      port: workloadPort,
      floor: replicas.floor,
      ceiling: replicas.ceiling,
      readinessPath: workloadPaths.readiness,
      ...(capability.canary ? { canary: true } : {}),
      // Each of the edge's pods counts for itself.
      requestsPerReplica: Math.max(1, Math.ceil(capability.requestsPerReplica / edgeFloor)),
      responseSeconds: capability.responseSeconds,
      needs: [
        ...(capability.needs.includes("queue") ? (["queue"] as const) : []),
        ...(keepsBytes(capability) ? (["mediaStore"] as const) : []),
      ],
    },
  ];
}

/** Everybody reaches HTTPS; who may open a leaf link, the load balancer's own firewall and the certificates say. */
function accepts(loadBalancerCidrs: readonly string[]): Peer[] {
  return [
    { cidrs: ["0.0.0.0/0"], ports: [edgePorts.https, edgePorts.leaf] },
    { cidrs: loadBalancerCidrs, ports: [edgePorts.status] },
  ];
}

/** Peers' requests come through the load balancer, and say who brings them by a certificate; pods ask each other. */
function acceptsPeers(loadBalancerCidrs: readonly string[]): Peer[] {
  return [
    { cidrs: loadBalancerCidrs, ports: [edgePorts.peers] },
    { pods: { namespace: namespaces.edge, app: APP }, ports: [edgePorts.status] },
  ];
}

function callsPeers({ peers }: ForwardingArgs): Peer[] {
  const cidrs = peers.flatMap(({ addresses }) => addresses.edge.map((ip) => pulumi.interpolate`${ip}/32`));
  return [
    { cidrs, ports: [edgePorts.peers] },
    { pods: { namespace: namespaces.edge, app: APP }, ports: [edgePorts.status] },
  ];
}

function calls(backends: readonly EdgeBackend[]): Peer[] {
  return [
    ...backends
      .filter(({ capability }) => capability.publicLabel !== undefined)
      .map(
        ({ capability }): Peer => ({
          pods: { namespace: namespaces.platform, app: capability.name },
          ports: [workloadPort],
        }),
      ),
    { pods: { namespace: namespaces.queue, app: "queue" }, ports: [queuePorts.leaf, queuePorts.monitor] },
    { publicAddresses: true, ports: [443] },
  ];
}
