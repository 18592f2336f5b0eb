/** What is known of AWS without any resource of it. */
import type { CloudFacts } from "../contract";
import { route53 } from "./authority";
import { eksSupport } from "./kubernetes-versions";
import { awsOutages } from "./outages";
import { awsRegions } from "./regions";

export const awsFacts: CloudFacts = {
  name: "aws",
  title: "AWS",
  packages: ["aws"],
  regions: awsRegions,
  regionsFile: "graph/clouds/aws/regions.ts",
  zoneLabels: ["topology.kubernetes.io/zone", "topology.k8s.aws/zone-id"],
  kubernetes: eksSupport,
  authority: route53,
  nodesThatCome: {
    name: "awsNodesThatCome",
    value: 1,
    unit: "share",
    what: "Share of the nodes asked for while a zone or a region is lost that EC2 has capacity for.",
    source: "chosen",
    reason:
      "Auto Mode takes any size of three families in any zone that is left, and asks for the next where one is refused. AWS promises nothing all the same: less wants higher floors.",
    plausible: {
      range: [0, 1],
      worst: 0,
      while: "the share that EC2 has of the nodes that are asked for is {}",
    },
  },
  outages: awsOutages,
  ownDomains: [
    "amazonaws.com",
    "awsapprunner.com",
    "awsglobalaccelerator.com",
    "cloudfront.net",
    "elasticbeanstalk.com",
  ],
  zonalAddresses: true,
  staticAddresses: "Elastic IPs on AWS",
  resourcesCarryRegion: true,
  boundedReplication: {
    title: "Replication Time Control on S3",
    wanted: "Replication Time Control with its metrics",
  },
  // Source: "AWS Fault Isolation Boundaries", global services and global single-Region operations: IAM and Route 53 are
  // changed in us-east-1 alone, and S3 asks there for every bucket that is made, deleted or set otherwise.
  central: {
    region: "us-east-1",
    alone: new Set([
      "account",
      "cloudfront",
      "globalaccelerator",
      "iam",
      "organizations",
      "route53",
      "route53domains",
      "shield",
    ]),
    beside: new Set(["s3"]),
  },
  secrets: [
    {
      kind: "an AWS access key with its secret",
      hint: /AKIA|ASIA/,
      pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
      then: /(?<![A-Za-z0-9/+=])(?=[A-Za-z0-9/+]{0,39}[a-z])(?=[A-Za-z0-9/+]{0,39}[0-9])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/,
    },
  ],
  idPrefix: "arn:",
};
