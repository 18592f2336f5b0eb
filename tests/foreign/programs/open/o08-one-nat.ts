// profile: single-region
// planted: zone-spread *
import * as aws from "@pulumi/aws";
const options = { provider: new aws.Provider("a", { region: "us-east-2" }) };

const vpc = new aws.ec2.Vpc("v", { cidrBlock: "10.0.0.0/16" }, options);
const igw = new aws.ec2.InternetGateway("v", { vpcId: vpc.id }, options);
const table = new aws.ec2.RouteTable("v", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] }, options);
const subnets = ["a", "b", "c"].map((letter, i) => {
  const subnet = new aws.ec2.Subnet(letter, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: `us-east-2${letter}` }, options);
  new aws.ec2.RouteTableAssociation(letter, { subnetId: subnet.id, routeTableId: table.id }, options);
  return subnet.id;
});
const eip = new aws.ec2.Eip("nat", { domain: "vpc" }, options);
const nat = new aws.ec2.NatGateway("nat", { subnetId: subnets[0], allocationId: eip.id }, options);
const inner = new aws.ec2.RouteTable("inner", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }] }, options);
["a", "b", "c"].forEach((letter, i) => {
  const subnet = new aws.ec2.Subnet(`inner-${letter}`, { vpcId: vpc.id, cidrBlock: `10.0.${10 + i}.0/24`, availabilityZone: `us-east-2${letter}` }, options);
  new aws.ec2.RouteTableAssociation(`inner-${letter}`, { subnetId: subnet.id, routeTableId: inner.id }, options);
});
