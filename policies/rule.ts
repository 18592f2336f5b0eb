/**
 * What a rule is: a pure function from the graph and the settings to findings, and the words around it. One
 * set of rules serves the preview, an exported state and CrossGuard.
 */
import type { Graph } from "../graph/resource";
import type { Level } from "./level";
import type { PackSettings } from "./pack/settings";
import type { Subject } from "./subjects";

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
  /** What decides it can't be read (not known yet, secret, of a kind that isn't read): neither kept nor broken. */
  readonly unsure?: boolean;
  /** What stays the same when the words change, so that it is told as the same; the words, where it isn't said. */
  readonly key?: string;
}

export interface Rule {
  /** Kebab-case, final. */
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly severity: Severity;
  /** What it is about: where a graph has none of it, the rule has nothing to look at. */
  readonly about: readonly Subject[];
  /** One sentence a platform engineer would nod at. */
  readonly why: string;
  /** How to mend it, one sentence in the imperative. */
  readonly mend: string;
  /** The same for programs that have none of this one's settings; as `mend` where it isn't said. */
  readonly mendElsewhere?: string;
  /**
   * It holds one site, cloud or copy against the others. What is hostile isn't one of them, so that the rule sees the
   * rest alone; and as no second one may be left, and what takes a hostile one's power away must not wait for that, it
   * is advisory meanwhile.
   */
  readonly beside?: true;
  /** The same check in other tools, `kube-score: pod-probes`; empty where there is none. */
  readonly counterparts: readonly string[];
  /** Never throws, whatever the graph; where it can't tell it says so, in a finding that is `unsure`. */
  check(graph: Graph, settings: PackSettings): readonly Finding[];
}
