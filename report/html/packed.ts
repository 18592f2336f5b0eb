/**
 * The page's data as the page holds it: each verdict, set of flows and reason once, as many scenarios have the same, and
 * curves as steps from point to point. `client-data.js` unpacks it; nothing is lost on the way.
 */
import type { CurveUse } from "./curves";
import type { PageData, PageScenario, PageVerdict } from "./data";

type Place = number;
/** By the place of the capability; null where nothing is said of it. */
type Places = readonly (Place | null)[];
type PackedScenario = Omit<PageScenario, "verdicts" | "silences" | "touchesNothing" | "covered"> & {
  readonly verdicts: Places;
  readonly silences?: PageScenario["silences"];
  readonly touchesNothing?: true;
  readonly covered?: true;
};

export interface PackedData extends Omit<PageData, "calm" | "scenarios" | "curves"> {
  /** Seconds and share by turns, in tenths and ten-thousandths, each as what it is more than the one before. */
  readonly steps: readonly (readonly number[])[];
  readonly reasons: readonly string[];
  readonly uses: readonly CurveUse[];
  /** For each site by turns what arrives and what is served: places in the uses. */
  readonly flows: readonly (readonly Place[])[];
  /** What each verdict's list holds; its reasons and flows come after, as places. */
  readonly figures: readonly string[];
  readonly verdicts: readonly (readonly unknown[])[];
  readonly calm: Places;
  readonly scenarios: readonly PackedScenario[];
}

/** Things that are equal are kept once, at the place that is told. */
class Once<T> {
  readonly all: T[] = [];
  readonly #places = new Map<string, Place>();

  place(one: T): Place {
    const key = JSON.stringify(one);
    const place = this.#places.get(key) ?? this.all.push(one) - 1;
    this.#places.set(key, place);
    return place;
  }
}

const figures = [
  ...["state", "rtoSeconds", "served", "rpoSeconds", "capacity", "stalenessSeconds", "lastingAt", "end"],
] as (keyof PageVerdict)[];

export function packed({ curves, calm, scenarios, ...data }: PageData): PackedData {
  const reasons = new Once<string>();
  const uses = new Once<CurveUse>();
  const flows = new Once<readonly Place[]>();
  const verdicts = new Once<readonly unknown[]>();
  const verdictOf = (verdict: PageVerdict | undefined): Place | null =>
    verdict === undefined
      ? null
      : verdicts.place([
          ...figures.map((name) => verdict[name]),
          verdict.evidence,
          verdict.because.map((reason) => reasons.place(reason)),
          flows.place(verdict.flows.flat().map((use) => uses.place(use))),
        ]);
  const placesOf = (own: PageData["calm"]): Places => data.capabilities.map((name) => verdictOf(own[name]));
  return {
    ...data,
    calm: placesOf(calm),
    scenarios: scenarios.map(({ silences, touchesNothing, covered, ...scenario }) => ({
      ...scenario,
      ...(silences.length > 0 ? { silences } : {}),
      ...(touchesNothing ? { touchesNothing } : {}),
      ...(covered ? { covered } : {}),
      verdicts: placesOf(scenario.verdicts),
    })),
    steps: curves.map(stepsOf),
    reasons: reasons.all,
    uses: uses.all,
    flows: flows.all,
    figures,
    verdicts: verdicts.all,
  };
}

/** Curves have no more digits than that. */
function stepsOf(curve: readonly number[]): number[] {
  const whole = curve.map((value, place) => Math.round(value * (place % 2 === 0 ? 10 : 1e4)));
  return whole.map((value, place) => value - (whole[place - 2] ?? 0));
}
