/** Kubeconfigs as data. Pure. */

/** A kubeconfig with one cluster and one user, in the order that kubectl writes them. */
export function kubeconfigOf(cluster: object, user: object): string {
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

/**
 * For a cluster that can't be reached. Never left out: without a kubeconfig a provider takes the one that lies
 * about on the machine, perhaps another cluster's.
 */
export const KUBECONFIG_TO_NOWHERE = kubeconfigOf({ server: "https://127.0.0.1:1" }, {});
