import { describe } from "vitest";
import { Secret } from "../../../stacks/config";
import { certificate } from "../certificate";
import { tells } from "../example";

const pem = {
  certificate,
  key: new Secret("-----BEGIN PRIVATE KEY-----\nMIIB"),
};

const timeWanted = 'a date and time with its offset, in quotes, such as "2026-10-01T06:00:00Z"';

describe("settings with wrong ways of running it", () => {
  tells([
    [
      "a private key in plain text",
      { edgeTls: { ...pem, key: "-----BEGIN PRIVATE KEY-----" } },
      "twincloud:edgeTls.key: found [secret], wanted an encrypted value: pulumi config set --secret --path twincloud:edgeTls.key",
    ],
    [
      "an encrypted value that is no private key",
      { edgeTls: { ...pem, key: new Secret("hunter2") } },
      "twincloud:edgeTls.key: found [secret], wanted a private key in PEM",
    ],
    [
      "a certificate that isn't PEM",
      { edgeTls: { ...pem, certificate: "MIIB" } },
      "twincloud:edgeTls.certificate: found [secret], wanted a certificate with its chain, in PEM",
    ],
    [
      "a key without its certificate",
      { edgeTls: { key: pem.key } },
      "twincloud:edgeTls.certificate: found nothing, wanted a certificate with its chain, in PEM",
    ],
    [
      "a bad e-mail address",
      { "alerts.email": "oncall" },
      'twincloud:alerts.email: found "oncall", wanted an e-mail address, such as oncall@example.com',
    ],
    [
      "protection that is neither on nor off",
      { protect: "yes" },
      'twincloud:protect: found "yes", wanted true or false',
    ],
    [
      "no network to administer from",
      { adminCidrs: [] },
      "twincloud:adminCidrs: found an empty list, wanted a list of one or more public IPv4 networks",
    ],
    [
      "a malformed network to administer from",
      { adminCidrs: ["203.0.113.7"] },
      'twincloud:adminCidrs[0]: found "203.0.113.7", wanted an IPv4 network from /8 to /32, such as 203.0.113.0/24 ("203.0.113.7" is not an IPv4 network such as 10.20.0.0/16)',
    ],
    [
      "API endpoints open to all",
      { adminCidrs: ["0.0.0.0/0"] },
      'twincloud:adminCidrs[0]: found "0.0.0.0/0", wanted an IPv4 network from /8 to /32, such as 203.0.113.0/24 (/0 is out of range)',
    ],
    [
      "a private network to administer from",
      { adminCidrs: ["10.0.0.0/8"] },
      'twincloud:adminCidrs[0]: found "10.0.0.0/8", wanted a public network: the addresses from which the clusters\' API endpoints are reached',
    ],
    [
      "an assumption that is a list",
      { assumptions: { demand: [] } },
      "twincloud:assumptions.demand: found an empty list, wanted a number, true, false or text",
    ],
    [
      "a drain without an end",
      { drain: [{ site: "aws-us-east-2", reason: "storm" }] },
      `twincloud:drain[0].until: found nothing, wanted ${timeWanted}`,
    ],
    [
      "a drain until a day without a time",
      { drain: [{ site: "aws-us-east-2", until: "2026-10-01", reason: "storm" }] },
      `twincloud:drain[0].until: found "2026-10-01", wanted ${timeWanted}`,
    ],
    [
      "a drain until a time without an offset",
      { drain: [{ site: "aws-us-east-2", until: "2026-10-01T06:00:00", reason: "storm" }] },
      `twincloud:drain[0].until: found "2026-10-01T06:00:00", wanted ${timeWanted}`,
    ],
    [
      "a drain without a reason",
      { drain: [{ site: "aws-us-east-2", until: "2026-10-01T06:00:00Z", reason: " " }] },
      'twincloud:drain[0].reason: found " ", wanted a few words',
    ],
    [
      "a drain of a site that isn't there",
      { drain: [{ site: "aws-us-east-1", until: "2026-10-01T06:00:00Z", reason: "storm" }] },
      'twincloud:drain[0].site: found "aws-us-east-1", wanted aws-us-east-2 (one of oci-us-chicago-1, aws-us-east-2)',
    ],
    [
      "a drain of every site",
      {
        drain: ["aws-us-east-2", "oci-us-chicago-1"].map((site) => ({
          site,
          until: "2026-10-01T06:00:00Z",
          reason: "storm",
        })),
      },
      "twincloud:drain: found a drain of every site, wanted at least one site that answers",
    ],
    [
      "a drain of a zone that isn't the site's",
      {
        drain: [{ site: "aws-us-east-2", zone: "use2-az9", until: "2026-10-01T06:00:00Z", reason: "storm" }],
      },
      'twincloud:drain[0].zone: found "use2-az9", wanted use2-az1 or use2-az2 or use2-az3 (one of use2-az1, use2-az2, use2-az3)',
    ],
    [
      "a drain of a zone of a site that has one address for all",
      {
        drain: [
          {
            site: "oci-us-chicago-1",
            zone: "US-CHICAGO-1-AD-1",
            until: "2026-10-01T06:00:00Z",
            reason: "storm",
          },
        ],
      },
      'twincloud:drain[0].zone: found "US-CHICAGO-1-AD-1", wanted no zone: a site of OCI has one address for all of its zones, which its balancer takes out of use by itself; drain the whole site if it doesn\'t',
    ],
    [
      "a drain of every zone",
      {
        drain: ["use2-az1", "use2-az2", "use2-az3"].map((zone) => ({
          site: "aws-us-east-2",
          zone,
          until: "2026-10-01T06:00:00Z",
          reason: "storm",
        })),
      },
      "twincloud:drain[0].zone: found a drain of every zone, wanted one of the whole site: the same without `zone`",
    ],
    [
      "an unreachable region that changes nothing of the stack",
      { unreachable: ["oci-us-sanjose-1"] },
      'twincloud:unreachable[0]: found "oci-us-sanjose-1", wanted',
    ],
    [
      "an unreachable provider that isn't known",
      { unreachable: ["gcp"] },
      'twincloud:unreachable[0]: found "gcp", wanted one of oci, aws',
    ],
    [
      "a hostile site that isn't there",
      { untrusted: ["aws-us-east-1"] },
      'twincloud:untrusted[0]: found "aws-us-east-1", wanted aws-us-east-2 (one of oci, aws, oci-us-chicago-1, aws-us-east-2)',
    ],
    [
      "every site hostile, by its id or by its provider",
      { untrusted: ["aws-us-east-2", "oci"] },
      "twincloud:untrusted: found every site, wanted at least one site that is trusted",
    ],
    [
      "a drain of all that is trusted",
      {
        untrusted: ["oci"],
        drain: [{ site: "aws-us-east-2", until: "2026-10-01T06:00:00Z", reason: "storm" }],
      },
      "twincloud:drain: found a drain of every site that is trusted, wanted at least one site that answers",
    ],
    [
      "a signer that nobody trusts",
      { queueAuthority: { trusted: [1, 2], signing: 3 } },
      "twincloud:queueAuthority.signing: found 3, wanted one of those that are trusted: 1, 2",
    ],
    [
      "three authorities",
      { queueAuthority: { trusted: [1, 2, 3], signing: 3 } },
      "twincloud:queueAuthority.trusted: found a list of 3, wanted a list of one or two different numbers, such as [1, 2]",
    ],
    [
      "a null where a list may be left out",
      { drain: null },
      "twincloud:drain: found nothing, wanted a list of { site, until, reason }",
    ],
  ]);
});
