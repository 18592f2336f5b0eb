// profile: multi-region
// sound
import * as aws from "@pulumi/aws";
const accelerator = new aws.globalaccelerator.Accelerator("g", { ipAddressType: "IPV4", enabled: true }, { provider: new aws.Provider("g", { region: "us-west-2" }), protect: true });
const listener = new aws.globalaccelerator.Listener("g", { acceleratorArn: accelerator.arn, protocol: "TCP", portRanges: [{ fromPort: 443, toPort: 443 }] });
for (const region of ["us-east-2", "eu-west-1"]) {
  const options = { provider: new aws.Provider(region, { region }) };
  const vpc = new aws.ec2.Vpc(region, { cidrBlock: "10.0.0.0/16" }, options);
  const igw = new aws.ec2.InternetGateway(region, { vpcId: vpc.id }, options);
  const table = new aws.ec2.RouteTable(region, { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] }, options);
  const subnets = ["a", "b", "c"].map((letter, i) => {
    const subnet = new aws.ec2.Subnet(region + letter, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: region + letter }, options);
    new aws.ec2.RouteTableAssociation(region + letter, { subnetId: subnet.id, routeTableId: table.id }, options);
    return subnet.id;
  });
  const alb = new aws.lb.LoadBalancer(region, { subnets }, options);
  new aws.globalaccelerator.EndpointGroup(region, { listenerArn: listener.arn, endpointGroupRegion: region, endpointConfigurations: [{ endpointId: alb.arn, weight: 100 }] }, options);
}
