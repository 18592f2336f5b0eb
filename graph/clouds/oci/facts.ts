/** What is known of Oracle Cloud without any resource of it. */
import type { CloudFacts } from "../contract";
import { ociDns } from "./authority";
import { ociRegions } from "./regions";

export const ociFacts: CloudFacts = {
  name: "oci",
  title: "Oracle Cloud",
  packages: ["oci"],
  regions: ociRegions,
  regionsFile: "graph/clouds/oci/regions.ts",
  zoneLabels: ["topology.kubernetes.io/zone"],
  faultDomainLabel: "oci.oraclecloud.com/fault-domain",
  authority: ociDns,
  ownDomains: ["oraclecloud.com", "oraclecloudapps.com", "oci.customer-oci.com"],
  staticAddresses: "reserved public IPs on OCI",
  resourcesCarryRegion: false,
  secrets: [],
  idPrefix: "ocid1.",
};
