/** How Kubernetes clients reach an EKS cluster. Pure. */
import { kubeconfigOf } from "../kubeconfig";

export interface Endpoint {
  readonly cluster: string;
  readonly region: string;
  /** URL of the API server. */
  readonly server: string;
  /** PEM, base64. */
  readonly certificateAuthority: string;
}

/** A kubeconfig that holds no secret: each token is made by the AWS CLI, from whatever credentials it finds. */
export function kubeconfig({ cluster, region, server, certificateAuthority }: Endpoint): string {
  return kubeconfigOf(
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
