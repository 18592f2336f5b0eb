/** Load balancers, their listeners and target groups. */
import type {
  ListenerArgs,
  ListenerState,
  LoadBalancerArgs,
  LoadBalancerState,
  TargetGroupArgs,
  TargetGroupState,
} from "@pulumi/aws/lb";
import { hex } from "../fake";
import { between, exactlyOne, matches, oneOf, when } from "../refusals";
import { notKnowable, resource } from "../resource";
import { arn, hostedZoneId, region, regional, tagged } from "./common";

const SERVICE = "elasticloadbalancing";

/** Source: CreateLoadBalancer and CreateTargetGroup in the ELBv2 API reference. */
const NAME = /^(?!internal-)(?!-)[0-9A-Za-z-]{1,32}(?<!-)$/;
const NAME_IS =
  'at most 32 letters, digits and hyphens, with no hyphen at its ends and no "internal-" before it';

const SHORT_TYPE: Readonly<Record<string, string>> = { application: "app", network: "net", gateway: "gwy" };

/** What follows the colon-separated head of an ARN. */
const suffix = (fullArn: string): string => fullArn.split(":").slice(5).join(":");

export const lb = [
  resource<LoadBalancerState, LoadBalancerArgs>("aws:lb/loadBalancer:LoadBalancer", {
    required: {},
    defaults: { enableDeletionProtection: false, loadBalancerType: "application" },
    autoName: { property: "name", maxLength: 32 },
    refuses: (inputs) => [
      matches("name", inputs.name, NAME, NAME_IS),
      oneOf("loadBalancerType", inputs.loadBalancerType, Object.keys(SHORT_TYPE)),
      exactlyOne(inputs, ["subnets", "subnetMappings"]),
    ],
    id: (r) => {
      const kind = SHORT_TYPE[r.inputs.loadBalancerType ?? "application"];
      return arn(r, SERVICE, `loadbalancer/${kind}/${r.inputs.name}/${hex(`lb:${r.urn}`, 16)}`);
    },
    computed: {
      ...regional,
      ...tagged,
      arn: (r) => r.id,
      arnSuffix: (r) => suffix(r.id).replace(/^loadbalancer\//, ""),
      dnsName: (r) => {
        const [, , name, hash] = suffix(r.id).split("/");
        const host = r.inputs.internal ? `internal-${name}` : name;
        return r.inputs.loadBalancerType === "application"
          ? `${host}-${hash}.${region(r)}.elb.amazonaws.com`
          : `${host}-${hash}.elb.${region(r)}.amazonaws.com`;
      },
      internal: (r) => r.inputs.internal ?? false,
      ipAddressType: (r) => r.inputs.ipAddressType ?? "ipv4",
      securityGroups: (r) => r.inputs.securityGroups ?? [],
      subnets: (r) => r.inputs.subnets ?? r.inputs.subnetMappings?.map((mapping) => mapping.subnetId),
      vpcId: notKnowable,
      zoneId: (r) => hostedZoneId(`${r.inputs.loadBalancerType}:${region(r)}`),
    },
  }),

  resource<TargetGroupState, TargetGroupArgs>("aws:lb/targetGroup:TargetGroup", {
    required: {},
    defaults: { deregistrationDelay: 300, proxyProtocolV2: false, slowStart: 0, targetType: "instance" },
    autoName: { property: "name", maxLength: 32 },
    refuses: (inputs) => {
      const lambda = inputs.targetType === "lambda";
      const needed = (property: "port" | "protocol" | "vpcId") =>
        when(
          !lambda && inputs[property] === undefined,
          property,
          `is required with targetType ${inputs.targetType}`,
        );
      return [
        matches("name", inputs.name, NAME, NAME_IS),
        oneOf("targetType", inputs.targetType, ["instance", "ip", "lambda", "alb"]),
        needed("port"),
        needed("protocol"),
        needed("vpcId"),
        between("port", inputs.port, 1, 65_535),
        between("deregistrationDelay", inputs.deregistrationDelay, 0, 3600),
        ...(inputs.targetHealthStates ?? []).map(({ unhealthyDrainingInterval }) =>
          between("targetHealthStates.unhealthyDrainingInterval", unhealthyDrainingInterval, 0, 360_000),
        ),
        between("healthCheck.interval", inputs.healthCheck?.interval, 5, 300),
        between("healthCheck.timeout", inputs.healthCheck?.timeout, 2, 120),
        between("healthCheck.healthyThreshold", inputs.healthCheck?.healthyThreshold, 2, 10),
        between("healthCheck.unhealthyThreshold", inputs.healthCheck?.unhealthyThreshold, 2, 10),
      ];
    },
    id: (r) => arn(r, SERVICE, `targetgroup/${r.inputs.name}/${hex(`tg:${r.urn}`, 16)}`),
    computed: {
      ...regional,
      ...tagged,
      arn: (r) => r.id,
      arnSuffix: (r) => suffix(r.id),
      loadBalancerArns: () => [],
      ipAddressType: (r) => r.inputs.ipAddressType ?? "ipv4",
    },
  }),

  resource<ListenerState, ListenerArgs>("aws:lb/listener:Listener", {
    required: { defaultActions: true, loadBalancerArn: true },
    refuses: (inputs) => [
      between("port", inputs.port, 1, 65_535),
      oneOf("protocol", inputs.protocol, [
        "HTTP",
        "HTTPS",
        "TCP",
        "TLS",
        "UDP",
        "TCP_UDP",
        "QUIC",
        "TCP_QUIC",
      ]),
    ],
    id: (r) =>
      `${r.inputs.loadBalancerArn.replace(":loadbalancer/", ":listener/")}/${hex(`listener:${r.urn}`, 16)}`,
    computed: { ...regional, ...tagged, arn: (r) => r.id },
  }),
];
