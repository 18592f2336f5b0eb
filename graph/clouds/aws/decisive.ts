/** Inputs of AWS's resources that decide what a name is answered with, and over which zones networks spread. */
import type { CloudReader } from "../reader";

export const decisive: CloudReader["decisive"] = {
  names: new Map([
    [
      "aws:route53/record:Record",
      ["aliases", "healthCheckId", "name", "records", "ttl", "type", "weightedRoutingPolicies", "zoneId"],
    ],
    [
      "aws:route53/healthCheck:HealthCheck",
      [
        "disabled",
        "failureThreshold",
        "fqdn",
        "invertHealthcheck",
        "ipAddress",
        "port",
        "regions",
        "requestInterval",
        "resourcePath",
        "type",
      ],
    ],
    ["aws:route53/zone:Zone", ["name", "vpcs"]],
  ]),
  networks: new Map([
    ["aws:ec2/natGateway:NatGateway", ["subnetId"]],
    ["aws:ec2/route:Route", ["gatewayId", "natGatewayId", "routeTableId"]],
    ["aws:ec2/routeTable:RouteTable", ["routes"]],
    ["aws:ec2/routeTableAssociation:RouteTableAssociation", ["routeTableId", "subnetId"]],
    ["aws:ec2/subnet:Subnet", ["availabilityZone", "availabilityZoneId", "vpcId"]],
    ["aws:eks/cluster:Cluster", ["vpcConfig"]],
    ["aws:eks/nodeGroup:NodeGroup", ["clusterName", "subnetIds"]],
    ["aws:lb/loadBalancer:LoadBalancer", ["subnetMappings", "subnets"]],
  ]),
};
