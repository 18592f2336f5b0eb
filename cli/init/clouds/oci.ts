/** Of OCI. */
import { type Area, areaOf } from "../../../graph/areas";
import type { Region } from "../../../graph/clouds/contract";
import { regionsOf } from "../../../graph/clouds/regions";
import { isWithin } from "../../../graph/jurisdiction";
import type { ExampleSettings, ForStack } from "./contract";

/** Places near the users that OCI may check from, most of them outside AWS: which there are is Oracle's to change. */
const vantagePoints: Readonly<Record<Area, string>> = {
  "North America": "azr-ord, azr-sat, goo-cbf, goo-chs, aws-pdx",
  "South America": "azr-gru, goo-scl, aws-gru",
  "Europe, the Middle East or Africa": "azr-ams, azr-dub, goo-bru, aws-fra",
  "Asia or the Pacific": "azr-sin, azr-nrt, goo-tpe, aws-syd",
};

/** Of an OCID, which ends in 60 lower-case letters and digits. */
const ending = (words: string): string =>
  `aaaaaaaaexample${words.replace(/[^a-z0-9]/g, "")}`.padEnd(60, "x").slice(0, 60);

export const oci: ExampleSettings = {
  own: (stack) => {
    const { name, jurisdiction, regions } = stack;
    const [home] = regions as [Region, ...Region[]];
    const area = areaOf(jurisdiction) ?? "North America";
    return [
      `tenancyId: ocid1.tenancy.oc1..${ending(name)}`,
      `compartmentId: ocid1.compartment.oc1..${ending(name)}`,
      `homeRegion: ${home.name} # the tenancy's: where IAM is written`,
      "# Where OCI keeps its checks and is told of DNS: a region without a site, so that no site's loss takes them along.",
      `monitorRegion: ${monitorRegion(stack).name}`,
      "domainPrefix: Uocm # what availability domains begin with: Uocm:PHX-AD-1",
      "namespace: examplenamespace # oci os ns get",
      "# OKE node images, one for the region of each OCI site.",
      "nodeImageIds:",
      ...regions.map(
        (region) => `  ${region.name}: ocid1.image.oc1.${region.name}.${ending(`node${region.name}`)}`,
      ),
      "# Owns the customer secret key by which AWS's pods use the stores.",
      `serviceUser: { id: ocid1.user.oc1..${ending(`${name}service`)}, name: ${name}-stores }`,
      "# Owns the token that pulls images, and may do nothing else.",
      `pullUser: { id: ocid1.user.oc1..${ending(`${name}puller`)}, name: ${name}-pull }`,
      "# Where OCI checks from: near the users, and most of them outside AWS, so that enough are left when AWS is gone.",
      `vantagePoints: [${vantagePoints[area]}] # oci health-checks vantage-point list`,
    ];
  },
  nodes: "{ shape: VM.Standard.E5.Flex, ocpus: 4, memoryGb: 32, reserve: true }",
  yours:
    "tenancyId, compartmentId, homeRegion, domainPrefix, namespace, nodeImageIds, serviceUser, pullUser, vantagePoints",
};

/** One without a site, of the jurisdiction and of another metro than any site's where there is one. */
function monitorRegion({ jurisdiction, sites }: ForStack): Region {
  const free = regionsOf("oci").filter((region) => !sites.includes(region));
  const near = free.filter(({ country }) => isWithin(country, jurisdiction));
  const apart = near.filter(({ metro }) => !sites.some((site) => site.metro === metro));
  return (apart[0] ?? near[0] ?? free[0]) as Region;
}
