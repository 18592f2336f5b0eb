/** Inputs of OCI's resources that decide what a name is answered with, and over which zones networks spread. */
import type { CloudReader } from "../reader";

export const decisive: CloudReader["decisive"] = {
  names: new Map([
    ["oci:Dns/record:Record", ["domain", "rdata", "rtype", "ttl", "zoneNameOrId"]],
    ["oci:Dns/rrset:Rrset", ["domain", "items", "rtype", "zoneNameOrId"]],
    [
      "oci:Dns/steeringPolicy:SteeringPolicy",
      ["answers", "healthCheckMonitorId", "rules", "template", "ttl"],
    ],
    [
      "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment",
      ["domainName", "steeringPolicyId", "zoneId"],
    ],
    ["oci:Dns/zone:Zone", ["name", "scope"]],
    [
      "oci:HealthChecks/httpMonitor:HttpMonitor",
      [
        "headers",
        "intervalInSeconds",
        "isEnabled",
        "path",
        "port",
        "protocol",
        "targets",
        "timeoutInSeconds",
        "vantagePointNames",
      ],
    ],
  ]),
  networks: new Map([
    ["oci:ContainerEngine/cluster:Cluster", ["vcnId"]],
    ["oci:ContainerEngine/nodePool:NodePool", ["clusterId", "nodeConfigDetails"]],
    ["oci:Core/subnet:Subnet", ["availabilityDomain", "vcnId"]],
  ]),
};
