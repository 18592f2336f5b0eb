/** What deploying does to one resource that was there before, with all that is known of both its forms. */
import type { GraphResource } from "../../graph/resource";
import type { ChangedInput } from "../changes-model";
import type { Difference } from "./compare";
import type { EarlierResource } from "./earlier";

export type Step = UpdateStep | ReplaceStep | DeleteStep;

interface Changed {
  /** The URN that it has now. */
  readonly urn: string;
  readonly old: EarlierResource;
  readonly resource: GraphResource;
  readonly differences: readonly Difference[];
  readonly inputs: readonly ChangedInput[];
}

export interface UpdateStep extends Changed {
  readonly kind: "update";
}

export interface ReplaceStep extends Changed {
  readonly kind: "replace";
  readonly because: string;
}

export interface DeleteStep {
  readonly kind: "delete";
  readonly urn: string;
  readonly old: EarlierResource;
}
