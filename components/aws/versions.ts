/** Versions of EKS' add-ons. Pure. */

/**
 * A build of the metrics server for each minor version of Kubernetes, so that it moves when its cluster does: EKS picks
 * one when the add-on is made and never again, and asking it each time would be a look-up. Each was seen on clusters of
 * that version (public repositories, August 2026); a newer one isn't needed but for its fixes.
 */
const METRICS_SERVER: Readonly<Record<string, string>> = {
  "1.33": "v0.8.1-eksbuild.4",
  "1.34": "v0.8.1-eksbuild.4",
  "1.35": "v0.8.1-eksbuild.6",
  "1.36": "v0.8.1-eksbuild.11",
};

/** For a cluster of a minor version; undefined, for EKS to choose, where none is known. */
export const metricsServerVersion = (kubernetesVersion: string): string | undefined =>
  Object.hasOwn(METRICS_SERVER, kubernetesVersion) ? METRICS_SERVER[kubernetesVersion] : undefined;
