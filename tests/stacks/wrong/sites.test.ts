import { describe } from "vitest";
import { Secret } from "../../../stacks/config";
import { tells } from "../example";

const networkWanted = "an IPv4 network from /16 to /20 without host bits, such as 10.20.0.0/16";
const domainWanted = "a domain name in lower case without a trailing dot, such as clips.example.com";

describe("settings with sites that can't be", () => {
  tells([
    ["a missing domain", { domain: undefined }, `twincloud:domain: found nothing, wanted ${domainWanted}`],
    [
      "a domain of one label",
      { domain: "localhost" },
      `twincloud:domain: found "localhost", wanted ${domainWanted}`,
    ],
    [
      "a domain with a dot at its end",
      { domain: "example.com." },
      `twincloud:domain: found "example.com.", wanted ${domainWanted}`,
    ],
    [
      "a URL for a domain",
      { domain: "https://example.com" },
      `twincloud:domain: found "https://example.com", wanted ${domainWanted}`,
    ],
    [
      "an address for a domain",
      { domain: "192.0.2.1" },
      `twincloud:domain: found "192.0.2.1", wanted ${domainWanted}`,
    ],
    [
      "a domain that leaves no room for the public names",
      { domain: `${"a.".repeat(122)}xxx` },
      `twincloud:domain: found "${"a.".repeat(59)}a…, wanted ${domainWanted}`,
    ],
    [
      "an encrypted domain",
      { domain: new Secret("a.example") },
      `twincloud:domain: found [secret], wanted ${domainWanted}`,
    ],
    [
      "no site",
      { sites: [] },
      "twincloud:sites: found an empty list, wanted one site or more, each { provider, region, share, cidr }",
    ],
    ["sites that are no list", { sites: "aws" }, 'twincloud:sites: found "aws", wanted a list of sites'],
    [
      "a site that is no map",
      { sites: ["aws-us-east-2"] },
      'twincloud:sites[0]: found "aws-us-east-2", wanted a map of provider, region, share, cidr, kubernetesVersion',
    ],
    [
      "an unknown provider",
      { "sites.1.provider": "asw" },
      'twincloud:sites[1].provider: found "asw", wanted aws (one of oci, aws)',
    ],
    [
      "an unknown region",
      { "sites.1.region": "us-est-2" },
      'twincloud:sites[1].region: found "us-est-2", wanted a region of aws; nearest: us-east-2, us-west-2; a region that is new is added in graph/clouds/aws/regions.ts',
    ],
    [
      "a region of the other provider",
      { "sites.1.region": "us-chicago-1" },
      'twincloud:sites[1].region: found "us-chicago-1", wanted a region of aws; us-chicago-1 is a region of oci; a region that is new is added in graph/clouds/aws/regions.ts',
    ],
    [
      "a site outside the jurisdiction",
      { "sites.1.region": "ca-central-1" },
      'twincloud:sites[1].region: found "ca-central-1" in ca, wanted a region within the jurisdiction, us',
    ],
    [
      "an unknown jurisdiction",
      { jurisdiction: "US" },
      'twincloud:jurisdiction: found "US", wanted us (one of ',
    ],
    [
      "a network that isn't one",
      { "sites.1.cidr": "10.20.0.0" },
      `twincloud:sites[1].cidr: found "10.20.0.0", wanted ${networkWanted} ("10.20.0.0" is not an IPv4 network such as 10.20.0.0/16)`,
    ],
    [
      "host bits in a network",
      { "sites.1.cidr": "10.20.1.0/16" },
      `twincloud:sites[1].cidr: found "10.20.1.0/16", wanted ${networkWanted} (10.20.1.0/16 has host bits set: the network of that length is 10.20.0.0/16)`,
    ],
    [
      "a network too small for the subnets",
      { "sites.1.cidr": "10.20.0.0/21" },
      `twincloud:sites[1].cidr: found "10.20.0.0/21", wanted ${networkWanted} (/21 is out of range)`,
    ],
    [
      "a network larger than clouds take",
      { "sites.1.cidr": "10.0.0.0/15" },
      `twincloud:sites[1].cidr: found "10.0.0.0/15", wanted ${networkWanted} (/15 is out of range)`,
    ],
    [
      "a public network",
      { "sites.1.cidr": "198.18.0.0/16" },
      'twincloud:sites[1].cidr: found "198.18.0.0/16", wanted a private network: in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10',
    ],
    [
      "networks that overlap",
      { "sites.1.cidr": "10.10.16.0/20" },
      'twincloud:sites[1].cidr: found "10.10.16.0/20", wanted a network apart from sites[0]\'s 10.10.0.0/16',
    ],
    [
      "a share with its unit",
      { "sites.1.share": "40%" },
      'twincloud:sites[1].share: found "40%", wanted a number from 0 to 100 percent of the traffic',
    ],
    [
      "shares a little below 100",
      { "sites.1.share": 39.9 },
      "twincloud:sites: found shares that sum to 99.9, wanted shares that sum to 100",
    ],
    [
      "shares below 100",
      { "sites.1.share": 30 },
      "twincloud:sites: found shares that sum to 90, wanted shares that sum to 100",
    ],
    [
      "a site's Kubernetes version that isn't one",
      { "sites.1.kubernetesVersion": "v1.33" },
      'twincloud:sites[1].kubernetesVersion: found "v1.33", wanted a minor version in quotes, such as "1.33", or at OCI a full one, such as "1.33.10"',
    ],
    [
      "a full Kubernetes version at EKS",
      { "sites.1.kubernetesVersion": "1.33.10" },
      'twincloud:sites[1].kubernetesVersion: found "1.33.10", wanted a minor version: EKS chooses the patch, as "1.33"',
    ],
    [
      "a Kubernetes version that isn't known at a site's cloud",
      { "sites.0.kubernetesVersion": "1.99" },
      'twincloud:sites[0].kubernetesVersion: found "1.99", wanted a minor version that components/oci/versions.ts has for OCI (',
    ],
  ]);
});
