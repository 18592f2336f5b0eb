// profile: single-region
// planted: single-point crm
import * as oci from "@pulumi/oci";
import * as pulumi from "@pulumi/pulumi";

const compartmentId = "ocid1.compartment.oc1..dddd";
const options = { provider: new oci.Provider("ashburn", { region: "us-ashburn-1" }) };
const vcn = new oci.core.Vcn("crm", { compartmentId, cidrBlocks: ["10.4.0.0/16"] }, options);
const subnet = new oci.core.Subnet("crm", { compartmentId, vcnId: vcn.id, cidrBlock: "10.4.1.0/24" }, options);
const domains = oci.identity.getAvailabilityDomains({ compartmentId }, options);
new oci.mysql.MysqlDbSystem("crm", {
  compartmentId, subnetId: subnet.id, shapeName: "MySQL.VM.Standard.E4.1.8GB", availabilityDomain: pulumi.output(domains).availabilityDomains[0].name,
  adminUsername: "admin", adminPassword: pulumi.secret("Very-Secret-1"), dataStorageSizeInGb: 50, isHighlyAvailable: false, backupPolicy: { isEnabled: true, retentionInDays: 7 },
}, { ...options, protect: true });
