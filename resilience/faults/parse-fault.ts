/** Faults as people write them: KIND:NAME[:MODE[:SHARE]]. */
import type { Platform } from "../platform/platform";
import { type Fault, type FaultKind, type FaultMode, fault, faultKinds, isBrownout } from "./fault";
import { kinds } from "./kinds";

/** A fault that can't be: the message names what there is. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}

/**
 * Reads `KIND:NAME[:MODE[:SHARE]]`.
 * @throws FaultError saying what was found, and what there is on this platform.
 */
export function parseFault(text: string, platform: Platform): Fault {
  const [kind = "", name = "", mode = "hard", share, ...more] = text.split(":");
  const fail = (found: string, wanted: string): never => {
    throw new FaultError(`fault ${JSON.stringify(text)}: ${found}; wanted ${wanted}`);
  };
  if (!isKind(kind)) return fail(`its kind is ${JSON.stringify(kind)}`, `one of ${faultKinds.join(", ")}`);
  const names = kinds[kind].names(platform);
  const known = kinds[kind].spelled?.(name) ?? name;
  if (!names.includes(known)) {
    return fail(
      `this platform has no ${kind} ${JSON.stringify(name)}`,
      names.length > 0 ? `one of ${names.join(", ")}` : `another kind, as it has no ${kind} at all`,
    );
  }
  const { modes } = kinds[kind];
  if (!modes.includes(mode as FaultMode)) {
    return fail(`its mode is ${JSON.stringify(mode)}`, `${modes.join(" or ")} for a ${kind}`);
  }
  if (more.length > 0) return fail("it has too many parts", "KIND:NAME[:MODE[:SHARE]]");
  if (!isBrownout(mode as FaultMode)) {
    if (share !== undefined) return fail(`a share of ${share}`, "a share for a brownout only");
    return fault(kind, known, mode as FaultMode);
  }
  const number = share === undefined || share.trim() === "" ? Number.NaN : Number(share);
  if (!(number > 0 && number <= 1)) {
    return fail(
      `its share is ${JSON.stringify(share ?? "")}`,
      "the share of requests that fail, over 0 and up to 1",
    );
  }
  return fault(kind, known, mode as FaultMode, number);
}

const isKind = (kind: string): kind is FaultKind => (faultKinds as readonly string[]).includes(kind);
