/** Networking: VCNs, subnets, gateways, routes, security, public addresses. */
import type {
  ComputeCapacityReservationArgs,
  ComputeCapacityReservationState,
  DefaultDhcpOptionsArgs,
  DefaultDhcpOptionsState,
  DefaultRouteTableArgs,
  DefaultRouteTableState,
  DefaultSecurityListArgs,
  DefaultSecurityListState,
  GetServicesArgs,
  GetServicesResult,
  InternetGatewayArgs,
  InternetGatewayState,
  NatGatewayArgs,
  NatGatewayState,
  NetworkSecurityGroupArgs,
  NetworkSecurityGroupSecurityRuleArgs,
  NetworkSecurityGroupSecurityRuleState,
  NetworkSecurityGroupState,
  PublicIpArgs,
  PublicIpState,
  RouteTableArgs,
  RouteTableState,
  SecurityListArgs,
  SecurityListState,
  ServiceGatewayArgs,
  ServiceGatewayState,
  SubnetArgs,
  SubnetState,
  VcnArgs,
  VcnState,
} from "@pulumi/oci/core";
import { findRegion } from "../../graph/clouds/regions";
import { base32, hex } from "../fake";
import { invoke } from "../invoke";
import { atMostOne, exactlyOne, matches, oneOf, when } from "../refusals";
import { notKnowable, resource } from "../resource";
import { available, companionOcid, ocid, region, timed } from "./common";

/** Source: the Vcn and Subnet reference of the OCI API. */
const DNS_LABEL = /^[a-zA-Z][a-zA-Z0-9]{0,14}$/;
const DNS_LABEL_IS = "a letter and at most 14 more letters and digits";

/** The first address of a network: its virtual router's. */
function firstHost(cidr: string | undefined): string | undefined {
  const octets = (cidr?.split("/")[0] ?? "").split(".").map(Number);
  const [a, b, c, d] = octets;
  return octets.length === 4 ? `${a}.${b}.${c}.${(d ?? 0) + 1}` : undefined;
}

