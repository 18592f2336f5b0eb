/** A platform made ready to be asked what survives: each fault alone, several at their times, all pairs, past outages. */
import { type Overrides, watched } from "../assumptions";
import { effectsOf } from "../faults/effects";
import { type Exposure, exposureOf, keysOf } from "../faults/exposure";
import { sitesAlone } from "../faults/fault";
import { type Fault, fault, faultTitle, singleFaults } from "../faults/faults";
import type { Incident } from "../faults/incident";
import { kinds } from "../faults/kinds";
import { replay, transposed } from "../faults/replay";
import { type Scenario, scenarioOf, type TimedFault, unfolded } from "../faults/scenarios";
import { type Assuming, assumingOf } from "../platform/assuming";
import type { Platform } from "../platform/platform";
import type { Untold } from "../platform/untold";
import { Briefs } from "./briefs";
import { heldFigures, heldTo } from "./compare";
import type { BriefVerdict } from "./figures";
import { type Detail, type Model, modelOf, type Verdict, type Verdicts, verdictsOf } from "./verdicts";

export interface ScenarioResult {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly faults: readonly (Fault & { readonly startSeconds: number; readonly endSeconds?: number })[];
  /** Whether the objectives name its kind: what they don't name is played and held to nothing. */
  readonly covered: boolean;
  readonly verdicts: Verdicts;
  /** Of an outage of the past: nothing of this platform stood where it was. That is not surviving it. */
  readonly touchesNothing?: boolean;
  /** The outage of the past that this is, moved to where this platform stands. */
  readonly transposedFrom?: string;
  /** Authorities that are silent, by provider, and when. */
  readonly silences: readonly Silence[];
}

export interface Silence {
  readonly provider: string;
  readonly startSeconds: number;
  readonly endSeconds?: number;
}

/** What of the graph behind a platform can't be read. */
export interface Unread {
  readonly untold: readonly Untold[];
  readonly doubts: readonly string[];
}

/** A platform with what has been found out about it, so that a pair needn't ask again for each of its parts. */
export class Survey {
  readonly platform: Platform;
  readonly unread: Unread;
  readonly #model: Model;
  readonly #known = new Map<string, Verdicts>();
  /** By the places of capabilities, by what each feels of a fault. */
  readonly #alike: readonly Map<string, Verdict>[];
  readonly #exposures: readonly Exposure[];
  readonly #atDemand = new Map<number, Survey>();

  readonly #briefs: Briefs;
  readonly #other: Assuming;
  #watching: { readonly briefs: Briefs; readonly calm: ReadonlySet<string> } | undefined;

  /**
   * @param other what the platform is where something else is assumed.
   * @param detail what verdicts tell.
   */
  constructor(
    platform: Platform,
    unread: Unread = { untold: [], doubts: [] },
    other: Assuming = assumingOf(platform),
    private readonly detail: Detail = "why",
  ) {
    this.platform = platform;
    this.unread = unread;
    this.#other = other;
    this.#model = modelOf(platform);
    this.#exposures = platform.capabilities.map((_, place) => exposureOf(platform, place));
    this.#alike = platform.capabilities.map(() => new Map());
    this.#briefs = new Briefs(this.#model, this.#exposures);
  }

  /** The same platform while users demand another share of the peak: figures and curves, without reasons. */
  atDemand(demandShare: number): Survey {
    const { platform, unread } = this;
    if (demandShare === platform.assumptions.demandShare) return this;
    const known = this.#atDemand.get(demandShare);
    if (known) return known;
    const at = (other: Platform) => ({ ...other, assumptions: { ...other.assumptions, demandShare } });
    const { assuming, readWith } = this.#other;
    const overrides: Assuming = { readWith, assuming: (instead) => at(assuming(instead)) };
    const found = new Survey(at(platform), unread, overrides, "figures");
    this.#atDemand.set(demandShare, found);
    return found;
  }

