/** A small program of one cloud: a site with its cluster, an entrance, a public name, a store and a copy of it. */
import type { ProviderName } from "../../../../graph/clouds/contract";
import type { GraphResource, Properties } from "../../../../graph/resource";
import { provider, resource } from "../../fixtures";

/** An address as answers name it: `aws-us-east-2-1`. */
export interface Address {
  readonly name: string;
  readonly ip: string;
  readonly weight: number;
}

export interface Sample {
  readonly cloud: ProviderName;
  readonly region: string;
  /** Everything of the program, the resources below included. */
  readonly resources: readonly GraphResource[];
  readonly cluster: GraphResource;
  /** The Kubernetes provider that talks to the cluster. */
  readonly kubernetes: GraphResource;
  readonly metricsAddon: GraphResource;
  /** None where the cluster's nodes grow by themselves. */
  readonly growthAddon?: GraphResource;
  readonly subnet: GraphResource;
  readonly address: GraphResource;
  readonly ip: string;
  readonly entrance: GraphResource;
  /** The same kind of thing, for the inside. */
  readonly inside: GraphResource;
  /** What answers the public name with these addresses, each with its check. */
  readonly answer: (addresses: readonly Address[]) => readonly GraphResource[];
  /** What is made of that for its own address. */
  readonly check: GraphResource;
  readonly zone: GraphResource;
  /** What names the servers of a domain at the top of the zone. */
  readonly nameServers: (names: readonly string[]) => GraphResource;
  /** The zone's own SOA record, where a program writes it. */
  readonly startOfAuthority: (ttl: number, text: string) => GraphResource;
  readonly store: GraphResource;
  readonly copyTarget: GraphResource;
  readonly repository: GraphResource;
  /** An image in that repository. */
  readonly image: string;
}

/** What all samples say alike. */
export const host = "feed.example.com";
export const domain = "example.com";
export const bucket = (cloud: string) => `media-${cloud}`;
export const bucketCopy = (cloud: string) => `media-copy-${cloud}`;
export const repositoryName = "web";

export const addressOf = ({ cloud, region, ip }: Pick<Sample, "cloud" | "region" | "ip">): Address => ({
  name: `${cloud}-${region}-1`,
  ip,
  weight: 30,
});

/** Makes resources of one provider, whose ids are their names. */
export const madeBy =
  ({ urn }: GraphResource) =>
  (type: string, name: string, inputs: Properties, rest: Partial<GraphResource> = {}): GraphResource =>
    resource(type, name, { id: name, provider: urn, inputs, ...rest });

export const kubernetesOf = (cluster: GraphResource): GraphResource =>
  provider("kubernetes", `on-${cluster.name}`, { propertyDependencies: { kubeconfig: [cluster.urn] } });
