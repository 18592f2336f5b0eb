/** What is known of Oracle Cloud without any resource of it. */
import type { CloudFacts } from "../contract";
import { ociRegions } from "./regions";

export const ociFacts: CloudFacts = {
  name: "oci",
  title: "Oracle Cloud",
  regions: ociRegions,
  regionsFile: "graph/clouds/oci/regions.ts",
  authority: { title: "OCI DNS" },
};
