/** What the tests of both adapters have in common. */
import * as pulumi from "@pulumi/pulumi";
import type { EdgeBinding, NodePlan, SiteSpec, StackContext } from "../../components/contracts";
import type { ProviderName } from "../../graph/clouds/contract";
import { regionOf } from "../../graph/clouds/regions";

export const context: StackContext = {
  prefix: "twincloud-test",
  domain: "clips.example.com",
  jurisdiction: "us",
  protect: true,
  unreachable: [],
  untrusted: [],
  adminCidrs: ["203.0.113.0/24"],
  alertEmail: "oncall@example.com",
  tags: { project: "twincloud" },
};

export const siteSpec = (provider: ProviderName, region: string, cidr: string): SiteSpec => ({
  id: `${provider}-${region}`,
  provider,
  region: regionOf(provider, region),
  cidr,
  kubernetesVersion: "1.33",
});

export const nodes: NodePlan = {
  floor: { cpus: 40, memoryGiB: 80, diskGiB: 100 },
  ceiling: { cpus: 100, memoryGiB: 200, diskGiB: 250 },
};

export const binding: EdgeBinding = {
  namespace: "edge",
  serviceName: "edge",
  selector: { app: "edge" },
  ports: { https: 8443, leaf: 7422, peers: 7443, health: 8404 },
  healthPath: "/livez",
  sendsProxyHeader: true,
  leafPeers: ["192.0.2.1", "192.0.2.2"].map((address) => pulumi.output(address)),
  peerEdges: [pulumi.output("198.51.100.1")],
  dependsOn: [],
};
