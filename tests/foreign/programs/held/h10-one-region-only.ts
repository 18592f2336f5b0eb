// profile: multi-region
// planted: min-regions *
import * as aws from "@pulumi/aws";

const options = { provider: new aws.Provider("a", { region: "us-west-2" }) };
const vpc = new aws.ec2.Vpc("v", { cidrBlock: "10.0.0.0/16" }, options);
const igw = new aws.ec2.InternetGateway("v", { vpcId: vpc.id }, options);
const table = new aws.ec2.RouteTable("v", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] }, options);
const subnets = ["a", "b", "c"].map((letter, i) => {
  const subnet = new aws.ec2.Subnet(letter, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: `us-west-2${letter}` }, options);
  new aws.ec2.RouteTableAssociation(letter, { subnetId: subnet.id, routeTableId: table.id }, options);
  return subnet.id;
});
const alb = new aws.lb.LoadBalancer("app", { subnets }, options);
const cluster = new aws.ecs.Cluster("app", {}, options);
const target = new aws.lb.TargetGroup("app", { port: 80, protocol: "HTTP", targetType: "ip", vpcId: vpc.id }, options);
new aws.lb.Listener("app", { loadBalancerArn: alb.arn, port: 80, defaultActions: [{ type: "forward", targetGroupArn: target.arn }] }, options);
const task = new aws.ecs.TaskDefinition("app", { family: "app", containerDefinitions: "[]" }, options);
new aws.ecs.Service("app", { cluster: cluster.arn, taskDefinition: task.arn, desiredCount: 6, networkConfiguration: { subnets }, loadBalancers: [{ targetGroupArn: target.arn, containerName: "app", containerPort: 80 }] }, options);
