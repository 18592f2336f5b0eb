/** VPCs: subnets, gateways, routes, addresses, endpoints, flow logs, security groups. */
import type {
  DefaultRouteTableArgs,
  DefaultRouteTableState,
  DefaultSecurityGroupArgs,
  DefaultSecurityGroupState,
  EipArgs,
  EipState,
  FlowLogArgs,
  FlowLogState,
  InternetGatewayArgs,
  InternetGatewayState,
  NatGatewayArgs,
  NatGatewayState,
  RouteArgs,
  RouteState,
  RouteTableArgs,
  RouteTableAssociationArgs,
  RouteTableAssociationState,
  RouteTableState,
  SecurityGroupArgs,
  SecurityGroupState,
  SubnetArgs,
  SubnetState,
  VpcArgs,
  VpcEndpointArgs,
  VpcEndpointState,
  VpcState,
} from "@pulumi/aws/ec2";
import { privateAddress } from "../addresses";
import { atMostOne, exactlyOne, oneOf, when } from "../refusals";
import { notKnowable, resource } from "../resource";
import { account, arn, ec2Id, owned, type Regional, region, regional, tagged } from "./common";
import { zoneId, zoneName } from "./zones";

const ec2Arn = (kind: string) => (made: Regional & { readonly id: string }) =>
  arn(made, "ec2", `${kind}/${made.id}`);

const ROUTE_DESTINATIONS = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
const ROUTE_TARGETS = [
  "carrierGatewayId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "gatewayId",
  "localGatewayId",
  "natGatewayId",
  "networkInterfaceId",
  "odbNetworkArn",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
];

/** What AWS makes with a VPC is named after the VPC's id, so that what refers to it can be answered alone. */
const defaultRouteTable = (vpcId: string): string => ec2Id("rtb", `default:${vpcId}`);
const defaultSecurityGroup = (vpcId: string): string => ec2Id("sg", `default:${vpcId}`);

