/** Figures of verdicts without their reasons, for who asks thousands of times. */
import { type Effects, effectsOf } from "../faults/effects";
import { type Exposure, keysOf } from "../faults/exposure";
import type { Fault } from "../faults/faults";
import { heldFigures } from "./compare";
import type { BriefVerdict } from "./figures";
import { type Model, Moment } from "./verdicts";

export class Briefs {
  readonly #model: Model;
  readonly #exposures: readonly Exposure[];
  readonly #known: readonly Map<string, BriefVerdict>[];
  readonly #all: readonly number[];
  readonly #asked: Set<string> | undefined;
  readonly #read: readonly Map<string, ReadonlySet<string>>[];

  /**
   * @param exposures by the places of capabilities.
   * @param asked what of the platform's assumptions was asked for: emptied, so that it tells what each answer hangs on.
   */
  constructor(model: Model, exposures: readonly Exposure[], asked?: Set<string>) {
    this.#asked = asked;
    this.#read = exposures.map(() => new Map());
    this.#model = model;
    this.#exposures = exposures;
    this.#known = exposures.map(() => new Map());
    this.#all = [...exposures.keys()];
  }

  /** Under some effects, in the order of the places asked for; what a capability can't tell apart is worked out once. */
  under(effects: Effects, places: readonly number[] = this.#all): BriefVerdict[] {
    const keys = keysOf(this.#model.platform, effects, this.#exposures);
    const found: BriefVerdict[] = [];
    let moment: Moment | undefined;
    for (const place of places) {
      const key = keys[place] as string;
      let verdict = this.#known[place]?.get(key);
      if (!verdict) {
        // What capabilities share would be counted as the first one's alone.
        if (this.#asked) moment = undefined;
        this.#asked?.clear();
        moment ??= new Moment(this.#model, effects);
        verdict = moment.figures(place);
        this.#known[place]?.set(key, verdict);
        if (this.#asked) this.#read[place]?.set(key, new Set(this.#asked));
      }
      found.push(verdict);
    }
    return found;
  }

  /** Which assumptions were asked for when the figures of one capability were worked out; empty where nobody watched. */
  readFor(effects: Effects, place: number): ReadonlySet<string> {
    const key = keysOf(this.#model.platform, effects, this.#exposures)[place] as string;
    return this.#read[place]?.get(key) ?? new Set();
  }

  /** Of faults that begin together and last, never better than while nothing fails. */
  of(faults: readonly Fault[], places: readonly number[] = this.#all): BriefVerdict[] {
    const calm = this.under(this.#model.calm, places);
    return this.under(effectsOf(this.#model.platform, faults), places).map((own, at) =>
      heldFigures(own, calm[at] as BriefVerdict),
    );
  }
}
