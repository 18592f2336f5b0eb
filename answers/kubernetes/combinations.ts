/** What Kubernetes' own API refuses that no schema shows. */
import type { Combination, Together } from "../combination";
import type { Registered } from "../registered";

interface PodSpec {
  readonly topologySpreadConstraints?: readonly {
    readonly matchLabelKeys?: readonly string[];
    readonly labelSelector?: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly { readonly key: string }[];
    };
  }[];
}
interface WithTemplate {
  readonly spec?: { readonly template?: { readonly spec?: PodSpec } };
}

const podOf = ({ inputs }: Registered): PodSpec => (inputs as WithTemplate).spec?.template?.spec ?? {};

export const kubernetesCombinations: readonly Combination[] = [
  {
    id: "kubernetes/spread-label-twice",
    refuses:
      "pods spread over zones by a label that matchLabelKeys and the selector both name: the workload, or from Kubernetes 1.34 on each of its pods",
    source: {
      title: 'Kubernetes\' validation of pods: "exists in both matchLabelKeys and labelSelector"',
      url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go",
    },
    subjects: [
      "kubernetes:apps/v1:DaemonSet",
      "kubernetes:apps/v1:Deployment",
      "kubernetes:apps/v1:StatefulSet",
      "kubernetes:batch/v1:Job",
    ],
    others: [],
    check: (workload) =>
      (podOf(workload).topologySpreadConstraints ?? []).flatMap((constraint, i) => {
        const { matchLabelKeys = [], labelSelector } = constraint;
        const selected = [
          ...Object.keys(labelSelector?.matchLabels ?? {}),
          ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key),
        ];
        return matchLabelKeys
          .filter((key) => selected.includes(key))
          .map(
            (key): Together => ({
              property: `spec.template.spec.topologySpreadConstraints[${i}].matchLabelKeys`,
              reason: `${key} stands in labelSelector too`,
              with: [],
            }),
          );
      }),
  },
];
