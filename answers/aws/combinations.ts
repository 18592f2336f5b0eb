/** What AWS's services refuse that no single resource's inputs show. */
import type { Combination } from "../combination";
import { alarmCombinations } from "./combined-alarms";
import { balancerCombinations } from "./combined-balancers";
import { bucketCombinations } from "./combined-buckets";
import { dnsCombinations } from "./combined-dns";

export const combinations: readonly Combination[] = [
  ...balancerCombinations,
  ...bucketCombinations,
  ...alarmCombinations,
  ...dnsCombinations,
];