export const ec2 = [
  resource<VpcState, VpcArgs>("aws:ec2/vpc:Vpc", {
    required: {},
    defaults: { enableDnsSupport: true, instanceTenancy: "default" },
    refuses: (inputs) => [exactlyOne(inputs, ["cidrBlock", "ipv4IpamPoolId"])],
    id: (r) => ec2Id("vpc", r.urn),
    computed: {
      ...regional,
      ...tagged,
      ...owned,
      arn: ec2Arn("vpc"),
      enableDnsHostnames: (r) => r.inputs.enableDnsHostnames ?? false,
      defaultNetworkAclId: (r) => ec2Id("acl", `default:${r.id}`),
      defaultRouteTableId: (r) => defaultRouteTable(r.id),
      defaultSecurityGroupId: (r) => defaultSecurityGroup(r.id),
      dhcpOptionsId: (r) => ec2Id("dopt", region(r)),
      ipv6AssociationId: () => "",
      mainRouteTableId: (r) => defaultRouteTable(r.id),
    },
  }),

  resource<SubnetState, SubnetArgs>("aws:ec2/subnet:Subnet", {
    required: { vpcId: true },
    defaults: { mapPublicIpOnLaunch: false },
    refuses: (inputs) => [atMostOne(inputs, ["availabilityZone", "availabilityZoneId"])],
    id: (r) => ec2Id("subnet", r.urn),
    computed: {
      ...regional,
      ...tagged,
      ...owned,
      arn: ec2Arn("subnet"),
      availabilityZone: (r) => r.inputs.availabilityZone ?? zoneName(region(r), r.inputs.availabilityZoneId),
      availabilityZoneId: (r) => r.inputs.availabilityZoneId ?? zoneId(region(r), r.inputs.availabilityZone),
      ipv6CidrBlockAssociationId: () => "",
    },
  }),

  resource<InternetGatewayState, InternetGatewayArgs>("aws:ec2/internetGateway:InternetGateway", {
    required: {},
    id: (r) => ec2Id("igw", r.urn),
    computed: { ...regional, ...tagged, ...owned, arn: ec2Arn("internet-gateway") },
  }),

  resource<EipState, EipArgs>("aws:ec2/eip:Eip", {
    required: {},
    refuses: (inputs) => [oneOf("domain", inputs.domain, ["vpc"])],
    id: (r) => ec2Id("eipalloc", r.urn),
    computed: {
      ...regional,
      ...tagged,
      allocationId: (r) => r.id,
      arn: ec2Arn("elastic-ip"),
      publicIp: (r) => r.addresses.public("aws", r.id),
      publicDns: (r) =>
        `ec2-${r.addresses.public("aws", r.id).replaceAll(".", "-")}.${region(r)}.compute.amazonaws.com`,
      domain: () => "vpc",
      networkBorderGroup: (r) => r.inputs.networkBorderGroup ?? region(r),
      publicIpv4Pool: (r) => r.inputs.publicIpv4Pool ?? "amazon",
      associationId: () => "",
      carrierIp: () => "",
      customerOwnedIp: () => "",
      privateDns: () => undefined,
      privateIp: () => "",
      ptrRecord: () => "",
    },
  }),

  resource<NatGatewayState, NatGatewayArgs>("aws:ec2/natGateway:NatGateway", {
    required: {},
    defaults: { connectivityType: "public" },
    refuses: (inputs) => {
      const zonal = inputs.availabilityMode !== "regional";
      const wanted = zonal ? ["subnetId"] : ["vpcId"];
      const address = zonal && inputs.connectivityType === "public" ? ["allocationId"] : [];
      return [...wanted, ...address].map((name) =>
        when(!(name in inputs), name, `is required of a ${zonal ? "zonal" : "regional"} gateway`),
      );
    },
    id: (r) => ec2Id("nat", r.urn),
    computed: {
      ...regional,
      ...tagged,
      publicIp: (r) => (r.inputs.allocationId ? r.addresses.public("aws", r.inputs.allocationId) : undefined),
      privateIp: (r) => r.inputs.privateIp ?? privateAddress(r.id),
      networkInterfaceId: (r) => ec2Id("eni", r.id),
      associationId: (r) => (r.inputs.allocationId ? ec2Id("eipassoc", r.id) : undefined),
      autoProvisionZones: () => undefined,
      autoScalingIps: () => undefined,
      regionalNatGatewayAddresses: () => [],
      regionalNatGatewayAutoMode: () => undefined,
      routeTableId: () => undefined,
    },
  }),

  resource<RouteTableState, RouteTableArgs>("aws:ec2/routeTable:RouteTable", {
    required: { vpcId: true },
    id: (r) => ec2Id("rtb", r.urn),
    computed: { ...regional, ...tagged, ...owned, arn: ec2Arn("route-table") },
  }),

  resource<DefaultRouteTableState, DefaultRouteTableArgs>("aws:ec2/defaultRouteTable:DefaultRouteTable", {
    required: { defaultRouteTableId: true },
    id: (r) => r.inputs.defaultRouteTableId,
    computed: { ...regional, ...tagged, ...owned, arn: ec2Arn("route-table"), vpcId: notKnowable },
  }),

  resource<RouteState, RouteArgs>("aws:ec2/route:Route", {
    required: { routeTableId: true },
    refuses: (inputs) => [exactlyOne(inputs, ROUTE_DESTINATIONS), exactlyOne(inputs, ROUTE_TARGETS)],
    id: (r) => {
      const { destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId } = r.inputs;
      const destination = destinationCidrBlock ?? destinationIpv6CidrBlock ?? destinationPrefixListId;
      return `r-${r.inputs.routeTableId}:${destination}`;
    },
    computed: {
      ...regional,
      origin: () => "CreateRoute",
      state: () => "active",
      instanceId: () => "",
      instanceOwnerId: () => "",
    },
  }),

  resource<RouteTableAssociationState, RouteTableAssociationArgs>(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    {
      required: { routeTableId: true },
      refuses: (inputs) => [exactlyOne(inputs, ["subnetId", "gatewayId"])],
      id: (r) => ec2Id("rtbassoc", r.urn),
      computed: { ...regional },
    },
  ),

  resource<VpcEndpointState, VpcEndpointArgs>("aws:ec2/vpcEndpoint:VpcEndpoint", {
    required: { vpcId: true },
    defaults: { vpcEndpointType: "Gateway" },
    refuses: (inputs) => [
      exactlyOne(inputs, ["serviceName", "resourceConfigurationArn", "serviceNetworkArn"]),
    ],
    id: (r) => ec2Id("vpce", r.urn),
    computed: {
      ...regional,
      ...tagged,
      ...owned,
      arn: ec2Arn("vpc-endpoint"),
      state: () => "available",
      prefixListId: (r) =>
        r.inputs.vpcEndpointType === "Gateway"
          ? ec2Id("pl", `${r.inputs.serviceName}:${region(r)}`)
          : undefined,
      cidrBlocks: () => [],
      dnsEntries: () => [],
      networkInterfaceIds: (r) => (r.inputs.subnetIds ?? []).map((subnet) => ec2Id("eni", r.id + subnet)),
      requesterManaged: () => false,
    },
  }),

  resource<FlowLogState, FlowLogArgs>("aws:ec2/flowLog:FlowLog", {
    required: {},
    defaults: { logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 },
    refuses: (inputs) => [
      exactlyOne(inputs, [
        "vpcId",
        "subnetId",
        "eniId",
        "regionalNatGatewayId",
        "transitGatewayId",
        "transitGatewayAttachmentId",
      ]),
      oneOf("trafficType", inputs.trafficType, ["ACCEPT", "REJECT", "ALL"]),
      oneOf("logDestinationType", inputs.logDestinationType, [
        "cloud-watch-logs",
        "s3",
        "kinesis-data-firehose",
      ]),
      oneOf("maxAggregationInterval", inputs.maxAggregationInterval, [60, 600]),
    ],
    id: (r) => ec2Id("fl", r.urn),
    computed: { ...regional, ...tagged, arn: ec2Arn("vpc-flow-log") },
  }),

  resource<SecurityGroupState, SecurityGroupArgs>("aws:ec2/securityGroup:SecurityGroup", {
    required: {},
    defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
    autoName: { property: "name", maxLength: 255 },
    id: (r) => ec2Id("sg", r.urn),
    computed: { ...regional, ...tagged, ...owned, arn: ec2Arn("security-group") },
  }),

  resource<DefaultSecurityGroupState, DefaultSecurityGroupArgs>(
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    {
      required: {},
      id: (r) =>
        r.inputs.vpcId ? defaultSecurityGroup(r.inputs.vpcId) : ec2Id("sg", account(r) + region(r)),
      computed: {
        ...regional,
        ...tagged,
        ...owned,
        arn: ec2Arn("security-group"),
        name: () => "default",
        namePrefix: () => "",
        description: () => "default VPC security group",
      },
    },
  ),
];
