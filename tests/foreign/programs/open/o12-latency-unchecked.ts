// profile: multi-region
// planted: answer-health-checked *
import * as aws from "@pulumi/aws";
const zone = aws.route53.getZoneOutput({ name: "example.com" }, { provider: new aws.Provider("dns", { region: "us-east-1" }) });
for (const region of ["us-east-2", "eu-west-1"]) {
  const options = { provider: new aws.Provider(region, { region }) };
  const vpc = new aws.ec2.Vpc(region, { cidrBlock: "10.0.0.0/16" }, options);
  const subnets = ["a", "b", "c"].map((letter, i) => new aws.ec2.Subnet(region + letter, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: region + letter }, options).id);
  const alb = new aws.lb.LoadBalancer(region, { subnets }, options);
  new aws.route53.Record(region, { zoneId: zone.zoneId, name: "app.example.com", type: "A", setIdentifier: region, latencyRoutingPolicies: [{ region }], aliases: [{ name: alb.dnsName, zoneId: alb.zoneId, evaluateTargetHealth: false }] }, options);
}
