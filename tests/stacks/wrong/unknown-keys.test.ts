import { describe } from "vitest";
import { Secret } from "../../../stacks/config";
import { certificate } from "../certificate";
import { digest, tells } from "../example";

const pem = {
  certificate,
  key: new Secret("-----BEGIN PRIVATE KEY-----\nMIIB"),
};

describe("settings with keys that aren't known", () => {
  tells([
    [
      "an unknown key",
      { domian: "clips.example.com" },
      "twincloud:domian: found a key that isn't known, wanted domain (one of catalog, domain, jurisdiction, sites, ",
    ],
    [
      "an unknown key of a site",
      { "sites.1.zones": 3 },
      "twincloud:sites[1].zones: found a key that isn't known, wanted one of provider, region, share, cidr, kubernetesVersion",
    ],
    [
      "an unknown key three levels down",
      { "oci.serviceUser.nmae": "x" },
      "twincloud:oci.serviceUser.nmae: found a key that isn't known, wanted name (one of id, name)",
    ],
    [
      "an unknown image",
      { "images.redis": { repository: "redis", digest } },
      "twincloud:images.redis: found a key that isn't known, wanted one of upload, ",
    ],
    [
      "an objective for an unknown capability",
      { "objectives.maxRpoSeconds.uploads": 0 },
      "twincloud:objectives.maxRpoSeconds.uploads: found a key that isn't known, wanted upload (one of upload, feed, ",
    ],
    [
      "an unknown key beside defaults",
      { edgeTls: { ...pem, chain: "" } },
      "twincloud:edgeTls.chain: found a key that isn't known, wanted one of certificate, key",
    ],
  ]);
});
