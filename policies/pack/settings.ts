/**
 * What the rules are held to: the stack's own settings where it carries them (its output `twincloud`), else
 * the pack's configuration, else defaults that suit production. Pure.
 */
import type { Graph } from "../../graph/resource";
import type { RulesSettings } from "../../graph/rules-settings";
import { stackSettings } from "../../graph/stack-settings";
import type { Level } from "../level";
import type { BaselineEntry } from "./redundancy";

/** What a program that isn't ours can set, and ours may override. */
export interface PackConfig {
  /** Providers and regions that must serve each public capability. */
  readonly minProviders?: number;
  readonly minRegions?: number;
  readonly replicas?: number;
  readonly zones?: number;
  /** Country (ISO 3166-1 alpha-2, lower case) or `eu`; without one nothing is said about residency. */
  readonly jurisdiction?: string;
  /** Seconds. */
  readonly maxRtoSeconds?: number;
  /** Shares of the peak, 0 to 1. */
  readonly capacity?: { readonly atOnce: number; readonly then: number };
  /** Level by rule id; `disabled` switches one off. */
  readonly levels?: Readonly<Record<string, Level | "disabled">>;
}

export interface PackSettings {
  /** How many of a kind should run at a site; zones that a site should span. */
  readonly replicas: number;
  readonly zones: number;
  /** Whether the stack is of another program: what a service does by itself is no fault, and advice names no setting of ours. */
  readonly foreign?: true;
  /** Where exemptions stand: policies/exemptions.yaml, where it isn't said. */
  readonly exemptionsFile?: string;
  /** Findings that were known when the rules were taken into use. */
  readonly baseline?: readonly BaselineEntry[];
  readonly minProviders: number;
  readonly minRegions: number;
  readonly jurisdiction?: string;
  readonly maxRtoSeconds: number;
  readonly capacity: { readonly atOnce: number; readonly then: number };
  readonly levels: Readonly<Record<string, Level | "disabled">>;
  /** What the stack says of itself, where it is one of ours. */
  readonly stack?: RulesSettings;
  /** The present moment: drains and exemptions end. */
  readonly now: Date;
}

const defaults = {
  minProviders: 2,
  minRegions: 2,
  replicas: 3,
  zones: 3,
  maxRtoSeconds: 120,
  capacity: { atOnce: 0.6, then: 1 },
} as const;

export function packSettings(graph: Graph, now: Date, config: PackConfig = {}): PackSettings {
  const stack = stackSettings(graph);
  const jurisdiction = config.jurisdiction ?? stack?.jurisdiction;
  return {
    minProviders: config.minProviders ?? defaults.minProviders,
    minRegions: config.minRegions ?? defaults.minRegions,
    replicas: config.replicas ?? defaults.replicas,
    zones: config.zones ?? defaults.zones,
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    maxRtoSeconds: config.maxRtoSeconds ?? stack?.objectives.maxRtoSeconds ?? defaults.maxRtoSeconds,
    capacity: config.capacity ?? stack?.objectives.capacity ?? defaults.capacity,
    levels: config.levels ?? {},
    ...(stack === undefined ? {} : { stack }),
    now,
  };
}
