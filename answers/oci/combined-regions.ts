/** Where resources stand, as the combinations ask it. */
import { UNKNOWN } from "../contract";
import type { Registered } from "../registered";

/** The region of its provider, if that is known. */
export function regionOf({ provider }: Registered): string | undefined {
  const { region } = provider;
  return typeof region === "string" && region !== "" && region !== UNKNOWN ? region : undefined;
}

/** The region of the cluster that a Kubernetes object stands in: OCI's CLI makes its tokens, and is told it. */
export function regionOfCluster({ provider }: Registered): string | undefined {
  return /--region["',\s-]+([a-z]+-[a-z]+-\d+)/.exec(String(provider.kubeconfig))?.[1];
}
