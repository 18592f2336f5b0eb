/** All combinations that are known to be refused, the clouds' and those of Kubernetes itself. */
import { clouds } from "./clouds";
import type { Combination } from "./combination";
import { kubernetesCombinations } from "./kubernetes/combinations";

export const combinations: readonly Combination[] = [
  ...Object.values(clouds).flatMap((cloud) => cloud.combinations),
  ...kubernetesCombinations,
];

/** Every type that one of them looks at. */
export const combinedTypes: ReadonlySet<string> = new Set(
  combinations.flatMap(({ subjects, others }) => [...subjects, ...others]),
);