  /** The same platform where something else is assumed. */
  assuming(instead: Overrides): Survey {
    return new Survey(this.#other.assuming(instead), this.unread);
  }

  /** Names of all assumptions that can change the figures of a capability in a scenario; undefined where any may. */
  hangsOn({ faults }: Scenario, capability: string): ReadonlySet<string> | undefined {
    const [only, ...more] = faults;
    if (!only || !isLasting(only) || more.length > 0) return undefined;
    this.#watching ??= this.#watched();
    const { briefs, calm } = this.#watching;
    const place = this.platform.capabilities.findIndex(({ name }) => name === capability);
    const all = new Set([...calm, ...this.#other.readWith]);
    for (const fault of [only.fault, ...otherwise(this.platform, only.fault)]) {
      briefs.of([fault], [place]);
      for (const effects of [effectsOf(this.platform, []), effectsOf(this.platform, [fault])])
        for (const name of briefs.readFor(effects, place)) all.add(name);
    }
    return all;
  }

  #watched(): { briefs: Briefs; calm: ReadonlySet<string> } {
    const { assumptions, asked } = watched(this.platform.assumptions);
    const model = modelOf({ ...this.platform, assumptions });
    const calm = new Set(asked);
    return { calm, briefs: new Briefs(model, this.#exposures, asked) };
  }

  /** The verdicts of a scenario; never better than those of a part of it. */
  verdicts(scenario: Scenario): Verdicts {
    const key = keyOf(scenario);
    const found = this.#known.get(key) ?? this.#judged(scenario);
    this.#known.set(key, found);
    return found;
  }

  #judged(scenario: Scenario): Verdicts {
    const own = this.#played(scenario);
    if (scenario.faults.length === 0) return own;
    const held: Record<string, Verdict> = { ...own };
    for (const [other, title] of this.#otherwise(scenario)) {
      for (const [name, verdict] of Object.entries(held))
        held[name] = heldTo(verdict, other[name] as Verdict, title);
    }
    for (const left of scenario.faults) {
      const faults = scenario.faults.filter((fault) => fault !== left);
      const part = this.verdicts({ ...scenario, faults });
      const title =
        faults.length === 0 ? "nothing fails" : faults.map(({ fault }) => faultTitle(fault)).join(", ");
      for (const [name, verdict] of Object.entries(held))
        held[name] = heldTo(verdict, part[name] as Verdict, title);
    }
    return held;
  }

  /** What a capability can't tell apart, as a site and the metro in which it alone stands, is played once. */
  #played(scenario: Scenario): Verdicts {
    const [only, ...more] = scenario.faults;
    if (!only || !isLasting(only) || more.length > 0) {
      return verdictsOf(this.#model, scenario, this.detail);
    }
    const keys = keysOf(this.platform, effectsOf(this.platform, [only.fault]), this.#exposures);
    const known = keys.map((key, place) => this.#alike[place]?.get(key));
    if (known.every((one) => one !== undefined)) return this.#byName(known);
    const found = verdictsOf(this.#model, scenario, this.detail, known);
    for (const [place, { name }] of this.platform.capabilities.entries())
      this.#alike[place]?.set(keys[place] as string, found[name] as Verdict);
    return found;
  }

  #byName(verdicts: readonly Verdict[]): Verdicts {
    return Object.fromEntries(
      this.platform.capabilities.map(({ name }, place) => [name, verdicts[place] as Verdict]),
    );
  }

  /** A provider that is lost may take its DNS along or not: by itself it is whichever is worse. */
  #otherwise({ faults, ...scenario }: Scenario): [Verdicts, string][] {
    const [only, ...more] = faults;
    if (!only || more.length > 0) return [];
    return otherwise(this.platform, only.fault).map((fault) => [
      verdictsOf(this.#model, { ...scenario, faults: [{ ...only, fault }] }, this.detail),
      "its sites are lost and its DNS lives on",
    ]);
  }

  /**
   * The figures of a scenario's verdicts by capability, without reasons: for who asks again and again.
   * @param wanted those capabilities alone
   */
  briefs(scenario: Scenario, wanted?: ReadonlySet<string>): Readonly<Record<string, BriefVerdict>> {
    const [only, ...more] = scenario.faults;
    if (!only || !isLasting(only) || more.length > 0) return this.verdicts(scenario);
    const { capabilities } = this.platform;
    const places = [...capabilities.keys()].filter(
      (place) => wanted?.has(capabilities[place]?.name ?? "") !== false,
    );
    const others = otherwise(this.platform, only.fault).map((fault) => this.#briefs.of([fault], places));
    const own = this.#briefs
      .of([only.fault], places)
      .map((figures, at) =>
        others.reduce((held, other) => heldFigures(held, other[at] as BriefVerdict), figures),
      );
    return Object.fromEntries(
      places.map((place, at) => [capabilities[place]?.name, own[at] as BriefVerdict]),
    );
  }

  result(scenario: Scenario): ScenarioResult {
    const { id, kind, title } = scenario;
    const faults = scenario.faults.map(({ fault, start, end }) => ({
      ...fault,
      startSeconds: start,
      ...(end === undefined ? {} : { endSeconds: end }),
    }));
    const covered = this.platform.objectives?.survive.includes(kind) === true;
    const verdicts = this.verdicts(scenario);
    return { id, kind, title, faults, covered, verdicts, silences: this.#silences(scenario) };
  }

  #silences({ faults }: Scenario): Silence[] {
    return unfolded(this.platform, faults).flatMap(({ fault, start, end }) => {
      const { authorityDown } = effectsOf(this.platform, [fault]);
      return this.platform.authorities
        .filter((_, place) => authorityDown[place])
        .map(({ provider }) => ({
          provider,
          startSeconds: start,
          ...(end === undefined ? {} : { endSeconds: end }),
        }));
    });
  }

  /** An incident where it was; what it doesn't meet on this platform is said of every capability. */
  incident(incident: Incident): ScenarioResult {
    const { scenario, nothing } = replay(incident, this.platform);
    const result = this.result(scenario);
    const touches = scenario.faults.length === 0 ? { touchesNothing: true } : {};
    if (nothing.length === 0) return { ...result, ...touches };
    const verdicts = Object.fromEntries(
      Object.entries(result.verdicts).map(([name, verdict]) => [
        name,
        { ...verdict, because: [...nothing, ...verdict.because] },
      ]),
    );
    return { ...result, ...touches, verdicts };
  }

  /**
   * The incident as if it had hit this platform, at the place where it hurts most: where it takes most capabilities
   * down and, of those, most requests are lost. Undefined where it can hit nothing, or hit just that as it was.
   */
  transposed(incident: Incident): ScenarioResult | undefined {
    const was = keyOf(replay(incident, this.platform).scenario);
    let worst: { scenario: Scenario; hurts: number } | undefined;
    for (const scenario of transposed(incident, this.platform)) {
      const hurts = hurtOf(verdictsOf(this.#model, scenario, "figures"));
      if (!worst || hurts > worst.hurts) worst = { scenario, hurts };
    }
    return worst === undefined || keyOf(worst.scenario) === was
      ? undefined
      : { ...this.result(worst.scenario), transposedFrom: incident.id };
  }

  singles(): ScenarioResult[] {
    return singleFaults(this.platform).map((fault) => this.result(scenarioOf(fault)));
  }

  /** Every two faults that begin together: figures only, as there are thousands; `result` has the rest. */
  pairs(): PairResult[] {
    const { platform } = this;
    // Of brownouts those of half: pairs are many, and the others lie between it and a loss.
    const faults = singleFaults(platform).filter(
      ({ kind, mode, share }) =>
        !kinds[kind].unfold &&
        !kinds[kind].isHuman &&
        (mode === "hard" || (mode === "brownout" && share === 0.5)),
    );
    const alone = faults.map((fault) => this.#briefs.of([fault]));
    const found: PairResult[] = [];
    for (const [i, a] of faults.entries()) {
      for (let j = i + 1; j < faults.length; j++) {
        const b = faults[j] as Fault;
        const both = this.#briefs.under(effectsOf(platform, [a, b]));
        const verdicts: Record<string, BriefVerdict> = {};
        // In the order in which `verdicts` takes the parts: ties are broken alike.
        const [first, last] = a.id < b.id ? [j, i] : [i, j];
        for (const [place, { name }] of platform.capabilities.entries()) {
          const held = heldFigures(both[place] as BriefVerdict, alone[first]?.[place] as BriefVerdict);
          verdicts[name] = heldFigures(held, alone[last]?.[place] as BriefVerdict);
        }
        found.push({ faults: [a, b], verdicts });
      }
    }
    return found;
  }
}

/** From the beginning on and for as long as it is followed, without coming and going. */
const isLasting = ({ fault, start, end }: TimedFault): boolean =>
  start === 0 && end === undefined && !kinds[fault.kind].unfold;

/** A provider that is lost may take its DNS along or not: what else it may be by itself. */
function otherwise({ sites, authorities }: Platform, { kind, mode, name }: Fault): Fault[] {
  const isThere = ({ provider }: { readonly provider: string }) => provider === name;
  return kind === "provider" && mode === "hard" && sites.some(isThere) && authorities.some(isThere)
    ? [fault("provider", name, sitesAlone)]
    : [];
}

/** More is worse: each capability that is down, and then the seconds of whole service that are lost. */
const hurtOf = (verdicts: Verdicts): number =>
  Object.values(verdicts).reduce(
    (sum, { state, lostSeconds }) => sum + (state === "down" ? 1e9 : 0) + lostSeconds,
    0,
  );

export interface PairResult {
  readonly faults: readonly [Fault, Fault];
  readonly verdicts: Readonly<Record<string, BriefVerdict>>;
}

const keyOf = ({ faults }: Scenario): string =>
  faults
    .map(({ fault, start, end }) => `${fault.id}@${start}-${end ?? ""}`)
    .sort()
    .join("+");
