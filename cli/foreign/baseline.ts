/** The findings of a program as they are when redundancy.yaml is taken into use. */
import { stringify } from "yaml";
import type { Verdict } from "../../policies/pack/judge";
import type { BaselineEntry } from "../../policies/pack/redundancy";

/** Whatever their level: a rule that is made harder later blocks for what is new alone. */
export const baselineOf = ({ violations, ours }: Verdict): BaselineEntry[] =>
  ours ? [] : violations.map(({ rule, urn, key }) => ({ rule, urn, key }));

export const baselineText = (findings: readonly BaselineEntry[]): string =>
  `# Written by 'check --write-baseline': findings that were there. Take out what is mended.\n${stringify({ findings })}`;
