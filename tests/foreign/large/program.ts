// 300 resources in the pattern of many stacks: fifteen networks, each with a service behind a balancer.
import * as aws from "@pulumi/aws";

const before = process.cpuUsage();
process.on("exit", () => {
  const { user, system } = process.cpuUsage(before);
  console.log(`processor ${before.user + before.system} ${user + system}`);
});

const options = { provider: new aws.Provider("a", { region: "us-east-2" }) };

for (let n = 0; n < 15; n++) {
  const vpc = new aws.ec2.Vpc(`vpc${n}`, { cidrBlock: `10.${n}.0.0/16` }, options);
  const gateway = new aws.ec2.InternetGateway(`out${n}`, { vpcId: vpc.id }, options);
  const table = new aws.ec2.RouteTable(
    `out${n}`,
    { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }] },
    options,
  );
  const subnets = ["a", "b", "c"].map((zone, i) => {
    const subnet = new aws.ec2.Subnet(
      `${zone}${n}`,
      { vpcId: vpc.id, cidrBlock: `10.${n}.${i}.0/24`, availabilityZone: `us-east-2${zone}` },
      options,
    );
    new aws.ec2.RouteTableAssociation(
      `${zone}${n}`,
      { subnetId: subnet.id, routeTableId: table.id },
      options,
    );
    return subnet.id;
  });
  const group = new aws.ec2.SecurityGroup(`web${n}`, { vpcId: vpc.id }, options);
  const cluster = new aws.ecs.Cluster(`web${n}`, {}, options);
  const balancer = new aws.lb.LoadBalancer(`web${n}`, { subnets, securityGroups: [group.id] }, options);
  const target = new aws.lb.TargetGroup(
    `web${n}`,
    { port: 80, protocol: "HTTP", targetType: "ip", vpcId: vpc.id },
    options,
  );
  new aws.lb.Listener(
    `web${n}`,
    {
      loadBalancerArn: balancer.arn,
      port: 80,
      defaultActions: [{ type: "forward", targetGroupArn: target.arn }],
    },
    options,
  );
  const task = new aws.ecs.TaskDefinition(`web${n}`, { family: "web", containerDefinitions: "[]" }, options);
  new aws.ecs.Service(
    `web${n}`,
    {
      cluster: cluster.arn,
      taskDefinition: task.arn,
      // One service of the fifteen is a single point.
      desiredCount: n === 7 ? 1 : 2,
      networkConfiguration: { subnets },
      loadBalancers: [{ targetGroupArn: target.arn, containerName: "web", containerPort: 80 }],
    },
    options,
  );
  const role = new aws.iam.Role(`job${n}`, { assumeRolePolicy: "{}" }, options);
  new aws.iam.RolePolicy(`job${n}`, { role: role.id, policy: "{}" }, options);
  const queue = new aws.sqs.Queue(`job${n}`, {}, options);
  const topic = new aws.sns.Topic(`job${n}`, {}, options);
  new aws.sns.TopicSubscription(
    `job${n}`,
    { topic: topic.arn, protocol: "sqs", endpoint: queue.arn },
    options,
  );
}
