// profile: single-region
// planted: single-point web
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
const cluster = new aws.ecs.Cluster("c", {}, options);
const alb = new aws.lb.LoadBalancer("alb", { subnets }, options);
const target = new aws.lb.TargetGroup("t", { port: 80, protocol: "HTTP", targetType: "ip", vpcId: vpc.id }, options);
new aws.lb.Listener("l", { loadBalancerArn: alb.arn, port: 80, defaultActions: [{ type: "forward", targetGroupArn: target.arn }] }, options);
const task = new aws.ecs.TaskDefinition("t", { family: "x", containerDefinitions: "[]" }, options);
new aws.ecs.Service("web", { cluster: cluster.arn, taskDefinition: task.arn, networkConfiguration: { subnets }, loadBalancers: [{ targetGroupArn: target.arn, containerName: "x", containerPort: 80 }] }, options);
