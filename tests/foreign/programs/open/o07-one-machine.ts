// profile: single-region
// planted: single-point vm
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
const ami = aws.ec2.getAmiOutput({ owners: ["099720109477"], mostRecent: true, filters: [{ name: "name", values: ["ubuntu/*"] }] }, options);
const group = new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] }, options);
const vm = new aws.ec2.Instance("vm", { ami: ami.id, instanceType: "t3.small", subnetId: subnets[0], vpcSecurityGroupIds: [group.id], userData: "#!/bin/sh\nnohup python3 -m http.server 443 &" }, options);
new aws.ec2.Eip("vm", { instance: vm.id, domain: "vpc" }, { ...options, protect: true });
export const address = vm.publicIp;
