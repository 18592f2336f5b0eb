// profile: single-region
// sound
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
const task = new aws.ecs.TaskDefinition("t", { family: "x", containerDefinitions: "[]" }, options);
const service = new aws.ecs.Service("web", { cluster: cluster.arn, taskDefinition: task.arn, desiredCount: 1, networkConfiguration: { subnets } }, options);
const target = new aws.appautoscaling.Target("web", { minCapacity: 3, maxCapacity: 12, serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount", resourceId: service.id.apply((id) => `service/${id}`) }, options);
new aws.appautoscaling.Policy("web", { policyType: "TargetTrackingScaling", serviceNamespace: target.serviceNamespace, scalableDimension: target.scalableDimension, resourceId: target.resourceId, targetTrackingScalingPolicyConfiguration: { targetValue: 60, predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" } } }, options);
