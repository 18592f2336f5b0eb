// profile: single-region
// sound
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const zones = aws.getAvailabilityZonesOutput({ state: "available" }).names;
const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const igw = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
const publicTable = new aws.ec2.RouteTable("public", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
});
const publicSubnets: aws.ec2.Subnet[] = [];
const privateSubnets: aws.ec2.Subnet[] = [];
for (let i = 0; i < 3; i++) {
  const zone = zones[i];
  const open = new aws.ec2.Subnet(`public-${i}`, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: zone });
  new aws.ec2.RouteTableAssociation(`public-${i}`, { subnetId: open.id, routeTableId: publicTable.id });
  const eip = new aws.ec2.Eip(`nat-${i}`, { domain: "vpc" });
  const nat = new aws.ec2.NatGateway(`nat-${i}`, { subnetId: open.id, allocationId: eip.id });
  const inner = new aws.ec2.Subnet(`private-${i}`, { vpcId: vpc.id, cidrBlock: `10.0.${10 + i}.0/24`, availabilityZone: zone });
  const table = new aws.ec2.RouteTable(`private-${i}`, { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }] });
  new aws.ec2.RouteTableAssociation(`private-${i}`, { subnetId: inner.id, routeTableId: table.id });
  publicSubnets.push(open);
  privateSubnets.push(inner);
}
const group = new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }] });
const alb = new aws.lb.LoadBalancer("web", { subnets: publicSubnets.map((s) => s.id), securityGroups: [group.id] });
const target = new aws.lb.TargetGroup("web", { port: 80, protocol: "HTTP", targetType: "ip", vpcId: vpc.id, healthCheck: { path: "/health" } });
new aws.lb.Listener("web", { loadBalancerArn: alb.arn, port: 80, defaultActions: [{ type: "forward", targetGroupArn: target.arn }] });
const role = new aws.iam.Role("task", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }) });
const cluster = new aws.ecs.Cluster("web", {});
const task = new aws.ecs.TaskDefinition("web", {
  family: "web", cpu: "256", memory: "512", networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"], executionRoleArn: role.arn,
  containerDefinitions: pulumi.jsonStringify([{ name: "web", image: "nginx:1.27", portMappings: [{ containerPort: 80 }] }]),
});
new aws.ecs.Service("web", {
  cluster: cluster.arn, desiredCount: 3, launchType: "FARGATE", taskDefinition: task.arn,
  networkConfiguration: { subnets: privateSubnets.map((s) => s.id), securityGroups: [group.id] },
  loadBalancers: [{ targetGroupArn: target.arn, containerName: "web", containerPort: 80 }],
});
export const url = alb.dnsName;
