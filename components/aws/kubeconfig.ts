/** How Kubernetes clients reach an EKS cluster. Pure. */

export interface Endpoint {
  readonly cluster: string;
  readonly region: string;
  /** URL of the API server. */
  readonly server: string;
  /** PEM, base64. */
  readonly certificateAuthority: string;
}

function config(cluster: object, user: object): string {
  const name = "cluster";
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}

/** A kubeconfig that holds no secret: each token is made by the AWS CLI, from whatever credentials it finds. */
export function kubeconfig({ cluster, region, server, certificateAuthority }: Endpoint): string {
  return config(
    { server, "certificate-authority-data": certificateAuthority },
    {
      exec: {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        command: "aws",
        args: ["eks", "get-token", "--cluster-name", cluster, "--region", region, "--output", "json"],
        interactiveMode: "Never",
        provideClusterInfo: false,
      },
    },
  );
}

/**
 * For a cluster that can't be reached. Never left out: without a kubeconfig a provider takes the one that lies
 * about on the machine, perhaps another cluster's.
 */
export const KUBECONFIG_TO_NOWHERE = config({ server: "https://127.0.0.1:1" }, {});
