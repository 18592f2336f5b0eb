import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as lb from "@pulumi/aws/lb";
import * as apiextensions from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { edgeLeavingSeconds } from "../edge/timings";
import { componentOptions } from "../frozen";
import type { Allocations } from "./addresses";
import type { RegionAlarms } from "./alarms";
import { type EdgeSecurityGroupArgs, edgeSecurityGroup, PUBLIC_HTTPS } from "./edge-security-group";
import { boundedName, LONGEST, named } from "./names";

/** Seconds between checks, the shortest that a load balancer takes, and until one counts as failed. */
const CHECK_INTERVAL = 5;
const CHECK_TIMEOUT = 4;
/** Checks in a row that change a target's state, the fewest allowed. */
const CHECK_THRESHOLD = 2;

export interface EdgeBalancerArgs extends EdgeSecurityGroupArgs {
  /** Addresses of the edge by zone id. */
  readonly allocations: Allocations;
  readonly alarms: RegionAlarms;
}

/**
 * The load balancer of a site's edge, with a static address in each zone. Made here and not by Kubernetes, whose
 * Services can't take given addresses in Auto Mode; Auto Mode only keeps the pods' addresses in it.
 */
export class EdgeBalancer extends pulumi.ComponentResource {
  /** What must be there before users come: the ways from the public ports to the pods. */
  readonly ready: pulumi.Resource[] = [];
  /** Rings when pods of the edge stay unhealthy. */
  readonly unwell: cloudwatch.MetricAlarm;
  private readonly context: StackContext;
  private readonly args: EdgeBalancerArgs;

  constructor(context: StackContext, args: EdgeBalancerArgs, opts: pulumi.ComponentResourceOptions) {
    const { site, network, binding } = args;
    super("twincloud:aws:EdgeBalancer", site.id, {}, componentOptions(context, "aws", opts));
    this.context = context;
    this.args = args;

    const { group, rules } = edgeSecurityGroup(context, args, { parent: this });
    const name = boundedName(LONGEST.loadBalancer, context.prefix, site.region.name);
    const balancer = new lb.LoadBalancer(
      `${site.id}-edge`,
      {
        name,
        loadBalancerType: "network",
        internal: false,
        ipAddressType: "ipv4",
        // Given when it is made: none can be added later.
        securityGroups: [group.id],
        subnetMappings: network.publicSubnets.map(({ zone, id }) => ({
          subnetId: id,
          allocationId: this.allocation(zone),
        })),
        // An address must answer as long as any zone has pods.
        enableCrossZoneLoadBalancing: true,
        enableDeletionProtection: context.protect,
        // Takes a zone's pods out at once, by hand. Whom it takes the zone's address from, nobody here resolves.
        enableZonalShift: true,
        tags: named(context, name),
      },
      // A second one could have neither the addresses nor the name.
      { parent: this, dependsOn: network.routes, deleteBeforeReplace: true },
    );

    const { https, leaf, peers } = binding.ports;
    const groups = [
      this.lead(balancer, { purpose: "https", publicPort: PUBLIC_HTTPS, podPort: https }, rules),
      this.lead(balancer, { purpose: "leaf", publicPort: leaf, podPort: leaf }, rules),
      ...(peers === undefined
        ? []
        : [this.lead(balancer, { purpose: "peers", publicPort: peers, podPort: peers }, rules)]),
    ];
    this.unwell = args.alarms.on(
      `${site.id}-edge-unhealthy`,
      {
        description: `The load balancer of ${site.id} has found pods of the edge unhealthy for minutes.`,
        symptom: "a-site-serves-but-slowly",
        namespace: "AWS/NetworkELB",
        metric: "UnHealthyHostCount",
        statistic: "Maximum",
        dimensions: groups.map(({ arnSuffix }) => ({
          LoadBalancer: balancer.arnSuffix,
          TargetGroup: arnSuffix,
        })),
        above: 0,
        // Kubernetes has replaced a pod that is dead by then.
        period: 60,
        periods: 5,
      },
      this,
    );
    this.registerOutputs({});
  }

