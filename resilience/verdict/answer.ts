/** Met, missed or can't tell: what is said of a stack's survival as a whole, and why. */
import { andText } from "../../graph/words";
import type { Platform } from "../platform/platform";
import type { Untold } from "../platform/untold";
import type { Miss } from "./objectives";
import type { Verdicts } from "./verdicts";

export interface SurvivalAnswer {
  /** Met: what the objectives name was played, and nothing misses one. */
  readonly verdict: "met" | "missed" | "unknown";
  /** Sentences; empty where nothing needs saying. What is down before anything fails comes first. */
  readonly because: readonly string[];
  /** What is down or degraded before anything fails, of those sentences. */
  readonly before: readonly string[];
  /** Nothing at all is served, or nothing is known of what is: no figure is worth reading. */
  readonly nothing: boolean;
  readonly misses: readonly Miss[];
  /** Misses of capabilities of which something decisive can't be told. */
  readonly untold: readonly Miss[];
}

interface Played {
  readonly platform: Platform;
  readonly calm: Verdicts;
  readonly misses: readonly Miss[];
  readonly untold: readonly Untold[];
  /** What of the graph can't be known, whatever is asked. */
  readonly doubts: readonly string[];
}

export function answerOf({ platform, calm, misses: all, untold, doubts }: Played): SurvivalAnswer {
  const nothing = nothingServed(platform, calm);
  const isUntold = ({ capability }: Miss): boolean =>
    untold.some((one) => one.capability === undefined || one.capability === capability);
  const misses = all.filter((miss) => !isUntold(miss));
  const unsure = all.filter(isUntold);
  const before = nothing ? [nothing] : already(calm);
  const because = [
    ...before,
    ...(platform.objectives ? [] : ["No objectives are stated, so that none can be met."]),
    ...doubts.map((doubt) => `Can't tell ${doubt}.`),
    ...untoldText(untold),
  ];
  const isUnknown = nothing !== undefined || !platform.objectives || doubts.length > 0 || untold.length > 0;
  return {
    verdict: misses.length > 0 ? "missed" : isUnknown ? "unknown" : "met",
    because,
    before,
    nothing: nothing !== undefined,
    misses,
    untold: unsure,
  };
}

const NOTHING_SERVES =
  "Nothing is known of what it serves: no public name, entrance, machine, container service, function or workload of it stands in a region that can be told.";

/** Why there is nothing that a fault could take away. */
function nothingServed({ sites, capabilities }: Platform, calm: Verdicts): string | undefined {
  if (sites.length === 0) return NOTHING_SERVES;
  if (capabilities.length === 0) {
    return "No capability can be told: no workload carries the label twincloud.dev/capability.";
  }
  return Object.values(calm).every(({ state }) => state === "down")
    ? `Nothing is served, before anything fails: ${andText(Object.keys(calm))} ${capabilities.length === 1 ? "is" : "are"} down already.`
    : undefined;
}

/** What is down or degraded while nothing fails. */
function already(calm: Verdicts): string[] {
  return (["down", "degraded"] as const).flatMap((state) => {
    const names = Object.keys(calm).filter((name) => calm[name]?.state === state);
    if (names.length === 0) return [];
    return [`Before anything fails ${andText(names)} ${names.length === 1 ? "is" : "are"} ${state} already.`];
  });
}

const MOST_NAMED = 5;

function untoldText(untold: readonly Untold[]): string[] {
  const whats = [...new Set(untold.map(({ what }) => what))];
  if (whats.length === 0) return [];
  const named = whats.slice(0, MOST_NAMED);
  const more = whats.length - named.length;
  return [`Can't tell ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}, on which it hangs.`];
}
