/** What the survival model says that each kind of client is served, with a drill's times. Pure. */
import type { Dependency } from "../../graph/dependencies";
import { effectsOf } from "../../resilience/faults/effects";
import { type Scenario, unfolded } from "../../resilience/faults/scenarios";
import type { Platform } from "../../resilience/platform/platform";
import {
  type Line,
  modelOf,
  type Verdict,
  type Verdicts,
  verdictsOf,
} from "../../resilience/verdict/verdicts";
import { noticing, noticingFactors } from "./noticing";

/** How a kind of client behaves, as far as the model can tell kinds apart. */
export interface ClientHabits {
  /** Whether it keeps its connection between two requests. */
  readonly keeps: boolean;
  /** How often it asks for one thing in all, within its patience. */
  readonly attempts: number;
  /** Whether it chooses the site by itself, whatever DNS says. */
  readonly races?: boolean;
}

export interface Prediction {
  /** Seconds since the fault; null where it isn't back for as long as the scenario is followed. */
  readonly rtoSeconds: number | null;
  /** Share that is served lastingly. */
  readonly served: number;
  /** Served share over time: straight from point to point, two points at one time for a jump. */
  readonly curve: Line;
  /**
   * Where an edge notices by failures: the curves had these come sooner or later, each as likely as the others. At one place
   * stand those of one moment, and capabilities notice each by itself.
   */
  readonly alike?: readonly Line[];
  readonly because: readonly string[];
}

export type Predictions = Readonly<Record<string, Readonly<Record<string, Prediction>>>>;

/** A part of a capability's requests that is served without something that the capability needs. */
export interface Lighter {
  readonly capability: string;
  readonly without: Dependency;
  /** Of its requests, 0 to 1. */
  readonly share: number;
}

/**
 * Predictions by capability and kind of client, of capabilities with a public name.
 * @param platform with the drill's times
 * @param minServedShare from which service counts as back, 0 to 1
 * @param lighter what of the load asks for less than its capability needs
 */
export function predictionsOf(
  platform: Platform,
  scenario: Scenario,
  kinds: Readonly<Record<string, ClientHabits>>,
  minServedShare: number,
  lighter?: Lighter,
): Predictions {
  const predicted = (given: Platform) => meanPredictionsOf(given, scenario, kinds, minServedShare, lighter);
  const variants = noticingFactors.map((factor) => predicted(noticing(platform, factor)));
  return Object.fromEntries(
    Object.entries(predicted(platform)).map(([capability, byKind], place) => [
      capability,
      Object.fromEntries(
        Object.entries(byKind).map(([kind, prediction]) => {
          const curves = variants.map((variant) => variant[capability]?.[kind]?.curve ?? prediction.curve);
          return [kind, withAlike(prediction, curves, place)];
        }),
      ),
    ]),
  );
}

/** @param place of the capability among them all: each has an order of its own, so that they aren't late together */
function withAlike(prediction: Prediction, curves: readonly Line[], place: number): Prediction {
  const own = JSON.stringify(prediction.curve);
  if (curves.every((curve) => JSON.stringify(curve) === own)) return prediction;
  const step = 1 + (place % (curves.length - 1));
  const alike = curves.map((_, index) => curves[(index * step + place) % curves.length] as Line);
  return { ...prediction, alike };
}

function meanPredictionsOf(
  platform: Platform,
  scenario: Scenario,
  kinds: Readonly<Record<string, ClientHabits>>,
  minServedShare: number,
  lighter?: Lighter,
): Predictions {
  const whole = predictionsFor(platform, scenario, kinds, minServedShare);
  if (!lighter) return whole;
  const { capability, share } = lighter;
  const own = whole[capability];
  const light = predictionsFor(withoutNeed(platform, lighter), scenario, kinds, minServedShare)[capability];
  if (!own || !light) return whole;
  const mixed = Object.entries(own).map(([kind, prediction]): [string, Prediction] => {
    const other = light[kind] ?? prediction;
    return [kind, mixOf(prediction, other, share, minServedShare)];
  });
  return { ...whole, [capability]: Object.fromEntries(mixed) };
}

/** What is needed becomes what is preferred: an edge that watches it does so still. */
function withoutNeed(platform: Platform, { capability, without }: Lighter): Platform {
  return {
    ...platform,
    capabilities: platform.capabilities.map((plan) =>
      plan.name === capability && plan.needs.includes(without)
        ? {
            ...plan,
            needs: plan.needs.filter((need) => need !== without),
            prefers: [...plan.prefers, without],
          }
        : plan,
    ),
  };
}

function mixOf(whole: Prediction, light: Prediction, share: number, minServedShare: number): Prediction {
  const times = [...new Set([...whole.curve, ...light.curve].map(([at]) => at))].sort((a, b) => a - b);
  const curve = times.flatMap((at): (readonly [number, number])[] =>
    (["before", "after"] as const).map((side) => {
      const [a, b] = [valueAt(whole.curve, at, side), valueAt(light.curve, at, side)];
      return [at, (1 - share) * a + share * b];
    }),
  );
  const served = (1 - share) * whole.served + share * light.served;
  const rtoSeconds = served < minServedShare ? null : backAt(curve, minServedShare);
  return { rtoSeconds, served, curve, because: whole.because };
}