  /** Leads a public port to the same-named port of the edge's Service. */
  private lead(
    balancer: lb.LoadBalancer,
    lead: { purpose: "https" | "leaf" | "peers"; publicPort: number; podPort: number },
    rules: pulumi.Resource[],
  ): lb.TargetGroup {
    const { site, network, cluster, binding } = this.args;
    const { purpose, publicPort, podPort } = lead;
    // Connections to a pod that leaves are let run as long as the pod itself lets them.
    const leaving = edgeLeavingSeconds(cluster.traits.edgeDrainSeconds);
    const resourceName = `${site.id}-edge-${purpose}`;
    // With the port in its name, as another port means another group, made before the old one goes.
    const name = boundedName(LONGEST.targetGroup, this.context.prefix, site.region.name, String(podPort));
    const group = new lb.TargetGroup(
      resourceName,
      {
        name,
        vpcId: network.vpcId,
        protocol: "TCP",
        port: podPort,
        targetType: "ip",
        // Pods see the load balancer's address. With the client's they could not call their own site's public
        // name where they happen to be the target, and network policies would have to admit the whole world.
        preserveClientIp: "false",
        // Who the client is stands in a header before its first bytes. On a leaf link the queue speaks first, and
        // the load balancer would wait for ever. Checks bring the header too.
        proxyProtocolV2: purpose !== "leaf" && binding.sendsProxyHeader,
        deregistrationDelay: leaving,
        // Leaf links never end by themselves: cut what is left, so that it is made anew elsewhere.
        connectionTermination: true,
        // Zonal shift with cross-zone balancing takes no group that cuts the connections of unhealthy targets (the
        // default), so a pod whose health fails gets no new connections and keeps those that it has for a while.
        targetHealthStates: [
          { enableUnhealthyConnectionTermination: false, unhealthyDrainingInterval: leaving },
        ],
        healthCheck: {
          protocol: "HTTP",
          port: String(binding.ports.health),
          path: binding.healthPath,
          matcher: "200-399",
          interval: CHECK_INTERVAL,
          timeout: CHECK_TIMEOUT,
          healthyThreshold: CHECK_THRESHOLD,
          unhealthyThreshold: CHECK_THRESHOLD,
        },
        tags: {
          ...named(this.context, name),
          // Auto Mode may register pods in groups of its own cluster only.
          "eks:eks-cluster-name": cluster.name,
        },
      },
      { parent: this },
    );
    const listener = new lb.Listener(
      resourceName,
      {
        loadBalancerArn: balancer.arn,
        port: publicPort,
        protocol: "TCP",
        defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
        tags: named(this.context, name),
      },
      { parent: this },
    );
    const way = new apiextensions.CustomResource(
      resourceName,
      {
        apiVersion: "eks.amazonaws.com/v1",
        kind: "TargetGroupBinding",
        metadata: { name: `edge-${purpose}`, namespace: binding.namespace },
        spec: {
          serviceRef: { name: binding.serviceName, port: purpose },
          targetGroupARN: group.arn,
          targetType: "ip",
        },
      },
      {
        parent: this,
        provider: cluster.kubernetes,
        // Gone before the listener and the rules, so that nobody is sent to pods that are let go.
        dependsOn: [listener, ...rules, ...binding.dependsOn],
        // Immutable in the cluster: a new group is a new binding under the same name.
        replaceOnChanges: ["spec.targetGroupARN"],
        deleteBeforeReplace: true,
      },
    );
    this.ready.push(way);
    return group;
  }

  private allocation(zone: string): pulumi.Output<string> {
    const allocation = this.args.allocations.get(zone);
    if (!allocation) throw new Error(`${this.args.site.id} has no edge address in zone ${zone}`);
    return allocation;
  }
}
