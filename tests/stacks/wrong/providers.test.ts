import { describe } from "vitest";
import { tells } from "../example";

const ocidWanted = (kind: string) => `an OCID of the commercial realm: ocid1.${kind}.oc1.…`;

describe("settings with a provider's identifiers wrong", () => {
  tells([
    [
      "no settings of OCI",
      { oci: undefined },
      "twincloud:oci: found nothing, wanted a map of tenancyId, compartmentId, homeRegion, monitorRegion, domainPrefix, namespace, nodeImageIds, serviceUser, vantagePoints, pullUser, viewerGroups, storeKeys, pullTokens",
    ],
    [
      "an OCID cut short",
      { "oci.tenancyId": "ocid1.tenancy.oc1..aaaa" },
      `twincloud:oci.tenancyId: found "ocid1.tenancy.oc1..aaaa", wanted ${ocidWanted("tenancy")}`,
    ],
    [
      "an OCID of another kind",
      { "oci.serviceUser.id": `ocid1.group.oc1..${"a".repeat(60)}` },
      `twincloud:oci.serviceUser.id: found "ocid1.group.oc1..${"a".repeat(60)}", wanted ${ocidWanted("user")}`,
    ],
    [
      "images pulled by the user of the stores",
      {
        "oci.pullUser": { id: `ocid1.user.oc1..${"a".repeat(60)}`, name: "p" },
        "oci.serviceUser.id": `ocid1.user.oc1..${"a".repeat(60)}`,
      },
      "twincloud:oci.pullUser.id: found the user of the stores, wanted another user, who can't read media",
    ],
    [
      "three keys at once",
      { "oci.storeKeys": [1, 2, 3] },
      "twincloud:oci.storeKeys: found a list of 3, wanted a list of one or two different numbers, the one in use last, such as [1, 2]",
    ],
    [
      "an OCID of another realm",
      { "oci.tenancyId": `ocid1.tenancy.oc2..${"a".repeat(60)}` },
      `twincloud:oci.tenancyId: found "ocid1.tenancy.oc2..${"a".repeat(60)}", wanted ${ocidWanted("tenancy")}`,
    ],
    [
      "a home region that isn't known",
      { "oci.homeRegion": "us-ashburn" },
      'twincloud:oci.homeRegion: found "us-ashburn", wanted an OCI region; nearest: us-ashburn-1; a region that is new is added in graph/clouds/oci/regions.ts',
    ],
    [
      "nothing of where the health checks are kept",
      { "oci.monitorRegion": undefined },
      "twincloud:oci.monitorRegion: found nothing, wanted an OCI region without a site, where the health checks are kept and through which DNS is edited",
    ],
    [
      "a domain prefix with its colon",
      { "oci.domainPrefix": "Uocm:" },
      'twincloud:oci.domainPrefix: found "Uocm:", wanted what stands before the colon of the tenancy\'s availability domains, such as Uocm of Uocm:PHX-AD-1',
    ],
    [
      "no namespace",
      { "oci.namespace": undefined },
      "twincloud:oci.namespace: found nothing, wanted the tenancy's Object Storage namespace (`oci os ns get`)",
    ],
    [
      "an OCI site without a node image",
      { "oci.nodeImageIds": {} },
      "twincloud:oci.nodeImageIds.us-chicago-1: found nothing, wanted the OCID of a node image in us-chicago-1, for sites[0]",
    ],
    [
      "a node image of another region",
      { "oci.nodeImageIds.us-chicago-1": `ocid1.image.oc1.phx.${"a".repeat(60)}` },
      "twincloud:oci.nodeImageIds.us-chicago-1: found an image of phx, wanted an image of us-chicago-1",
    ],
    [
      "a node image of an unknown region",
      { "oci.nodeImageIds.us-ashbrun-1": `ocid1.image.oc1.iad.${"a".repeat(60)}` },
      "twincloud:oci.nodeImageIds.us-ashbrun-1: found a region that isn't known, wanted an OCI region; nearest: us-ashburn-1; a region that is new is added in graph/clouds/oci/regions.ts",
    ],
    [
      "too few vantage points",
      { "oci.vantagePoints": ["goo-chs", "azr-ord"] },
      "twincloud:oci.vantagePoints: found a list of 2, wanted a list of 3 to 10 vantage points",
    ],
    [
      "a vantage point twice",
      { "oci.vantagePoints": ["goo-chs", "azr-ord", "goo-chs"] },
      'twincloud:oci.vantagePoints[2]: found "goo-chs", wanted each only once',
    ],
    [
      "no settings of AWS",
      { aws: undefined },
      "twincloud:aws: found nothing, wanted a map of accountId, adminPrincipals, viewerPrincipals",
    ],
    [
      "an administrator among those who only read",
      { "aws.viewerPrincipals": ["arn:aws:iam::123456789012:role/platform-admins"] },
      "twincloud:aws.viewerPrincipals[0]: found one of adminPrincipals, wanted somebody who only reads",
    ],
    [
      "an account id that lost its first zero without quotes",
      { "aws.accountId": 12345678901 },
      "twincloud:aws.accountId: found 12345678901, wanted 12 digits, in quotes so that YAML keeps them as text",
    ],
    [
      "an account id with dashes",
      { "aws.accountId": "1234-5678-9012" },
      'twincloud:aws.accountId: found "1234-5678-9012", wanted 12 digits, in quotes so that YAML keeps them as text',
    ],
    [
      "no principal that administers",
      { "aws.adminPrincipals": [] },
      "twincloud:aws.adminPrincipals: found an empty list, wanted a list of one or more ARNs of IAM roles or users",
    ],
    [
      "a principal that is no role or user",
      { "aws.adminPrincipals.0": "arn:aws:iam::123456789012:root" },
      'twincloud:aws.adminPrincipals[0]: found "arn:aws:iam::123456789012:root", wanted the ARN of an IAM role or user, such as arn:aws:iam::123456789012:role/platform-admins',
    ],
  ]);
});
