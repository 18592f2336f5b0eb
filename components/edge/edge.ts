import type * as apps from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { keepsBytes, keys } from "../../graph/dependencies";
import { type Capability, namespaces, publicName } from "../capability";
import type { EdgeBinding, MediaStore, Traits } from "../contracts";
import { scratchMiB } from "../disk";
import type { Peer } from "../network-policy";
import type { PodSize } from "../pod";
import { edgePaths, edgePorts, livezPath, queuePorts, workloadPaths, workloadPort } from "../ports";
import { siteHost } from "../site-names";
import type { Replicas } from "../sizing";
import { Workload } from "../workload";
import { WrongSettingError } from "../wrong-setting";
import { balancersSend, type ProxyProtocol } from "./doors";
import {
  acceptsForwarded,
  callsPeers,
  type ForwardingArgs,
  type ForwardingEdge,
  forwardingInput,
  forwardingMount,
  forwardingObjects,
  peerAddresses,
} from "./forwarding-parts";
import { haproxyConfig } from "./haproxy";
import { type EdgeCapability, MOST_REPLICAS } from "./input";
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

const APP = "edge";
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
    const edge: ForwardingEdge = {
      site: args.site,
      app: APP,
      ceiling: args.replicas.ceiling,
      proxyProtocol: args.clients.proxyProtocol,
      loadBalancerCidrs: args.loadBalancerCidrs,
    };
    const config = new core.ConfigMap(
      name,
      {
        metadata: { name: CONFIG, namespace },
        data: {
          "haproxy.cfg": configText(args, edge),
          "start.sh": edgeStartScript(startPaths(forwarding)),
          [fileName(edgePaths.endpoints)]: args.endpoints,
          ...(forwarding ? { [fileName(edgePaths.peerAddresses)]: peerAddresses(forwarding) } : {}),
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

    if (forwarding) made.push(...forwardingObjects(name, APP, forwarding, { parent: this }));

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
          ...(forwarding ? [forwardingMount] : []),
          { name: "run", path: edgePaths.run, from: { scratchMiB: scratchMiB.edge } },
        ],
        labels: { [keys.part]: "edge", [keys.site]: args.site },
        annotations: {},
        serviceAccountToken: false,
        drainSeconds: args.traits.edgeDrainSeconds,
        graceSeconds: edgeTerminationSeconds(args.traits.edgeDrainSeconds),
        accepts: [...accepts(args.loadBalancerCidrs), ...(forwarding ? acceptsForwarded(edge) : [])],
        calls: [...calls(args.backends), ...(forwarding ? callsPeers(forwarding, edge) : [])],
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
}

/** The files that a pod has. */
function startPaths(forwarding: ForwardingArgs | undefined): Parameters<typeof edgeStartScript>[0] {
  const { config, tls, endpoints, peers, peerAddresses } = edgePaths;
  return { config, tls, endpoints, ...(forwarding ? { peers, peerAddresses } : {}) };
}

const folder = (path: string): string => path.slice(0, path.lastIndexOf("/"));
const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

function configText(args: EdgeArgs, edge: ForwardingEdge): string {
  return haproxyConfig({
    capabilities: args.backends.flatMap((backend) => publicCapability(backend, args, args.replicas.floor)),
    ...(args.forwarding ? { forwarding: forwardingInput(args.forwarding, edge) } : {}),
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
