// profile: single-region
// sound
import * as aws from "@pulumi/aws";
const provider = new aws.Provider("p", { region: "eu-north-1" });
const zones = await aws.getAvailabilityZones({ state: "available" }, { provider });
const vpc = new aws.ec2.Vpc("v", { cidrBlock: "10.0.0.0/16" }, { provider });
for (const [i, zone] of zones.names.slice(0, 3).entries()) new aws.ec2.Subnet(zone, { vpcId: vpc.id, availabilityZone: zone, cidrBlock: `10.0.${i}.0/24` }, { provider });
export const vpcId = vpc.id;
