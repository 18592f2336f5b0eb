/** What is known of Oracle Cloud without any resource of it. */
import type { CloudFacts } from "../contract";
import { ociDns } from "./authority";
import { okeSupport } from "./kubernetes-versions";
import { ociOutages } from "./outages";
import { ociRegions } from "./regions";

export const ociFacts: CloudFacts = {
  name: "oci",
  title: "Oracle Cloud",
  packages: ["oci"],
  regions: ociRegions,
  regionsFile: "graph/clouds/oci/regions.ts",
  zoneLabels: ["topology.kubernetes.io/zone"],
  faultDomainLabel: "oci.oraclecloud.com/fault-domain",
  kubernetes: okeSupport,
  authority: ociDns,
  nodesThatCome: {
    name: "ociNodesThatCome",
    value: 0.5,
    unit: "share",
    what: "Share of the nodes asked for while a zone or a region is lost that OCI has hosts for; those that are reserved come all.",
    source: "chosen",
    reason:
      "Oracle promises no on-demand hosts, a pool asks for one shape in one domain, and everybody who leaves a region asks for the same. Half is neither measured nor promised: reserve what must come.",
    plausible: {
      range: [0, 1],
      worst: 0,
      while: "the share that OCI has of the nodes that are asked for is {}",
    },
  },
  outages: ociOutages,
  ownDomains: ["oraclecloud.com", "oraclecloudapps.com", "oci.customer-oci.com"],
  // A regional balancer with one address: its parts in a zone that is lost are left by OCI itself.
  zonalAddresses: false,
  staticAddresses: "reserved public IPs on OCI",
  resourcesCarryRegion: false,
  secrets: [],
  idPrefix: "ocid1.",
};
