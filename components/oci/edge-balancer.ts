import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { EdgeBinding, SiteSpec, StackContext } from "../contracts";
import { componentOptions } from "../frozen";
import { PATIENCE } from "../pod";
import type { Addresses } from "./addresses";
import type { Cluster } from "./cluster";
import { edgeFlows, nodePorts } from "./flows";
import { tagsFor } from "./names";
import type { Network } from "./network";
import { openFlows } from "./security-groups";

/** Where users come in. */
const PUBLIC_HTTPS = 443;
/** Milliseconds between checks of a node, the shortest that a network load balancer takes, and for its answer. */
const CHECK_INTERVAL = 10_000;
const CHECK_TIMEOUT = 3_000;
/** Failed checks in a row until a node is left out: with the interval 30 s. */
const CHECK_RETRIES = 3;

const NLB = "oci-network-load-balancer.oraclecloud.com";

export interface EdgeBalancerArgs {
  readonly site: SiteSpec;
  readonly network: Network;
  readonly cluster: Cluster;
  readonly addresses: Addresses;
  readonly binding: EdgeBinding;
}

/**
 * The way from a site's public address to its edge: a Service, for which OKE makes a network load balancer in front
 * of the nodes. Regional and with addresses in no zone of its own, so that one is enough.
 */
export class EdgeBalancer extends pulumi.ComponentResource {
  /** What must be there before users come. */
  readonly ready: pulumi.Resource[];

  constructor(context: StackContext, args: EdgeBalancerArgs, opts: pulumi.ComponentResourceOptions) {
    const { site, network, cluster, addresses, binding } = args;
    super("twincloud:oci:EdgeBalancer", site.id, {}, componentOptions(context, "oci", opts));
    const { https, leaf, peers } = binding.ports;
    const networks = (addresses: EdgeBinding["leafPeers"]) =>
      addresses.map((address) => address && pulumi.interpolate`${address}/32`);
    const from = networks(binding.leafPeers);
    const forwarding =
      peers === undefined ? undefined : { port: peers, from, to: networks(binding.peerEdges) };
    const rules = openFlows(site.id, edgeFlows(from, leaf, forwarding), network.rules, { parent: this });
    const service = new core.Service(
      `${site.id}-edge-public`,
      {
        metadata: {
          name: "edge-public",
          namespace: binding.namespace,
          annotations: {
            "oci.oraclecloud.com/load-balancer-type": "nlb",
            [`${NLB}/subnet`]: network.subnetIds.edge,
            [`${NLB}/oci-network-security-groups`]: network.rules.groupIds.edge,
            // The rules are ours, above.
            [`${NLB}/security-list-management-mode`]: "None",
            [`${NLB}/health-check-interval`]: String(CHECK_INTERVAL),
            [`${NLB}/health-check-timeout`]: String(CHECK_TIMEOUT),
            [`${NLB}/health-check-retries`]: String(CHECK_RETRIES),
            // Of all listeners; the leaf port of the edge does with and without.
            [`${NLB}/is-ppv2-enabled`]: String(binding.sendsProxyHeader),
            [`${NLB}/initial-freeform-tags-override`]: JSON.stringify(
              tagsFor(context, `${context.prefix}-edge`),
            ),
          },
        },
        spec: {
          type: "LoadBalancer",
          loadBalancerIP: addresses.edge[0],
          selector: { ...binding.selector },
          // Every node leads to every pod. Told to keep to pods of their own (`Local`), nodes without one would drop
          // what they get until the load balancer has noticed, 30 s after each pod's end; kube-proxy notices at
          // once. It costs a hop and the client's address, which the header above says instead. Who may send to the
          // ports for other sites is settled by the load balancer's own security group. `is-preserve-source` must not be set with it.
          externalTrafficPolicy: "Cluster",
          sessionAffinity: "None",
          ipFamilyPolicy: "SingleStack",
          ports: [
            {
              name: "https",
              port: PUBLIC_HTTPS,
              targetPort: https,
              nodePort: nodePorts.https,
              protocol: "TCP",
            },
            { name: "leaf", port: leaf, targetPort: leaf, nodePort: nodePorts.leaf, protocol: "TCP" },
            ...(peers === undefined
              ? []
              : [
                  {
                    name: "peers",
                    port: peers,
                    targetPort: peers,
                    nodePort: nodePorts.peers,
                    protocol: "TCP",
                  },
                ]),
          ],
        },
      },
      {
        parent: this,
        provider: cluster.kubernetes,
        // Gone before the rules, so that nobody is sent where nothing gets through.
        dependsOn: [...rules, ...binding.dependsOn],
        customTimeouts: PATIENCE,
        // A load balancer keeps the address that it was made with, and no second one can have it.
        replaceOnChanges: ["spec.loadBalancerIP"],
        deleteBeforeReplace: true,
      },
    );
    this.ready = [...rules, service];
    this.registerOutputs({});
  }
}
