// profile: single-region
// sound
import * as oci from "@pulumi/oci";
const compartmentId = "ocid1.compartment.oc1..x";
const options = { provider: new oci.Provider("p", { region: "us-phoenix-1" }) };
const vcn = new oci.core.Vcn("v", { compartmentId, cidrBlocks: ["10.0.0.0/16"] }, options);
const subnet = new oci.core.Subnet("s", { compartmentId, vcnId: vcn.id, cidrBlock: "10.0.0.0/24" }, options);
const cluster = new oci.containerengine.Cluster("k", { compartmentId, vcnId: vcn.id, kubernetesVersion: "v1.33.1", name: "k", type: "ENHANCED_CLUSTER", endpointConfig: { subnetId: subnet.id } }, options);
new oci.containerengine.NodePool("k", { compartmentId, clusterId: cluster.id, name: "k", nodeShape: "VM.Standard.E5.Flex", nodeShapeConfig: { ocpus: 2, memoryInGbs: 16 }, nodeConfigDetails: { size: 3, placementConfigs: [1, 2, 3].map((n) => ({ availabilityDomain: `Uocm:PHX-AD-${n}`, subnetId: subnet.id })) } }, options);
