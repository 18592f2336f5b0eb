/** AWS' look-ups that other people's programs make: those whose answers follow from the region or the arguments. */
import { findRegion } from "../../graph/clouds/regions";
import type { LookUp, LookUps } from "../foreign/look-up";
import { regionAsked } from "../foreign/look-up";
import { unknownText } from "../foreign/unknown-text";
import { ec2Id, hostedZoneId } from "./common";
import { policyDocument } from "./policy-document";
import { zoneId, zoneName } from "./zones";

/** Where nobody says which, zones are named as in this one. */
const ASSUMED_REGION = "us-east-1";

/** The account of AWS' own documentation, of which all that is answered here is. */
const ACCOUNT = "123456789012";

const awsRegion: LookUp = (_, request) => {
  const region = regionAsked(request) ?? unknownText("region");
  return { id: region, name: region, region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
};

const awsZones: LookUp = (args, request) => {
  const region = regionAsked(request) ?? ASSUMED_REGION;
  const zones = findRegion("aws", region)?.zones.map(({ name }) => zoneName(region, name)) ?? [];
  const names = (zones.length > 0 ? zones : ["a", "b", "c"].map((letter) => region + letter)).sort();
  return {
    ...args,
    id: region,
    names,
    zoneIds: names.map((name) => zoneId(region, name)),
    groupNames: [region],
  };
};

const awsZone: LookUp = (args, request) => {
  const region = regionAsked(request) ?? ASSUMED_REGION;
  const name = typeof args.name === "string" ? args.name : `${region}a`;
  return {
    ...args,
    id: name,
    name,
    nameSuffix: name.slice(region.length),
    region,
    state: "available",
    zoneId: zoneId(region, name),
  };
};

/** As many as most networks have, and of none is known where it stands. */
const threeIds = (kind: string): string[] => [1, 2, 3].map((number) => unknownText(`${kind}-${number}`));

/**
 * A parameter's value, of which nothing is known; AWS' own that recommend an image are JSON, which programs take apart.
 * Source: "Retrieving Amazon ECS-optimized AMI metadata" in the ECS developer guide.
 */
function publicParameter(name: string): string {
  if (!/^\/aws\/service\/ecs\/.*\/recommended$/.test(name)) return unknownText("parameter");
  return JSON.stringify({
    ecs_agent_version: unknownText("version"),
    ecs_runtime_version: unknownText("version"),
    image_id: unknownText("image"),
    image_name: unknownText("image"),
    image_version: unknownText("version"),
    os: unknownText("system"),
    schema_version: 1,
    source_image_name: unknownText("image"),
  });
}

export const awsLookUps: LookUps = new Map<string, LookUp>([
  ["aws:index/getAvailabilityZones:getAvailabilityZones", awsZones],
  ["aws:index/getAvailabilityZone:getAvailabilityZone", awsZone],
  ["aws:index/getRegion:getRegion", awsRegion],
  [
    "aws:index/getCallerIdentity:getCallerIdentity",
    () => ({
      accountId: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:user/preview`,
      id: ACCOUNT,
      userId: unknownText("user"),
    }),
  ],
  [
    "aws:index/getPartition:getPartition",
    () => ({ dnsSuffix: "amazonaws.com", id: "aws", partition: "aws", reverseDnsPrefix: "com.amazonaws" }),
  ],
  [
    "aws:route53/getZone:getZone",
    (args) => {
      const zoneId = typeof args.zoneId === "string" ? args.zoneId : hostedZoneId(String(args.name));
      const name = args.name ?? unknownText("domain");
      return {
        privateZone: false,
        ...args,
        id: zoneId,
        zoneId,
        name,
        arn: `arn:aws:route53:::hostedzone/${zoneId}`,
        nameServers: [unknownText("server")],
      };
    },
  ],
  [
    "aws:ec2/getAmi:getAmi",
    (args) => {
      const id = ec2Id("ami", JSON.stringify(args));
      return {
        architecture: "x86_64",
        rootDeviceName: "/dev/xvda",
        ...args,
        id,
        imageId: id,
        name: unknownText("image"),
        ownerId: unknownText("owner"),
      };
    },
  ],
  [
    "aws:ec2/getVpc:getVpc",
    (args) => {
      const id = typeof args.id === "string" ? args.id : ec2Id("vpc", JSON.stringify(args));
      return {
        cidrBlock: args.default === true ? "172.31.0.0/16" : unknownText("block"),
        ...args,
        id,
        mainRouteTableId: unknownText("table"),
        ownerId: ACCOUNT,
      };
    },
  ],
  ["aws:iam/getPolicyDocument:getPolicyDocument", policyDocument],
  [
    "aws:ssm/getParameter:getParameter",
    (args) => {
      const name = String(args.name);
      const value = publicParameter(name);
      return { type: "String", version: 1, ...args, id: name, value, insecureValue: value };
    },
  ],
  [
    "aws:ec2/getSubnets:getSubnets",
    (args) => ({ ...args, id: unknownText("subnets"), ids: threeIds("subnet") }),
  ],
  [
    "aws:ec2/getSubnetIds:getSubnetIds",
    (args) => ({ ...args, id: unknownText("subnets"), ids: threeIds("subnet") }),
  ],
  [
    "aws:ec2/getSecurityGroups:getSecurityGroups",
    (args) => ({
      ...args,
      id: unknownText("groups"),
      ids: [unknownText("group")],
      vpcIds: [unknownText("vpc")],
    }),
  ],
  [
    "aws:eks/getCluster:getCluster",
    (args) => ({
      ...args,
      id: args.name,
      arn: unknownText("cluster"),
      endpoint: unknownText("endpoint"),
      certificateAuthorities: [{ data: unknownText("certificate") }],
      identities: [{ oidcs: [{ issuer: unknownText("issuer") }] }],
      vpcConfig: {
        vpcId: unknownText("vpc"),
        subnetIds: threeIds("subnet"),
        clusterSecurityGroupId: unknownText("group"),
      },
    }),
  ],
]);