function predictionsFor(
  platform: Platform,
  scenario: Scenario,
  kinds: Readonly<Record<string, ClientHabits>>,
  minServedShare: number,
): Predictions {
  const keeping = verdictsOf(modelOf(platform), scenario);
  const asking = verdictsOf(modelOf(neverKeeping(platform)), scenario);
  const isSilent = silentIn(platform, scenario);
  const named = platform.capabilities.filter(({ host }) => host !== undefined);
  return Object.fromEntries(
    named.map(({ name }) => [
      name,
      Object.fromEntries(
        Object.entries(kinds).map(([kind, habits]) => [
          kind,
          predictionOf(
            verdictFor(name, habits.keeps ? keeping : asking),
            verdictFor(name, asking),
            habits,
            minServedShare,
            isSilent,
          ),
        ]),
      ),
    ]),
  );
}

function verdictFor(name: string, verdicts: Verdicts): Verdict {
  const found = verdicts[name];
  if (!found) throw new Error(`the model says nothing of ${name}`);
  return found;
}

/** Each request comes on a connection of its own: pauses are longer than any edge keeps one. */
const neverKeeping = (platform: Platform): Platform => ({
  ...platform,
  assumptions: { ...platform.assumptions, requestSpacingSeconds: 1e9 },
});

/** Whether a site says nothing at a time: who asks there waits for its whole patience. */
type IsSilent = (site: number, at: number) => boolean;

/** @param fresh of who looks the name up anew */
function predictionOf(
  verdict: Verdict,
  fresh: Verdict,
  { attempts, races }: ClientHabits,
  minServedShare: number,
  isSilent: IsSilent,
): Prediction {
  const { rtoSeconds, served, timeline, because } = verdict;
  if (attempts === 1 && !races) return { rtoSeconds, served, curve: timeline, because };
  const curve = races ? raced(verdict) : tried(verdict, fresh, attempts, isSilent);
  const last = curve.at(-1)?.[1] ?? 1;
  return { rtoSeconds: backAt(curve, minServedShare), served: last, curve, because };
}

/**
 * Who races sites is served as those are at the site that serves best: within its patience, as a silent site costs it a second
 * or so. Where a site fails a part of its requests, that is a little too much: some are spent until it is left.
 */
function raced({ timeline, flows }: Verdict): Line {
  return timeline.map(([at], index): readonly [number, number] => {
    const side = timeline[index + 1]?.[0] === at ? "before" : "after";
    const shares = flows.flatMap(({ arriving, served }) => {
      const come = valueAt(arriving, at, side);
      return come > 0 ? [Math.min(1, valueAt(served, at, side) / come)] : [];
    });
    return [at, Math.max(0, ...shares)];
  });
}

/**
 * Who asks again looks the name up first, so that its second try goes where answers lead now, and the third to the same
 * site, as answers are cached for longer than that takes. At a silent site the first takes a client's whole patience, and
 * what comes after that comes too late.
 */
function tried({ timeline, flows }: Verdict, fresh: Verdict, attempts: number, isSilent: IsSilent): Line {
  const at = (line: Line, time: number, side: "before" | "after") => valueAt(line, time, side);
  return timeline.map(([time], index): readonly [number, number] => {
    // Of two points at one time the first ends what was before.
    const side = timeline[index + 1]?.[0] === time ? "before" : "after";
    const sites = (given: Verdict["flows"]) =>
      given.map(({ arriving, served }, site) => {
        const come = at(arriving, time, side);
        const well = come > 0 ? Math.min(1, at(served, time, side) / come) : 0;
        return { come, well, silent: isSilent(site, side === "before" ? time - JUST_BEFORE : time) };
      });
    let again = 0;
    for (const { come, well, silent } of sites(fresh.flows))
      again += come * (silent ? well : 1 - (1 - well) ** (attempts - 1));
    let sum = 0;
    for (const { come, well, silent } of sites(flows))
      sum += come * (well + (silent ? 0 : (1 - well) * again));
    return [time, sum];
  });
}

const JUST_BEFORE = 1e-6;

/** While a site is lost as a whole, or a zone of it, whatever fault takes it. */
function silentIn(platform: Platform, { faults }: Scenario): IsSilent {
  const parts = unfolded(platform, faults);
  const spans = platform.sites.map((_, site) =>
    parts.filter(({ fault }) => {
      const { siteDown, zonesDown } = effectsOf(platform, [fault]);
      return siteDown[site] === true || (zonesDown[site]?.size ?? 0) > 0;
    }),
  );
  return (site, at) =>
    (spans[site] ?? []).some(({ start, end = Number.POSITIVE_INFINITY }) => start <= at && at < end);
}

/** A line's value at a time, before or after a jump there. */
export function valueAt(line: Line, time: number, side: "before" | "after" = "after"): number {
  const isPast = ([at]: readonly [number, number]) => (side === "after" ? at > time : at >= time);
  const next = line.findIndex(isPast);
  if (next === 0) return line[0]?.[1] ?? 0;
  const before = line[(next < 0 ? line.length : next) - 1] as readonly [number, number];
  const after = next < 0 ? undefined : (line[next] as readonly [number, number]);
  if (!after || after[0] === before[0]) return before[1];
  return before[1] + ((after[1] - before[1]) * (time - before[0])) / (after[0] - before[0]);
}

/** When a curve is at a share for good; 0 where it never left, null where it ends below. */
export function backAt(curve: Line, share: number): number | null {
  for (let index = curve.length - 1; index >= 0; index--) {
    const [at, served] = curve[index] as readonly [number, number];
    if (served >= share || at < 0) continue;
    const next = curve[index + 1];
    if (!next) return null;
    const [end, above] = next;
    return above <= served ? end : at + ((end - at) * (share - served)) / (above - served);
  }
  return 0;
}
