/** What is known of Oracle Cloud without any resource of it. */
import type { CloudFacts } from "../contract";
import { ociDns } from "./authority";
import { ociRegions } from "./regions";

export const ociFacts: CloudFacts = {
  name: "oci",
  title: "Oracle Cloud",
  regions: ociRegions,
  regionsFile: "graph/clouds/oci/regions.ts",
  authority: ociDns,
  ownDomains: ["oraclecloud.com", "oraclecloudapps.com", "oci.customer-oci.com"],
  staticAddresses: "reserved public IPs on OCI",
  zoneLabels: ["oci.oraclecloud.com/fault-domain"],
  resourcesCarryRegion: false,
  secrets: [],
  idPrefix: "ocid1.",
};
