/** Scenarios: faults with times. */

import type { Platform } from "../platform/platform";
import type { Fault, TimedFault } from "./fault";
import { faultTitle, objectiveKind } from "./faults";
import { kinds } from "./kinds";

export type { TimedFault };

export interface Scenario {
  readonly id: string;
  /** A kind of fault as objectives name them, `pair`, `incident` or `custom`. */
  readonly kind: string;
  readonly title: string;
  readonly faults: readonly TimedFault[];
}

export function scenarioOf(fault: Fault): Scenario {
  return {
    id: fault.id,
    kind: objectiveKind(fault),
    title: faultTitle(fault),
    faults: [{ fault, start: 0 }],
  };
}

/** Faults that begin together. */
export const together = (faults: readonly Fault[], kind = "custom"): Scenario =>
  inTime(
    faults.map((fault) => ({ fault, start: 0 })),
    kind,
  );

/** Faults at their times; which is named first makes no difference. */
export function inTime(faults: readonly TimedFault[], kind = "custom"): Scenario {
  const sorted = [...faults].sort((a, b) => {
    const [x, y] = [timedId(a), timedId(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  });
  return {
    id: sorted.map(timedId).join("+"),
    kind,
    title: sorted.map((timed, i) => (i === 0 ? titleOf(timed) : lowerFirst(titleOf(timed)))).join(" and "),
    faults: sorted,
  };
}

/** `site:oci-us-ashburn-1@0-7200`; without times from the beginning on. */
export const timedId = ({ fault, start, end }: TimedFault): string =>
  start === 0 && end === undefined ? fault.id : `${fault.id}@${start}${end === undefined ? "" : `-${end}`}`;

function titleOf({ fault, start, end }: TimedFault): string {
  if (start === 0 && end === undefined) return faultTitle(fault);
  return `${faultTitle(fault)} from ${start} s ${end === undefined ? "on" : `to ${end} s`}`;
}

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** The faults that a scenario is made of in the end, each the same for as long as it lasts. */
export const unfolded = (platform: Platform, faults: readonly TimedFault[]): readonly TimedFault[] =>
  faults.some(({ fault }) => kinds[fault.kind].unfold)
    ? faults.flatMap((timed) => kinds[timed.fault.kind].unfold?.(platform, timed) ?? [timed])
    : faults;

/** A stretch in which something comes and goes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** When what comes and goes by itself does so: what is back in between isn't back for good. */
export const spansOf = (platform: Platform, faults: readonly TimedFault[]): Span[] =>
  faults.flatMap((timed) => {
    const { isPeriodic, unfold } = kinds[timed.fault.kind];
    const parts = isPeriodic ? (unfold?.(platform, timed) ?? []) : [];
    const end = Math.max(timed.start, ...parts.map((part) => part.end ?? part.start));
    return isPeriodic ? [{ start: timed.start, end }] : [];
  });
