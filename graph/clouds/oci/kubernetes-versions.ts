/**
 * Until when OKE supports a Kubernetes version. It supports three, and the fourth until 30 days after a newer one is
 * announced: no day is named before. Until then the day is taken on which the Kubernetes project itself ends a version,
 * which was a day off for 1.33, the last one known.
 */
import type { KubernetesSupport, SupportEnds } from "../kubernetes-support";

const announced = (day: string, by: string): SupportEnds => ({
  standard: day,
  last: day,
  source: `Oracle's documentation, "Supported Versions of Kubernetes": 30 days after ${by}`,
});

const asUpstream = (day: string): SupportEnds => ({
  standard: day,
  last: day,
  estimated: "the Kubernetes project's own end of it, as Oracle names no day",
  source: "kubernetes.io/releases, September 2026",
});

export const okeSupport: KubernetesSupport = {
  file: "graph/clouds/oci/kubernetes-versions.ts",
  versions: {
    "1.33": announced("2026-06-27", "1.36 of 28 May 2026"),
    "1.34": asUpstream("2026-10-27"),
    "1.35": asUpstream("2027-02-28"),
    "1.36": asUpstream("2027-06-28"),
  },
};
