// profile: single-region
// planted: single-point cache
import * as oci from "@pulumi/oci";
const compartmentId = "ocid1.compartment.oc1..x";
const options = { provider: new oci.Provider("p", { region: "us-phoenix-1" }) };
const vcn = new oci.core.Vcn("v", { compartmentId, cidrBlocks: ["10.0.0.0/16"] }, options);
const subnet = new oci.core.Subnet("s", { compartmentId, vcnId: vcn.id, cidrBlock: "10.0.0.0/24" }, options);
new oci.redis.RedisCluster("cache", { compartmentId, displayName: "cache", nodeCount: 1, nodeMemoryInGbs: 8, softwareVersion: "REDIS_7_0", subnetId: subnet.id }, options);
