/** How long an authority takes to find that an address is unwell, from its check and from what the authority does. */
import type { CheckView } from "./checks";

/** What an authority does where a check says nothing of it. */
export interface CheckHabits {
  /** Seconds between probes; undefined where a check has to say it. */
  readonly intervalSeconds?: number;
  /** Probes in a row that must fail. */
  readonly threshold: number;
  /** Seconds in which a probe gives up an address that doesn't answer; undefined where the check's own time-out says so. */
  readonly connectSeconds?: number;
}

export interface CheckTiming {
  readonly threshold: number;
  /** Seconds from the end of one probe to the next: both providers count so. */
  readonly intervalSeconds: number;
  /** Seconds that a probe of an address that doesn't answer takes. */
  readonly hangSeconds: number;
}

/** Undefined where the interval can't be told. */
export function timingOf(
  { intervalSeconds, timeoutSeconds, threshold }: Partial<CheckView>,
  habits: CheckHabits,
): CheckTiming | undefined {
  const interval = intervalSeconds ?? habits.intervalSeconds;
  if (interval === undefined) return undefined;
  return {
    threshold: threshold ?? habits.threshold,
    intervalSeconds: interval,
    // A probe may take as long as its interval where nothing else is said.
    hangSeconds: habits.connectSeconds ?? timeoutSeconds ?? interval,
  };
}

/** Longest time until an address that answers nothing is found unwell: every probe waits in vain. */
export const deadAfterSeconds = ({ threshold, intervalSeconds, hangSeconds }: CheckTiming): number =>
  threshold * (intervalSeconds + hangSeconds);

/** Longest time until an address that refuses or answers an error is found unwell, or one that is well again, well. */
export const changedAfterSeconds = ({ threshold, intervalSeconds }: CheckTiming): number =>
  threshold * intervalSeconds;

/** Whether a check of this kind asks an address itself, and is no sum of others or of a metric. */
export const asksAnAddress = (protocol: string): boolean => /^(HTTPS?|TCP)(_|$)/.test(protocol);
