// profile: single-region
// sound
// config: oci:region=us-ashburn-1
import * as oci from "@pulumi/oci";

const compartmentId = "ocid1.compartment.oc1..aaaa";
const domains = oci.identity.getAvailabilityDomainsOutput({ compartmentId }).availabilityDomains;
const vcn = new oci.core.Vcn("app", { compartmentId, cidrBlocks: ["10.0.0.0/16"] });
const gateway = new oci.core.InternetGateway("app", { compartmentId, vcnId: vcn.id });
const table = new oci.core.RouteTable("app", { compartmentId, vcnId: vcn.id, routeRules: [{ destination: "0.0.0.0/0", networkEntityId: gateway.id }] });
const subnet = new oci.core.Subnet("app", { compartmentId, vcnId: vcn.id, cidrBlock: "10.0.0.0/24", routeTableId: table.id });
const image = oci.core.getImagesOutput({ compartmentId, operatingSystem: "Oracle Linux", operatingSystemVersion: "9" }).images[0].id;
const configuration = new oci.core.InstanceConfiguration("app", {
  compartmentId,
  instanceDetails: { instanceType: "compute", launchDetails: { compartmentId, shape: "VM.Standard.E5.Flex", shapeConfig: { ocpus: 1, memoryInGbs: 8 }, sourceDetails: { sourceType: "image", imageId: image }, createVnicDetails: { subnetId: subnet.id } } },
});
const balancer = new oci.loadbalancer.LoadBalancer("app", { compartmentId, displayName: "app", shape: "flexible", shapeDetails: { minimumBandwidthInMbps: 10, maximumBandwidthInMbps: 100 }, subnetIds: [subnet.id] });
const backends = new oci.loadbalancer.BackendSet("app", { loadBalancerId: balancer.id, policy: "ROUND_ROBIN", healthChecker: { protocol: "HTTP", urlPath: "/health", port: 8080 } });
new oci.loadbalancer.Listener("app", { loadBalancerId: balancer.id, defaultBackendSetName: backends.name, port: 80, protocol: "HTTP" });
new oci.core.InstancePool("app", {
  compartmentId, instanceConfigurationId: configuration.id, size: 3,
  placementConfigurations: [0, 1, 2].map((i) => ({ availabilityDomain: domains[i].name, primarySubnetId: subnet.id })),
  loadBalancers: [{ backendSetName: backends.name, loadBalancerId: balancer.id, port: 8080, vnicSelection: "PrimaryVnic" }],
});
