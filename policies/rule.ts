/**
 * What a rule is: a pure function from the graph and the settings to findings, and the words around it. One
 * set of rules serves the preview, an exported state and CrossGuard.
 */
import type { Graph } from "../graph/resource";
import type { Level } from "./level";
import type { PackSettings } from "./pack/settings";

export type Severity = "critical" | "high" | "medium" | "low";

export interface Finding {
  /** The resource to mend, or the stack's own where it is about no single one. */
  readonly urn: string;
  /** What was found, as the rest of a sentence about the resource: `has one replica`. */
  readonly found: string;
  /** What was wanted: `three or more`. */
  readonly wanted: string;
  /** Where it is milder than the rule's own: what the stack's settings chose, for one. */
  readonly level?: Level;
  /** What stays the same when the words change, so that it is told as the same; the words, where it isn't said. */
  readonly key?: string;
}

export interface Rule {
  /** Kebab-case, final. */
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly severity: Severity;
  /** One sentence a platform engineer would nod at. */
  readonly why: string;
  /** How to mend it, one sentence in the imperative. */
  readonly mend: string;
  /** The same check in other tools, `kube-score: pod-probes`; empty where there is none. */
  readonly counterparts: readonly string[];
  /** Never throws, whatever the graph; fails closed where it can't tell. */
  check(graph: Graph, settings: PackSettings): readonly Finding[];
}