export const core = [
  resource<VcnState, VcnArgs>("oci:Core/vcn:Vcn", {
    required: { compartmentId: true },
    refuses: (inputs) => [
      exactlyOne(inputs, ["cidrBlock", "cidrBlocks"]),
      matches("dnsLabel", inputs.dnsLabel, DNS_LABEL, DNS_LABEL_IS),
    ],
    id: (r) => ocid("vcn", r),
    computed: {
      ...available,
      cidrBlock: (r) => r.inputs.cidrBlock ?? r.inputs.cidrBlocks?.[0],
      cidrBlocks: (r) => r.inputs.cidrBlocks ?? (r.inputs.cidrBlock ? [r.inputs.cidrBlock] : undefined),
      byoipv6cidrBlocks: () => [],
      ipv6cidrBlocks: () => [],
      defaultDhcpOptionsId: (r) => companionOcid("dhcpoptions", r.id),
      defaultRouteTableId: (r) => companionOcid("routetable", r.id),
      defaultSecurityListId: (r) => companionOcid("securitylist", r.id),
      vcnDomainName: (r) => (r.inputs.dnsLabel ? `${r.inputs.dnsLabel}.oraclevcn.com` : undefined),
    },
  }),

  resource<SubnetState, SubnetArgs>("oci:Core/subnet:Subnet", {
    required: { compartmentId: true, vcnId: true },
    refuses: (inputs) => [
      exactlyOne(inputs, ["cidrBlock", "ipv4cidrBlocks"]),
      matches("dnsLabel", inputs.dnsLabel, DNS_LABEL, DNS_LABEL_IS),
    ],
    id: (r) => ocid("subnet", r),
    computed: {
      ...available,
      cidrBlock: (r) => r.inputs.cidrBlock ?? r.inputs.ipv4cidrBlocks?.[0],
      dhcpOptionsId: (r) => r.inputs.dhcpOptionsId ?? companionOcid("dhcpoptions", r.inputs.vcnId),
      routeTableId: (r) => r.inputs.routeTableId ?? companionOcid("routetable", r.inputs.vcnId),
      securityListIds: (r) => r.inputs.securityListIds ?? [companionOcid("securitylist", r.inputs.vcnId)],
      ipv6virtualRouterIp: () => undefined,
      prohibitInternetIngress: (r) =>
        r.inputs.prohibitInternetIngress ?? r.inputs.prohibitPublicIpOnVnic ?? false,
      prohibitPublicIpOnVnic: (r) =>
        r.inputs.prohibitPublicIpOnVnic ?? r.inputs.prohibitInternetIngress ?? false,
      subnetDomainName: notKnowable, // ends in the VCN's label
      virtualRouterIp: (r) => firstHost(r.inputs.cidrBlock ?? r.inputs.ipv4cidrBlocks?.[0]),
      virtualRouterMac: (r) => `00:00:17:${hex(`mac:${r.id}`, 6).replace(/(..)(?=.)/g, "$1:")}`,
    },
  }),

  resource<InternetGatewayState, InternetGatewayArgs>("oci:Core/internetGateway:InternetGateway", {
    required: { compartmentId: true, vcnId: true },
    id: (r) => ocid("internetgateway", r),
    computed: { ...available, enabled: (r) => r.inputs.enabled ?? true },
  }),

  resource<NatGatewayState, NatGatewayArgs>("oci:Core/natGateway:NatGateway", {
    required: { compartmentId: true, vcnId: true },
    id: (r) => ocid("natgateway", r),
    computed: {
      ...available,
      blockTraffic: (r) => r.inputs.blockTraffic ?? false,
      natIp: (r) => r.addresses.public("oci", r.inputs.publicIpId ?? r.id),
      publicIpId: (r) => r.inputs.publicIpId ?? companionOcid("publicip", r.id),
    },
  }),

  resource<ServiceGatewayState, ServiceGatewayArgs>("oci:Core/serviceGateway:ServiceGateway", {
    required: { compartmentId: true, services: true, vcnId: true },
    id: (r) => ocid("servicegateway", r),
    computed: { ...available, blockTraffic: () => false },
  }),

  resource<RouteTableState, RouteTableArgs>("oci:Core/routeTable:RouteTable", {
    required: { compartmentId: true, vcnId: true },
    id: (r) => ocid("routetable", r),
    computed: { ...available },
  }),

  resource<DefaultRouteTableState, DefaultRouteTableArgs>("oci:Core/defaultRouteTable:DefaultRouteTable", {
    required: { manageDefaultResourceId: true },
    id: (r) => r.inputs.manageDefaultResourceId,
    computed: { ...available },
  }),

  resource<SecurityListState, SecurityListArgs>("oci:Core/securityList:SecurityList", {
    required: { compartmentId: true, vcnId: true },
    id: (r) => ocid("securitylist", r),
    computed: { ...available },
  }),

  resource<DefaultSecurityListState, DefaultSecurityListArgs>(
    "oci:Core/defaultSecurityList:DefaultSecurityList",
    {
      required: { manageDefaultResourceId: true },
      id: (r) => r.inputs.manageDefaultResourceId,
      computed: { ...available },
    },
  ),

  resource<DefaultDhcpOptionsState, DefaultDhcpOptionsArgs>(
    "oci:Core/defaultDhcpOptions:DefaultDhcpOptions",
    {
      required: { manageDefaultResourceId: true, options: true },
      id: (r) => r.inputs.manageDefaultResourceId,
      computed: { ...available },
    },
  ),

  resource<NetworkSecurityGroupState, NetworkSecurityGroupArgs>(
    "oci:Core/networkSecurityGroup:NetworkSecurityGroup",
    {
      required: { compartmentId: true, vcnId: true },
      id: (r) => ocid("networksecuritygroup", r),
      computed: { ...available },
    },
  ),

  resource<NetworkSecurityGroupSecurityRuleState, NetworkSecurityGroupSecurityRuleArgs>(
    "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
    {
      required: { direction: true, networkSecurityGroupId: true, protocol: true },
      refuses: (inputs) => {
        const inward = inputs.direction === "INGRESS";
        const [wanted, other] = inward
          ? (["source", "destination"] as const)
          : (["destination", "source"] as const);
        const peers = ["CIDR_BLOCK", "NETWORK_SECURITY_GROUP", "SERVICE_CIDR_BLOCK"];
        return [
          oneOf("direction", inputs.direction, ["INGRESS", "EGRESS"]),
          matches(
            "protocol",
            inputs.protocol,
            /^(all|\d{1,3})$/,
            '"all" or the number of a protocol: 6 is TCP, 17 UDP',
          ),
          when(inputs[wanted] === undefined, wanted, `is required with direction ${inputs.direction}`),
          when(inputs[other] !== undefined, other, `is not taken with direction ${inputs.direction}`),
          oneOf(`${wanted}Type`, inputs[`${wanted}Type`], peers),
          atMostOne(inputs, ["tcpOptions", "udpOptions", "icmpOptions"]),
          when(
            inputs.tcpOptions !== undefined && inputs.protocol !== "6",
            "tcpOptions",
            "go with protocol 6 only",
          ),
          when(
            inputs.udpOptions !== undefined && inputs.protocol !== "17",
            "udpOptions",
            "go with protocol 17 only",
          ),
        ];
      },
      // OCI's has six digits and is unique within its group only.
      id: (r) => hex(`rule:${r.urn}`, 12).toUpperCase(),
      computed: { ...timed, isValid: () => true, stateless: (r) => r.inputs.stateless ?? false },
    },
  ),

  resource<ComputeCapacityReservationState, ComputeCapacityReservationArgs>(
    "oci:Core/computeCapacityReservation:ComputeCapacityReservation",
    {
      required: { availabilityDomain: true, compartmentId: true, instanceReservationConfigs: true },
      id: (r) => ocid("capacityreservation", r),
      computed: {
        ...timed,
        state: () => "ACTIVE",
        isDefaultReservation: (r) => r.inputs.isDefaultReservation ?? false,
        reservedInstanceCount: (r) =>
          String(
            r.inputs.instanceReservationConfigs.reduce(
              (sum, { reservedCount }) => sum + Number(reservedCount),
              0,
            ),
          ),
        timeUpdated: timed.timeCreated,
        usedInstanceCount: () => "0",
      },
    },
  ),

  resource<PublicIpState, PublicIpArgs>("oci:Core/publicIp:PublicIp", {
    required: { compartmentId: true, lifetime: true },
    refuses: (inputs) => [
      oneOf("lifetime", inputs.lifetime, ["RESERVED", "EPHEMERAL"]),
      when(
        inputs.lifetime === "EPHEMERAL" && !inputs.privateIpId,
        "privateIpId",
        "is required with lifetime EPHEMERAL",
      ),
    ],
    id: (r) => ocid("publicip", r),
    computed: {
      ...timed,
      state: (r) => (r.inputs.privateIpId ? "ASSIGNED" : "AVAILABLE"),
      ipAddress: (r) => r.addresses.public("oci", r.id),
      scope: (r) => (r.inputs.lifetime === "RESERVED" ? "REGION" : "AVAILABILITY_DOMAIN"),
      assignedEntityId: (r) => r.inputs.privateIpId,
      assignedEntityType: (r) => (r.inputs.privateIpId ? "PRIVATE_IP" : undefined),
      availabilityDomain: notKnowable, // only of an ephemeral one: that of its private address
    },
  }),
];

