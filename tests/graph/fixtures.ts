/** Small graphs for tests: resources with what a test is about, and nothing else. */
import { graphOf } from "../../graph/graph";
import { withPlacements } from "../../graph/placement";
import type { Graph, GraphResource } from "../../graph/resource";

export const urnOf = (type: string, name: string, stack = "test") =>
  `urn:pulumi:${stack}::twincloud::${type}::${name}`;

/** A resource of this type and name; the URN follows from both. */
export function resource(
  type: string,
  name: string,
  rest: Partial<Omit<GraphResource, "type" | "name">> = {},
): GraphResource {
  return {
    urn: urnOf(type, name),
    type,
    name,
    custom: true,
    external: false,
    inputs: {},
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    replaceOnChanges: [],
    aliases: [],
    ...rest,
  };
}

export const component = (type: string, name: string, rest: Partial<GraphResource> = {}): GraphResource =>
  resource(type, name, { custom: false, ...rest });

export const provider = (pkg: string, name: string, rest: Partial<GraphResource> = {}): GraphResource =>
  resource(`pulumi:providers:${pkg}`, name, { id: `id-of-${name}`, ...rest });

/** A graph with placements, as from a preview. */
export const placed = (resources: readonly GraphResource[]): Graph => graphOf(withPlacements(resources));

/** An object on the cluster of a site of `twoSites`. */
export function onCluster(
  site: keyof typeof kubernetesProviders,
  apiVersion: string,
  kind: string,
  name: string,
  rest: Partial<GraphResource> = {},
): GraphResource {
  const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
  const { inputs, ...others } = rest;
  return resource(type, `${site}-${name}`, {
    id: name,
    provider: kubernetesProviders[site].urn,
    inputs: { apiVersion, kind, metadata: { name }, ...inputs },
    ...others,
  });
}

const stack = component("pulumi:pulumi:Stack", "twincloud-test");
const aws = provider("aws", "aws-us-east-2", { inputs: { region: "us-east-2" } });
const oci = provider("oci", "oci-us-ashburn-1", { inputs: { region: "us-ashburn-1" } });
const vpc = resource("aws:ec2/vpc:Vpc", "aws-vpc", { id: "vpc-1", provider: aws.urn, parent: stack.urn });
const eks = resource("aws:eks/cluster:Cluster", "aws-cluster", {
  id: "eks-1",
  provider: aws.urn,
  dependencies: [vpc.urn],
  source: { file: "components/aws/cluster.ts", line: 12 },
});
const oke = resource("oci:ContainerEngine/cluster:Cluster", "oci-cluster", {
  id: "oke-1",
  provider: oci.urn,
});
const kubernetesOn = (name: string, cluster: GraphResource) =>
  provider("kubernetes", name, {
    dependencies: [cluster.urn],
    propertyDependencies: { kubeconfig: [cluster.urn] },
  });
const kubernetesProviders = { aws: kubernetesOn("on-aws", eks), oci: kubernetesOn("on-oci", oke) };

/** One site in Ohio and one in Ashburn, with the network, the cluster and what is given. */
export function twoSites(...more: readonly GraphResource[]): Graph {
  const { aws: onAws, oci: onOci } = kubernetesProviders;
  return placed([stack, aws, oci, vpc, eks, oke, onAws, onOci, ...more]);
}
