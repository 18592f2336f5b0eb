/** Scenarios: faults with times. */

import { type Fault, faultTitle, objectiveKind } from "./faults";

export interface TimedFault {
  readonly fault: Fault;
  /** Seconds from the scenario's beginning. */
  readonly start: number;
  /** Without one it goes on for as long as the scenario is followed. */
  readonly end?: number;
}

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
export function together(faults: readonly Fault[], kind = "custom"): Scenario {
  const sorted = [...faults].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return {
    id: sorted.map(({ id }) => id).join("+"),
    kind,
    title: sorted
      .map((fault, i) => (i === 0 ? faultTitle(fault) : lowerFirst(faultTitle(fault))))
      .join(" and "),
    faults: sorted.map((fault) => ({ fault, start: 0 })),
  };
}

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
