/** Until when EKS supports a Kubernetes version: 14 months from its release there, and 12 more at a higher price. */
import type { KubernetesSupport, SupportEnds } from "../kubernetes-support";

const calendar = (standard: string, last: string): SupportEnds => ({
  standard,
  last,
  source: 'EKS user guide, "Amazon EKS Kubernetes release calendar", as of September 2026',
});

export const eksSupport: KubernetesSupport = {
  file: "graph/clouds/aws/kubernetes-versions.ts",
  versions: {
    "1.32": calendar("2026-03-23", "2027-03-23"),
    "1.33": calendar("2026-07-29", "2027-07-29"),
    "1.34": calendar("2026-12-02", "2027-12-02"),
    "1.35": calendar("2027-03-27", "2028-03-27"),
    "1.36": calendar("2027-08-02", "2028-08-02"),
  },
};