/** The services of a region that a gateway can lead to, by the labels that routes name them with. */
function servicesIn(regionName: string) {
  const key = findRegion("oci", regionName)?.key ?? regionName;
  const service = (cidrBlock: string, name: string) => ({
    cidrBlock,
    description: name,
    id: `ocid1.service.oc1.${regionName}.${base32(`service:${cidrBlock}`, 60)}`,
    name,
  });
  const upperKey = key.toUpperCase();
  return [
    service(
      `all-${key}-services-in-oracle-services-network`,
      `All ${upperKey} Services In Oracle Services Network`,
    ),
    service(`oci-${key}-objectstorage`, `OCI ${upperKey} Object Storage`),
  ];
}

/** A filter goes by the API's name of a field: `cidr_block`. */
const camelCase = (name: string): string =>
  name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

export const coreInvokes = [
  invoke<GetServicesResult, GetServicesArgs>("oci:Core/getServices:getServices", {
    required: {},
    result: (r) => {
      const services = servicesIn(region(r)).filter((service) =>
        (r.args.filters ?? []).every(({ name, values, regex }) => {
          const field = String((service as Record<string, string>)[camelCase(name)]);
          return regex ? values.some((value) => new RegExp(value).test(field)) : values.includes(field);
        }),
      );
      return { ...r.args, id: `CoreServicesDataSource-${base32(region(r), 10)}`, services };
    },
  }),
];
