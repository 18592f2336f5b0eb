import * as containerengine from "@pulumi/oci/containerengine";
import * as pulumi from "@pulumi/pulumi";

/**
 * How to reach a cluster, as OCI tells: the one look-up that has no way around, as nothing else names the
 * certificate authority. It holds no secret: the OCI CLI makes each token, from whatever credentials it finds.
 */
export function kubeconfig(
  cluster: containerengine.Cluster,
  publicEndpoint: boolean,
  opts: pulumi.InvokeOptions,
): pulumi.Output<string> {
  return containerengine.getClusterKubeConfigOutput(
    {
      clusterId: cluster.id,
      endpoint: publicEndpoint ? "PUBLIC_ENDPOINT" : "PRIVATE_ENDPOINT",
      tokenVersion: "2.0.0",
    },
    opts,
  ).content;
}

const DISCOVERY_PATH = "/.well-known/openid-configuration";

/**
 * The issuer that the cluster's tokens name, from the endpoint that OCI names: whether that comes with a scheme or
 * with the path of the discovery document is not documented.
 * @throws ResourceError where OCI names none yet, as it may while the cluster is new.
 */
export function issuerOf(
  discoveryEndpoint: string | undefined,
  { cluster, name }: { readonly cluster?: pulumi.Resource; readonly name: string },
): string {
  if (!discoveryEndpoint) {
    throw new pulumi.ResourceError(
      `OKE names no OpenID Connect discovery endpoint for the cluster ${name} yet, by which the other cloud knows its pods. Nothing is lost: wait until \`oci ce cluster get\` names one (open-id-connect-discovery-endpoint), then \`pulumi refresh --target '**cluster:Cluster::${name}'\` and \`pulumi up\` go on from here`,
      cluster,
      true,
    );
  }
  const bare = discoveryEndpoint.replace(/^https:\/\//, "").replace(/\/$/, "");
  return `https://${bare.endsWith(DISCOVERY_PATH) ? bare.slice(0, -DISCOVERY_PATH.length) : bare}`;
}
