/** What the resources of Oracle Cloud are for. */
import type { KindTable } from "./kind-table";

export const ociKinds: KindTable = {
  Artifacts: "registry",
  ContainerEngine: "cluster",
  Core: "network",
  "Core/computeCapacityReservation:ComputeCapacityReservation": "cluster",
  "Core/publicIp:PublicIp": "addresses and load balancers",
  Dns: "routing",
  HealthChecks: "routing",
  Identity: "identity and keys",
  Kms: "identity and keys",
  LoadBalancer: "addresses and load balancers",
  Logging: "logs",
  Monitoring: "alarms",
  NetworkLoadBalancer: "addresses and load balancers",
  ObjectStorage: "storage",
  Ons: "alarms",
};
