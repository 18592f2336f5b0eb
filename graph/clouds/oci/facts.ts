/** What is known of Oracle Cloud without any resource of it. */
import type { CloudFacts } from "../contract";
import { ociRegions } from "./regions";

export const ociFacts: CloudFacts = {
  name: "oci",
  title: "Oracle Cloud",
  packages: ["oci"],
  regions: ociRegions,
  regionsFile: "graph/clouds/oci/regions.ts",
  zoneLabels: ["topology.kubernetes.io/zone"],
  faultDomainLabel: "oci.oraclecloud.com/fault-domain",
  authority: { title: "OCI DNS" },
};
