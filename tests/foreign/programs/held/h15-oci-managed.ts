// profile: single-region
// sound
// config: oci:region=eu-frankfurt-1
import * as oci from "@pulumi/oci";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const compartmentId = config.get("compartmentId") ?? "ocid1.compartment.oc1..cccc";
const namespace = oci.objectstorage.getNamespaceOutput({ compartmentId }).namespace;
new oci.objectstorage.Bucket("documents", { compartmentId, namespace, name: "documents", versioning: "Enabled", accessType: "NoPublicAccess" }, { protect: true });
const vcn = new oci.core.Vcn("app", { compartmentId, cidrBlocks: ["10.0.0.0/16"] });
const subnet = new oci.core.Subnet("app", { compartmentId, vcnId: vcn.id, cidrBlock: "10.0.1.0/24", prohibitPublicIpOnVnic: true });
new oci.database.AutonomousDatabase("app", { compartmentId, dbName: "appdb", cpuCoreCount: 1, dataStorageSizeInTbs: 1, adminPassword: config.getSecret("adb") ?? pulumi.secret("Placeholder-1234"), isAutoScalingEnabled: true }, { protect: true });
const application = new oci.functions.Application("app", { compartmentId, displayName: "app", subnetIds: [subnet.id] });
new oci.functions.Function("app", { applicationId: application.id, displayName: "app", image: "fra.ocir.io/x/app:1", memoryInMbs: "256" });
const gateway = new oci.apigateway.Gateway("app", { compartmentId, endpointType: "PUBLIC", subnetId: subnet.id });
export const hostname = gateway.hostname;
