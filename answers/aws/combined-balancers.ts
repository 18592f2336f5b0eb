/** Load balancers and clusters, with the zones, addresses and target groups that they are given. */

import type { ZonalAutoshiftConfigurationArgs } from "@pulumi/aws/arczonalshift";
import type { EipArgs, NatGatewayArgs, SubnetArgs } from "@pulumi/aws/ec2";
import type { ClusterArgs } from "@pulumi/aws/eks";
import type { ListenerArgs, LoadBalancerArgs, TargetGroupArgs } from "@pulumi/aws/lb";
import type { Combination, Together } from "../combination";
import type { Registered, World } from "../registered";
import type { Plain } from "../resource";

const AUTOSHIFT = "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const CLUSTER = "aws:eks/cluster:Cluster";
const GATEWAY = "aws:ec2/natGateway:NatGateway";
const GROUP = "aws:lb/targetGroup:TargetGroup";
const LISTENER = "aws:lb/listener:Listener";
const SUBNET = "aws:ec2/subnet:Subnet";

const balancerOf = ({ inputs }: Registered) => inputs as Plain<LoadBalancerArgs>;

/** Of one target group, all that keeps a balancer with zonal shift and cross-zone balancing from supporting it. */
function unfit({ inputs }: Registered): string[] {
  const group = inputs as Plain<TargetGroupArgs>;
  const ends = group.targetHealthStates?.[0]?.enableUnhealthyConnectionTermination ?? true;
  return [
    ...(ends ? ["ends connections to unhealthy targets (targetHealthStates)"] : []),
    ...(group.protocol === "TCP" || group.protocol === "TLS"
      ? []
      : [`is of the protocol ${group.protocol}, and not TCP or TLS`]),
    ...(group.loadBalancingCrossZoneEnabled === "false" ? ["switches cross-zone balancing off"] : []),
    ...(group.targetType === "alb" ? ["has an Application Load Balancer as target"] : []),
  ];
}

function groupsOf({ inputs }: Registered, world: World): Registered[] {
  const { defaultActions } = inputs as Plain<ListenerArgs>;
  const arns = defaultActions.flatMap(({ targetGroupArn, forward }) => [
    targetGroupArn,
    ...(forward?.targetGroups ?? []).map(({ arn }) => arn),
  ]);
  return arns.map((arn) => world.named(GROUP, arn)).filter((group) => group !== undefined);
}

/** Subnets of a balancer by the zone that they stand in, where they are this stack's. */
function byZone(balancer: Registered, world: World): Map<string, Registered[]> {
  const { subnets, subnetMappings } = balancerOf(balancer);
  const zones = new Map<string, Registered[]>();
  for (const id of subnets ?? subnetMappings?.map(({ subnetId }) => subnetId) ?? []) {
    const subnet = world.named(SUBNET, id);
    if (subnet === undefined) continue;
    const { availabilityZoneId, availabilityZone } = subnet.inputs as Plain<SubnetArgs>;
    const zone = availabilityZoneId ?? availabilityZone;
    if (zone !== undefined) zones.set(zone, [...(zones.get(zone) ?? []), subnet]);
  }
  return zones;
}

type Address = Plain<EipArgs>["instance"];

function addressesOf({ type, inputs }: Registered): readonly Address[] {
  if (type === GATEWAY) {
    const { allocationId, secondaryAllocationIds = [] } = inputs as Plain<NatGatewayArgs>;
    return [allocationId, ...secondaryAllocationIds].filter((id) => id !== undefined);
  }
  const { subnetMappings = [] } = inputs as Plain<LoadBalancerArgs>;
  return subnetMappings.map(({ allocationId }) => allocationId).filter((id) => id !== undefined);
}

/** What a resource must have switched on before it can be shifted. */
const SHIFTED: Readonly<Record<string, { isOn(resource: Registered): boolean; switch: string }>> = {
  [CLUSTER]: {
    isOn: ({ inputs }) => (inputs as Plain<ClusterArgs>).zonalShiftConfig?.enabled === true,
    switch: "zonalShiftConfig.enabled",
  },
  [BALANCER]: {
    isOn: (balancer) => balancerOf(balancer).enableZonalShift === true,
    switch: "enableZonalShift",
  },
};

