// profile: multi-region
// planted: answer-health-checked eu
import * as aws from "@pulumi/aws";

const dns = { provider: new aws.Provider("dns", { region: "us-east-1" }) };
const zone = new aws.route53.Zone("play", { name: "play.example.com" }, { ...dns, protect: true });
for (const [name, region] of [["us", "us-west-2"], ["eu", "eu-west-2"]] as const) {
  const options = { provider: new aws.Provider(region, { region }) };
  const vpc = new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16" }, options);
  const igw = new aws.ec2.InternetGateway(name, { vpcId: vpc.id }, options);
  const table = new aws.ec2.RouteTable(name, { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] }, options);
  const mappings = ["a", "b", "c"].map((letter, i) => {
    const subnet = new aws.ec2.Subnet(name + letter, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: region + letter }, options);
    new aws.ec2.RouteTableAssociation(name + letter, { subnetId: subnet.id, routeTableId: table.id }, options);
    return { subnetId: subnet.id, allocationId: new aws.ec2.Eip(name + letter, { domain: "vpc" }, { ...options, protect: true }) };
  });
  new aws.lb.LoadBalancer(name, { loadBalancerType: "network", enableCrossZoneLoadBalancing: true, subnetMappings: mappings.map(({ subnetId, allocationId }) => ({ subnetId, allocationId: allocationId.id })) }, options);
  const check = name === "us"
    ? new aws.route53.HealthCheck(name, { type: "HTTPS", ipAddress: mappings[0]!.allocationId.publicIp, fqdn: "play.example.com", port: 443, resourcePath: "/healthz", requestInterval: 10, failureThreshold: 3 }, dns)
    : undefined;
  new aws.route53.Record(name, { zoneId: zone.zoneId, name: "play.example.com", type: "A", ttl: 30, setIdentifier: name, weightedRoutingPolicies: [{ weight: 50 }], records: [mappings[0]!.allocationId.publicIp], healthCheckId: check?.id }, dns);
}
