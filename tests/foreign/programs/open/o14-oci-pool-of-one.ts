// profile: single-region
// planted: single-point app
import * as oci from "@pulumi/oci";
const compartmentId = "ocid1.compartment.oc1..x";
const options = { provider: new oci.Provider("p", { region: "us-phoenix-1" }) };
const vcn = new oci.core.Vcn("v", { compartmentId, cidrBlocks: ["10.0.0.0/16"] }, options);
const subnet = new oci.core.Subnet("s", { compartmentId, vcnId: vcn.id, cidrBlock: "10.0.0.0/24" }, options);
const configuration = new oci.core.InstanceConfiguration("c", { compartmentId, instanceDetails: { instanceType: "compute" } }, options);
new oci.core.InstancePool("app", { compartmentId, instanceConfigurationId: configuration.id, size: 1, placementConfigurations: [{ availabilityDomain: "Uocm:PHX-AD-1", primarySubnetId: subnet.id }] }, options);