export const balancerCombinations: readonly Combination[] = [
  {
    id: "aws/zonal-shift-target-groups",
    refuses:
      "a listener that attaches a target group to a Network Load Balancer with zonal shift and cross-zone balancing, unless the group leaves connections to unhealthy targets open, is TCP or TLS, doesn't switch cross-zone balancing off and has no Application Load Balancer as target",
    source: {
      title: "Network Load Balancers, ARC developer guide",
      url: "https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.resource-types.network-load-balancers.html",
    },
    subjects: [LISTENER],
    others: [BALANCER, GROUP],
    check(listener, world) {
      const balancer = world.named(BALANCER, listener.inputs.loadBalancerArn);
      if (balancer === undefined) return [];
      const { loadBalancerType, enableZonalShift, enableCrossZoneLoadBalancing } = balancerOf(balancer);
      if (loadBalancerType !== "network" || !enableZonalShift || !enableCrossZoneLoadBalancing) return [];
      return groupsOf(listener, world).flatMap((group): Together[] => {
        const reasons = unfit(group);
        if (reasons.length === 0) return [];
        return [
          {
            property: "defaultActions",
            reason: `${balancer.name} has zonal shift and cross-zone balancing on, and the target group ${group.name} ${reasons.join(", ")}`,
            with: [balancer, group],
          },
        ];
      });
    },
  },
  {
    id: "aws/zonal-autoshift-registered",
    refuses: "zonal autoshift for a cluster or a load balancer that has zonal shift off",
    source: {
      title: "Enable EKS zonal shift, EKS user guide",
      url: "https://docs.aws.amazon.com/eks/latest/userguide/zone-shift-enable.html",
    },
    subjects: [AUTOSHIFT],
    others: Object.keys(SHIFTED),
    check({ inputs }, world) {
      const { resourceArn } = inputs as Plain<ZonalAutoshiftConfigurationArgs>;
      return Object.entries(SHIFTED).flatMap(([type, shifted]): Together[] => {
        const resource = world.named(type, resourceArn);
        if (resource === undefined || shifted.isOn(resource)) return [];
        return [
          {
            property: "resourceArn",
            reason: `${resource.name} is not registered for zonal shift: its ${shifted.switch} is not true`,
            with: [resource],
          },
        ];
      });
    },
  },
  {
    id: "aws/balancer-one-subnet-a-zone",
    refuses: "a load balancer with two subnets in one availability zone",
    source: {
      title: "InvalidConfigurationRequest, aws-load-balancer-controller issue 45",
      url: "https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/45",
    },
    subjects: [BALANCER],
    others: [SUBNET],
    check: (balancer, world) =>
      [...byZone(balancer, world)]
        .filter(([, subnets]) => subnets.length > 1)
        .map(([zone, subnets]) => ({
          property: balancerOf(balancer).subnets ? "subnets" : "subnetMappings",
          reason: `${subnets.map(({ name }) => name).join(" and ")} stand in one zone, ${zone}`,
          with: subnets,
        })),
  },
  {
    id: "aws/gateway-address-in-use",
    refuses: "a NAT gateway on an Elastic IP that another gateway or a load balancer has",
    source: {
      title: "CreateNatGateway, EC2 API reference",
      url: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html",
    },
    subjects: [GATEWAY],
    others: [GATEWAY, BALANCER],
    check(gateway, world) {
      const own = addressesOf(gateway);
      return [...world.before(gateway), ...world.ofType(BALANCER)].flatMap((other): Together[] => {
        const shared = addressesOf(other).find((address) => own.includes(address));
        if (shared === undefined) return [];
        return [{ property: "allocationId", reason: `${other.name} has ${shared} already`, with: [other] }];
      });
    },
  },
];
