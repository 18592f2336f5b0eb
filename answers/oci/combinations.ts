/** What OCI's services refuse that no single resource's inputs show. */
import type { Combination } from "../combination";
import { dnsCombinations } from "./combined-dns";
import { identityCombinations } from "./combined-identity";
import { nodeCombinations } from "./combined-nodes";
import { serviceCombinations } from "./combined-services";
import { storageCombinations } from "./combined-storage";

export const combinations: readonly Combination[] = [
  ...storageCombinations,
  ...identityCombinations,
  ...nodeCombinations,
  ...serviceCombinations,
  ...dnsCombinations,
];
