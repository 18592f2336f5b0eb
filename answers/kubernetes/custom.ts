/** Kinds that a cluster's add-ons define. The SDK has no types for them: the table says what is known. */
import { kind } from "./object";

interface CustomKind {
  readonly namespaced: boolean;
  readonly required: Readonly<Record<string, true>>;
}

const namespaced: CustomKind = { namespaced: true, required: { spec: true } };
const clusterWide: CustomKind = { namespaced: false, required: { spec: true } };

const KINDS: Readonly<Record<string, Readonly<Record<string, CustomKind>>>> = {
  // EKS Auto Mode
  "eks.amazonaws.com/v1": { NodeClass: clusterWide, TargetGroupBinding: namespaced },
  "karpenter.sh/v1": { NodePool: clusterWide },
};

export const custom = Object.entries(KINDS).flatMap(([groupVersion, kinds]) =>
  Object.entries(kinds).map(([name, table]) =>
    kind<unknown, Record<string, unknown>>(groupVersion, name, { ...table, required: table.required }),
  ),
);
