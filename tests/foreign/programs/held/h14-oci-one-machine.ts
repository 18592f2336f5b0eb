// profile: single-region
// planted: single-point web
import * as oci from "@pulumi/oci";

const compartmentId = "ocid1.compartment.oc1..bbbb";
const options = { provider: new oci.Provider("chicago", { region: "us-chicago-1" }) };
const vcn = new oci.core.Vcn("web", { compartmentId, cidrBlock: "10.1.0.0/16", dnsLabel: "web" }, options);
const gateway = new oci.core.InternetGateway("web", { compartmentId, vcnId: vcn.id, enabled: true }, options);
const table = new oci.core.RouteTable("web", { compartmentId, vcnId: vcn.id, routeRules: [{ destination: "0.0.0.0/0", networkEntityId: gateway.id }] }, options);
const subnet = new oci.core.Subnet("web", { compartmentId, vcnId: vcn.id, cidrBlock: "10.1.0.0/24", routeTableId: table.id }, options);
const web = new oci.core.Instance("web", {
  availabilityDomain: "Uocm:US-CHICAGO-1-AD-1", compartmentId, shape: "VM.Standard.A1.Flex", shapeConfig: { ocpus: 2, memoryInGbs: 12 },
  sourceDetails: { sourceType: "image", sourceId: "ocid1.image.oc1.us-chicago-1.x" }, createVnicDetails: { subnetId: subnet.id, assignPublicIp: "true" },
}, options);
export const ip = web.publicIp;
