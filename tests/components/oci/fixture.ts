import * as pulumi from "@pulumi/pulumi";
import type {
  EdgeBinding,
  MediaStore,
  SiteInfrastructure,
  SiteSpec,
  StackContext,
  StoreAccess,
} from "../../../components/contracts";
import type { OciAccount } from "../../../components/oci/account";
import { createOciCloud } from "../../../components/oci/cloud";
import { binding, context, nodes, siteSpec } from "../fixture";

export { binding, context, nodes };

export const account: OciAccount = {
  tenancyId: "ocid1.tenancy.oc1..root",
  compartmentId: "ocid1.compartment.oc1..ours",
  homeRegion: "us-ashburn-1",
  monitorRegion: "us-phoenix-1",
  domainPrefix: "Uocm",
  namespace: "acme",
  nodeImageIds: {
    "us-chicago-1": "ocid1.image.oc1.us-chicago-1.linux",
    "us-phoenix-1": "ocid1.image.oc1.phx.linux",
    "us-sanjose-1": "ocid1.image.oc1.us-sanjose-1.linux",
  },
  serviceUser: { id: "ocid1.user.oc1..service", name: "service" },
  vantagePoints: ["goo-chs", "azr-sat", "aws-pdx"],
  nodes: { shape: "VM.Standard.E5.Flex", ocpus: 4, memoryGb: 32, reserve: false },
  calico: { repository: "third-party/calico", digest: "sha256:abc" },
};

export const site = (region: string, cidr: string): SiteSpec => siteSpec("oci", region, cidr);

export const chicago = site("us-chicago-1", "10.10.0.0/16");
export const phoenix = site("us-phoenix-1", "10.11.0.0/16");
export const sanJose = site("us-sanjose-1", "10.12.0.0/16");

export const repositories = ["upload", "third-party/calico"];

/** A service account that reads what upload writes, and may write it. */
export function access(store: MediaStore, name: string, may: "read" | "append"): StoreAccess {
  const writes = may === "append" ? ["upload/"] : [];
  return { serviceAccount: { namespace: "platform", name }, store, reads: ["upload/"], writes };
}

/** A site of its own, with an edge and one service account that may append to the site's store. */
export function buildSite(
  spec: SiteSpec,
  within: StackContext = context,
  of: OciAccount = account,
  led: EdgeBinding = binding,
): SiteInfrastructure {
  const foundation = createOciCloud(within, of).foundation(spec, repositories);
  const parent = new pulumi.ComponentResource("test:Site", spec.id);
  const infrastructure = foundation.build(parent, nodes);
  infrastructure.bindEdge(led);
  infrastructure.grant([access(foundation.store, "upload", "append")]);
  return infrastructure;
}
