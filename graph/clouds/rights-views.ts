/** What somebody may do at a cloud, whichever it is. */
import type { GraphResource } from "../resource";
import type { StoreView } from "./views";

/** Pods that ask a cloud for something. */
export interface Caller {
  /** As messages call it: `upload of aws-us-east-2`. */
  readonly name: string;
  /** What is to be mended where it is nobody to the cloud. */
  readonly resource: GraphResource;
  /** The cluster that the pods are of. */
  readonly cluster: GraphResource;
  readonly namespace: string;
  readonly account: string;
  /** The environment of its containers, where it is plain. */
  readonly environment: ReadonlyMap<string, string>;
  /** Audiences of the tokens that its pods mount. */
  readonly audiences: ReadonlySet<string>;
}

/** What is done with objects of a store; `list` is of the store whole. */
export type Act = "list" | "read" | "create";

export interface StoreRight {
  readonly act: Act;
  readonly store: StoreView;
  /** Keys begin with it. */
  readonly prefix: string;
}

/** Why something may not be done, as the rest of a sentence about a resource; undefined where it may. */
export type Refusal =
  | { readonly at: GraphResource; readonly because: string; readonly unsure?: true }
  | undefined;

/** More than anybody needs, as the rest of a sentence about a resource. */
export interface Excessive {
  readonly at: GraphResource;
  readonly found: string;
  readonly wanted: string;
  /** It is more than is needed, and puts nothing at risk that must stay. */
  readonly mild?: true;
}
