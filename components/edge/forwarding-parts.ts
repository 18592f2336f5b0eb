/** What a site's edge needs around its configuration to hand requests to other sites' edges and to take theirs. */
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { namespaces } from "../capability";
import type { EdgeAddresses } from "../contracts";
import type { Mount } from "../mounts";
import { APP_LABEL, type Peer } from "../network-policy";
import { edgePaths, edgePorts } from "../ports";
import type { Signed } from "../private-authority";
import type { ProxyProtocol } from "./doors";
import type { EdgeForwarding } from "./forwarding-input";
import { edgeVariables, natVariables, peerAddressesText } from "./peer-addresses";
import { type PlannedPeer, peerSources, SIBLINGS } from "./peers";

export interface ForwardingArgs {
  /** By which the other edges know this one. */
  readonly certificate: Signed;
  readonly peers: readonly (PlannedPeer & {
    /** Its public addresses, and those that its pods call out from; their counts are plain data. */
    readonly addresses: Pick<EdgeAddresses, "edge" | "nat">;
  })[];
}

/** An edge as its peers and its own pods reach it. */
export interface ForwardingEdge {
  readonly site: string;
  /** Value of its pods' app label. */
  readonly app: string;
  /** Most pods that it has. */
  readonly ceiling: number;
  readonly proxyProtocol: ProxyProtocol;
  readonly loadBalancerCidrs: readonly string[];
}

const SECRET = "edge-peers";

/** Plain data: addresses stand in it as variables. */
export function forwardingInput({ peers }: ForwardingArgs, edge: ForwardingEdge): EdgeForwarding {
  const nat = peers.flatMap(({ site, addresses }) => natVariables(site, addresses.nat.length));
  return {
    site: edge.site,
    peers: peers.map(({ site, weight, otherProvider, addresses }) => ({
      site,
      weight,
      otherProvider,
      addresses: edgeVariables(site, addresses.edge.length),
    })),
    sources: peerSources(edge.proxyProtocol, nat, edge.loadBalancerCidrs),
    siblings: { service: `${SIBLINGS}.${namespaces.edge}.svc.cluster.local`, ceiling: edge.ceiling },
  };
}

/** The file that the variables are set by: an Output only because the addresses are. */
export function peerAddresses({ peers }: ForwardingArgs): pulumi.Output<string> {
  return pulumi
    .all(
      peers.map(({ addresses: { edge, nat } }) => pulumi.all([pulumi.all([...edge]), pulumi.all([...nat])])),
    )
    .apply((known) =>
      peerAddressesText(
        peers.map(({ site }, index) => ({
          site,
          edge: known[index]?.[0] ?? [],
          nat: known[index]?.[1] ?? [],
        })),
      ),
    );
}

/** The certificate of its pods, and the Service by which they ask each other what they think. */
export function forwardingObjects(
  name: string,
  app: string,
  { certificate: { ca, certificate, key } }: ForwardingArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const namespace = namespaces.edge;
  const secret = new core.Secret(
    `${name}-peers`,
    {
      metadata: { name: SECRET, namespace },
      stringData: { "ca.crt": ca, "tls.crt": certificate, "tls.key": key },
    },
    child,
  );
  const siblings = new core.Service(
    `${name}-siblings`,
    {
      metadata: { name: SIBLINGS, namespace },
      spec: {
        clusterIP: "None",
        // A pod that is told to leave still has something to say.
        publishNotReadyAddresses: true,
        selector: { [APP_LABEL]: app },
        ports: [{ name: "status", port: edgePorts.status, targetPort: edgePorts.status }],
      },
    },
    child,
  );
  return [secret, siblings];
}

export const forwardingMount: Mount = { name: "peers", path: edgePaths.peers, from: { secret: SECRET } };

const siblingsOf = (app: string): Peer => ({
  pods: { namespace: namespaces.edge, app },
  ports: [edgePorts.status],
});

/**
 * Who may bring peers' requests, the load balancer's own firewall, HAProxy's list of addresses and the certificates say, as
 * with leaf links; the edge's pods ask each other.
 */
export const acceptsForwarded = ({ app }: ForwardingEdge): Peer[] => [
  { cidrs: ["0.0.0.0/0"], ports: [edgePorts.peers] },
  siblingsOf(app),
];

export const callsPeers = ({ peers }: ForwardingArgs, { app }: ForwardingEdge): Peer[] => [
  {
    cidrs: peers.flatMap(({ addresses }) => addresses.edge.map((ip) => pulumi.interpolate`${ip}/32`)),
    ports: [edgePorts.peers],
  },
  siblingsOf(app),
];
