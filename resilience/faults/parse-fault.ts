/**
 * Faults as people write them: KIND:NAME[:MODE[:SHARE]], of what comes and goes KIND:NAME[:SECONDS]; and scenarios:
 * faults at their times, FAULT[@START[-END]], joined by +.
 */
import type { Platform } from "../platform/platform";
import {
  comingAndGoing,
  type Fault,
  type FaultKind,
  type FaultMode,
  fault,
  faultKinds,
  isPartial,
  type TimedFault,
} from "./fault";
import type { Kind } from "./kind";
import { kinds } from "./kinds";

/** A fault that can't be: the message names what there is. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}

/** Throws what was found and what is wanted. */
type Fail = (found: string, wanted: string) => never;

const failAt =
  (text: string): Fail =>
  (found, wanted) => {
    throw new FaultError(`fault ${JSON.stringify(text)}: ${found}; wanted ${wanted}`);
  };

/**
 * Reads `KIND:NAME[:MODE[:SHARE]]`.
 * @throws FaultError saying what was found, and what there is on this platform.
 */
export function parseFault(text: string, platform: Platform): Fault {
  const [kind = "", name = "", ...rest] = text.split(":");
  const fail = failAt(text);
  if (!isKind(kind)) return fail(`its kind is ${JSON.stringify(kind)}`, `one of ${faultKinds.join(", ")}`);
  const names = kinds[kind].names(platform);
  const known = kinds[kind].spelled?.(name) ?? name;
  if (!names.includes(known)) {
    return fail(
      `this platform has no ${kind} ${JSON.stringify(name)}`,
      names.length > 0 ? `one of ${names.join(", ")}` : `another kind, as it has no ${kind} at all`,
    );
  }
  if (kinds[kind].isPeriodic) return periodic(kind, known, rest, fail);
  const [mode = "hard", share, ...more] = rest;
  const { modes } = kinds[kind];
  if (!isModeOf(modes, mode)) {
    return fail(`its mode is ${JSON.stringify(mode)}`, `${modes.join(" or ")} for a ${kind}`);
  }
  if (more.length > 0) return fail("it has too many parts", "KIND:NAME[:MODE[:SHARE]]");
  if (!isPartial(mode)) {
    if (share !== undefined) return fail(`a share of ${share}`, "a share for a brownout only, or for slow");
    return fault(kind, known, mode);
  }
  const number = numberIn(share);
  if (!(number > 0 && number <= 1)) {
    return fail(
      `its share is ${JSON.stringify(share ?? "")}`,
      "the share of requests that fail, over 0 and up to 1",
    );
  }
  return fault(kind, known, mode, number);
}

/** Rounds shorter than this tell nobody more, and a day of them would take long to play. */
const SHORTEST_PERIOD = 10;

function periodic(kind: FaultKind, name: string, [period, ...more]: readonly string[], fail: Fail): Fault {
  if (more.length > 0) return fail("it has too many parts", "KIND:NAME[:SECONDS]");
  if (period === undefined) return comingAndGoing(kind, name);
  const seconds = numberIn(period);
  if (!(seconds >= SHORTEST_PERIOD && seconds <= 86_400)) {
    return fail(
      `a round takes ${JSON.stringify(period)}`,
      `seconds from one loss to the next, ${SHORTEST_PERIOD} to 86400`,
    );
  }
  return comingAndGoing(kind, name, seconds);
}

/**
 * Reads `FAULT[@START[-END]][+...]`: seconds from the scenario's beginning; from 0 on and for as long as it is followed,
 * where no times are given.
 * @throws FaultError saying what was found, and what there is on this platform.
 */
export function parseTimedFaults(text: string, platform: Platform): TimedFault[] {
  return text.split("+").map((one) => {
    const at = one.lastIndexOf("@");
    const found = parseFault(at < 0 ? one : one.slice(0, at), platform);
    if (at < 0) return { fault: found, start: 0 };
    const times = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/.exec(one.slice(at + 1));
    const fail = failAt(one);
    if (!times)
      return fail(`its times are ${JSON.stringify(one.slice(at + 1))}`, "@START or @START-END, in seconds");
    const [start, end] = [Number(times[1]), times[2] === undefined ? undefined : Number(times[2])];
    if (end === undefined) return { fault: found, start };
    if (end <= start) return fail(`it ends at ${end}`, `an end after its start at ${start}`);
    return { fault: found, start, end };
  });
}

const numberIn = (text: string | undefined): number =>
  text === undefined || text.trim() === "" ? Number.NaN : Number(text);

const isKind = (kind: string): kind is FaultKind => (faultKinds as readonly string[]).includes(kind);

const isModeOf = (modes: Kind["modes"], mode: string): mode is FaultMode =>
  (modes as readonly string[]).includes(mode);
