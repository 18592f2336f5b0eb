/**
 * Commercial AWS regions (partition `aws`), from AWS's page "AWS Availability Zones" and botocore's endpoint
 * list, September 2026. Left out: the zones in which EKS takes no cluster subnets (use1-az3, usw1-az2,
 * cac1-az3) and those closed to newer accounts (apne1-az3); then the first three by number are used.
 *
 * AWS names some regions after a country or a state only. Their metro is where the data centres are known to
 * stand: Columbus (Ohio), Querétaro (Mexico), Zaragoza (Aragon, for Spain), Kuala Lumpur (Malaysia), Bangkok
 * (Thailand), Auckland (New Zealand), Dublin (Ireland). For me-central-1 AWS publishes no city: Dubai is
 * assumed, the worst case, as the other provider has a region there.
 */
import type { Region } from "../contract";

function region(name: string, country: string, metro: string, prefix: string, zones = [1, 2, 3]): Region {
  return {
    provider: "aws",
    name,
    country,
    metro,
    zones: zones.map((number, i) => ({ id: String(i + 1), name: `${prefix}-az${number}` })),
  };
}

export const awsRegions: readonly Region[] = [
  region("us-east-1", "us", "Northern Virginia", "use1", [1, 2, 4]),
  region("us-east-2", "us", "Columbus", "use2"),
  region("us-west-1", "us", "San Francisco Bay", "usw1", [1, 3]),
  region("us-west-2", "us", "Oregon", "usw2"),
  region("af-south-1", "za", "Cape Town", "afs1"),
  region("ap-east-1", "hk", "Hong Kong", "ape1"),
  region("ap-east-2", "tw", "Taipei", "ape2"),
  region("ap-northeast-1", "jp", "Tokyo", "apne1", [1, 2, 4]),
  region("ap-northeast-2", "kr", "Seoul", "apne2"),
  region("ap-northeast-3", "jp", "Osaka", "apne3"),
  region("ap-south-1", "in", "Mumbai", "aps1"),
  region("ap-south-2", "in", "Hyderabad", "aps2"),
  region("ap-southeast-1", "sg", "Singapore", "apse1"),
  region("ap-southeast-2", "au", "Sydney", "apse2"),
  region("ap-southeast-3", "id", "Jakarta", "apse3"),
  region("ap-southeast-4", "au", "Melbourne", "apse4"),
  region("ap-southeast-5", "my", "Kuala Lumpur", "apse5"),
  region("ap-southeast-6", "nz", "Auckland", "apse6"),
  region("ap-southeast-7", "th", "Bangkok", "apse7"),
  region("ca-central-1", "ca", "Montreal", "cac1", [1, 2, 4]),
  region("ca-west-1", "ca", "Calgary", "caw1"),
  region("eu-central-1", "de", "Frankfurt", "euc1"),
  region("eu-central-2", "ch", "Zurich", "euc2"),
  region("eu-north-1", "se", "Stockholm", "eun1"),
  region("eu-south-1", "it", "Milan", "eus1"),
  region("eu-south-2", "es", "Zaragoza", "eus2"),
  region("eu-west-1", "ie", "Dublin", "euw1"),
  region("eu-west-2", "gb", "London", "euw2"),
  region("eu-west-3", "fr", "Paris", "euw3"),
  region("il-central-1", "il", "Tel Aviv", "ilc1"),
  region("me-central-1", "ae", "Dubai", "mec1"),
  region("me-south-1", "bh", "Manama", "mes1"),
  region("mx-central-1", "mx", "Querétaro", "mxc1"),
  region("sa-east-1", "br", "São Paulo", "sae1"),
];
