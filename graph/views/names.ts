/**
 * What the DNS authorities answer: each public name with its answers, their weights, their addresses and the
 * health checks behind them, read from Route 53's records and OCI's steering policies and record sets. Names that
 * are answered inside networks only are left out.
 */

import { route53Names } from "../clouds/aws/names";
import type { ProviderName } from "../clouds/contract";
import { ociNames } from "../clouds/oci/names";
import type { Graph, GraphResource } from "../resource";
import type { AddressView } from "./addresses";
import type { CheckView } from "./checks";
import type { ZoneView } from "./zones";

export { type CheckView, checksOf } from "./checks";
export { hostOf } from "./zones";

export interface AnswerView {
  /** The record, or the policy that holds the answer. */
  readonly resource: GraphResource;
  readonly name: string;
  readonly address: AddressView;
  /** A name or alias that it answers with instead of an address. */
  readonly target?: string;
  /** An alias that is left out while what it leads to is unwell. */
  readonly evaluatesTarget?: boolean;
  readonly weight?: number;
  /** Switched off, or dropped by a filter of its policy. */
  readonly disabled: boolean;
  /** The check that can take it out; undefined where there is none. */
  readonly check?: CheckView;
  /** Whether its address is exactly a target of that check; undefined where that can't be told. */
  readonly checkedExactly?: boolean;
}

/** How an authority picks among answers: by weight with checks, or a plain record set of all. */
export type Answering = "weighted" | "steering" | "plain" | "other";

export interface AuthorityView {
  readonly provider: ProviderName;
  readonly answering: Answering;
  readonly recordType: string;
  /** Seconds, the longest where there are several; none for aliases. */
  readonly ttl?: number;
  /** Every time to live that is given, each once; none where one of them isn't known. */
  readonly ttls: readonly number[];
  /** How many answers are given at a time, where a policy limits them. */
  readonly limit?: number;
  readonly answers: readonly AnswerView[];
  /** All resources that answer: records, or attachment, policy and record set beneath. */
  readonly resources: readonly GraphResource[];
  /** The zone that they are in, where it is in the graph. */
  readonly zone?: ZoneView;
  /** OCI: the policy that steers, the types of its rules in their order, and the monitor that it names. */
  readonly policy?: GraphResource;
  readonly ruleTypes?: readonly string[];
  readonly monitor?: CheckView;
  /** OCI: the plain record set that answers should the attachment be gone. */
  readonly beneath?: {
    readonly resource: GraphResource;
    readonly addresses: readonly AddressView[];
    readonly ttl?: number;
    readonly ttls: readonly number[];
  };
}

export interface NameView {
  /** Lower case, without a trailing dot. */
  readonly host: string;
  readonly authorities: readonly AuthorityView[];
}

/** Every name that is answered with addresses or other names, sorted. */
export function namesOf(graph: Graph): readonly NameView[] {
  const cached = views.get(graph);
  if (cached) return cached;
  const names = new Map<string, AuthorityView[]>();
  for (const [host, view] of [...route53Names(graph), ...ociNames(graph)]) {
    const authorities = names.get(host);
    if (authorities) authorities.push(view);
    else names.set(host, [view]);
  }
  const found = [...names]
    .map(([host, authorities]) => ({ host, authorities }))
    .sort((a, b) => (a.host < b.host ? -1 : 1));
  views.set(graph, found);
  return found;
}
const views = new WeakMap<Graph, readonly NameView[]>();
