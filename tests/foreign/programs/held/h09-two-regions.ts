// profile: multi-region
// sound
import * as aws from "@pulumi/aws";

const zone = new aws.route53.Zone("shop", { name: "shop.example.net" }, { provider: new aws.Provider("dns", { region: "us-east-1" }), protect: true });
for (const [index, region] of ["eu-west-1", "eu-central-1"].entries()) {
  const options = { provider: new aws.Provider(region, { region }) };
  const vpc = new aws.ec2.Vpc(region, { cidrBlock: `10.${index}.0.0/16` }, options);
  const igw = new aws.ec2.InternetGateway(region, { vpcId: vpc.id }, options);
  const table = new aws.ec2.RouteTable(region, { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] }, options);
  const subnets = ["a", "b", "c"].map((letter, i) => {
    const subnet = new aws.ec2.Subnet(region + letter, { vpcId: vpc.id, cidrBlock: `10.${index}.${i}.0/24`, availabilityZone: region + letter }, options);
    new aws.ec2.RouteTableAssociation(region + letter, { subnetId: subnet.id, routeTableId: table.id }, options);
    return subnet.id;
  });
  const alb = new aws.lb.LoadBalancer(region, { subnets }, options);
  const target = new aws.lb.TargetGroup(region, { port: 8080, protocol: "HTTP", targetType: "ip", vpcId: vpc.id, healthCheck: { path: "/healthz" } }, options);
  const listener = new aws.lb.Listener(region, { loadBalancerArn: alb.arn, port: 443, protocol: "HTTPS", certificateArn: `arn:aws:acm:${region}:123456789012:certificate/x`, defaultActions: [{ type: "forward", targetGroupArn: target.arn }] }, options);
  const cluster = new aws.ecs.Cluster(region, {}, options);
  const task = new aws.ecs.TaskDefinition(region, { family: "shop", networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"], cpu: "512", memory: "1024", containerDefinitions: JSON.stringify([{ name: "shop", image: "shop:7" }]) }, options);
  new aws.ecs.Service(region, { cluster: cluster.arn, taskDefinition: task.arn, desiredCount: 4, launchType: "FARGATE", networkConfiguration: { subnets, assignPublicIp: true }, loadBalancers: [{ targetGroupArn: target.arn, containerName: "shop", containerPort: 8080 }] }, { ...options, dependsOn: [listener] });
  new aws.route53.Record(region, { zoneId: zone.zoneId, name: "shop.example.net", type: "A", setIdentifier: region, latencyRoutingPolicies: [{ region }], aliases: [{ name: alb.dnsName, zoneId: alb.zoneId, evaluateTargetHealth: true }] }, options);
}
