// profile: single-region
// planted: single-point web
// config: aws:region=us-east-2
import * as aws from "@pulumi/aws";

const ami = aws.ec2.getAmiOutput({ owners: ["amazon"], mostRecent: true, filters: [{ name: "name", values: ["al2023-ami-*-x86_64"] }] });
const vpc = new aws.ec2.Vpc("v", { cidrBlock: "10.0.0.0/16" });
const igw = new aws.ec2.InternetGateway("v", { vpcId: vpc.id });
const table = new aws.ec2.RouteTable("v", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] });
const subnets = ["a", "b", "c"].map((zone, i) => {
  const subnet = new aws.ec2.Subnet(zone, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: `us-east-2${zone}`, mapPublicIpOnLaunch: true });
  new aws.ec2.RouteTableAssociation(zone, { subnetId: subnet.id, routeTableId: table.id });
  return subnet.id;
});
const template = new aws.ec2.LaunchTemplate("web", { imageId: ami.id, instanceType: "t3.small" });
const alb = new aws.lb.LoadBalancer("web", { subnets });
const target = new aws.lb.TargetGroup("web", { port: 80, protocol: "HTTP", vpcId: vpc.id, healthCheck: { path: "/up" } });
new aws.lb.Listener("web", { loadBalancerArn: alb.arn, port: 80, defaultActions: [{ type: "forward", targetGroupArn: target.arn }] });
new aws.autoscaling.Group("web", { minSize: 1, maxSize: 1, vpcZoneIdentifiers: subnets, launchTemplate: { id: template.id, version: "$Latest" }, targetGroupArns: [target.arn] });
