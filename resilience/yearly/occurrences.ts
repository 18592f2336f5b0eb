/** How often a fault of each kind happens, and how long it lasts: from what is assumed of outages, kind by kind. */
import { type Assumed, type AssumptionValue, assumedIn, type Told } from "../../graph/clouds/assumed";
import { factsOf } from "../../graph/clouds/facts";
import type { OutageTraits } from "../../graph/clouds/outages";
import type { Fault, FaultKind, FaultMode } from "../faults/fault";
import type { Platform } from "../platform/platform";
import type { Lasting } from "./lasting";
import { ofOutages } from "./outage-list";
import { exactly, product, type Spread, spreadOf, sum } from "./spread";

export interface Occurrence {
  /** Events a year; undefined where that isn't known. */
  readonly aYear: Spread | undefined;
  /** Names of the assumptions that it hangs on. */
  readonly assumed: readonly string[];
  /** It ends as it is played; only what is lost from a second on is its own. Absent where it lasts as told below. */
  readonly playedFrom?: number;
  readonly lasting: { readonly value: Lasting; readonly low: Lasting; readonly high: Lasting };
}

type Name = keyof typeof ofOutages;
type Overrides = Readonly<Record<string, AssumptionValue>>;

/** Of one fault; of brownouts, all of its name and mode together, whatever share fails. */
export function occurrenceOf(fault: Fault, platform: Platform): Occurrence {
  return occurrences[fault.kind](fault, platform);
}

/** How a mode shares the events of its kind with the others. */
const partOf: Readonly<Record<FaultMode, (overrides: Overrides) => Spread | undefined>> = {
  hard: () => exactly(1),
  control: () => exactly(1),
  "sites-alone": () => exactly(1),
  "brownout-front": (overrides) => spreadOf(told("brownoutsInFront"), overrides),
  slow: (overrides) => spreadOf(told("brownoutsSlow"), overrides),
  brownout: (overrides) => {
    const others = [told("brownoutsInFront"), told("brownoutsSlow")].map((one) => spreadOf(one, overrides));
    const [front, slow] = others;
    return front && slow && rest(sum(front, slow));
  },
};

const rest = (share: Spread | undefined): Spread | undefined =>
  share && { value: 1 - share.value, low: 1 - share.high, high: 1 - share.low };

const told = (name: Name): Assumed => ({ name, ...ofOutages[name] });

type Occurs = (fault: Fault, platform: Platform) => Occurrence;

const service = ["serviceOutageMedianHours", "serviceOutageLongHours"] as const;
const loss = ["lossMedianHours", "lossLongHours"] as const;

const occurrences: Readonly<Record<FaultKind, Occurs>> = {
  zone: whole("zoneLossesAYear", ["zoneLossMedianHours", "zoneLossLongHours"]),
  site: (fault, platform) =>
    fault.mode === "hard" ? whole("regionLossesAYear", loss)(fault, platform) : regionEvent(fault, platform),
  metro: (fault, platform) =>
    fault.mode === "hard"
      ? whole("metroLossesAYear", loss)(fault, platform)
      : inPart([told("metroBrownoutsAYear")], service.map(told), fault, platform),
  provider: (fault, platform) =>
    fault.mode === "hard"
      ? providerLoss(rest, fault, platform)
      : inPart(
          [told("providerEventsAYear"), told("eventsFelt")],
          [told("providerEventMedianHours"), told("providerEventLongHours")],
          fault,
          platform,
        ),
  "provider-blind": (fault, platform) => providerLoss((share) => share, fault, platform),
  regions: whole("regionPairLossesAYear", loss),
  "dns-authority": whole("authorityLossesAYear", service),
  "authority-wrong": whole("authorityWrongAYear", service),
  "health-checks": whole("healthCheckLossesAYear", service),
  "control-plane": whole("controlPlaneLossesAYear", service),
  registry: whole("registryLossesAYear", service),
  link: whole("linkLossesAYear", service),
  workload: whole("workloadLossesAYear", service),
  queue: whole("queueLossesAYear", service),
  "media-store": whole("storeLossesAYear", service),
  "bad-change": whole("badChangesAYear", service),
  expiry: whole("expiriesAYear", service),
  flapping: (fault, platform) => ({ ...whole("flappingAYear", service)(fault, platform), playedFrom: 0 }),
  // What the loss itself costs is counted with the losses of sites.
  return: (fault, platform) => ({
    ...whole("regionLossesAYear", loss)(fault, platform),
    playedFrom: platform.assumptions.returnAfterSeconds,
  }),
};

function whole(aYear: Name, hours: readonly [Name, Name]): Occurs {
  return (_, { assumptions }) => occurring([told(aYear)], hours.map(told), assumptions, exactly(1));
}

/** Of a provider's losses those in which its DNS sees it, or those in which it doesn't. */
function providerLoss(
  portion: (blind: Spread | undefined) => Spread | undefined,
  _: Fault,
  { assumptions }: Platform,
): Occurrence {
  const blind = told("providerLossesBlind");
  const found = occurring(
    [told("providerLossesAYear")],
    loss.map(told),
    assumptions,
    portion(spreadOf(blind, assumptions)),
  );
  return { ...found, assumed: [...found.assumed, blind.name] };
}

/** An event of the region in which a site stands, as its cloud's facts have them. */
function regionEvent(fault: Fault, platform: Platform): Occurrence {
  const site = platform.sites.find(({ id }) => id === fault.name);
  const outages = site && factsOf(site.provider)?.outages;
  if (!outages) return { ...inPart([], service.map(told), fault, platform), aYear: undefined };
  const events = eventsIn(outages, site.region);
  return inPart([events, told("eventsFelt")], [outages.medianHours, outages.longHours], fault, platform);
}

const eventsIn = ({ ofRegion, otherRegions }: OutageTraits, region: string): Told<number> =>
  (Object.hasOwn(ofRegion, region) ? ofRegion[region] : undefined) ?? otherRegions;

function inPart(
  factors: readonly Told<AssumptionValue>[],
  hours: readonly Told<AssumptionValue>[],
  { mode }: Fault,
  { assumptions }: Platform,
): Occurrence {
  return occurring(factors, hours, assumptions, partOf[mode](assumptions));
}

function occurring(
  factors: readonly Told<AssumptionValue>[],
  hours: readonly Told<AssumptionValue>[],
  overrides: Overrides,
  part: Spread | undefined,
): Occurrence {
  const [median, long] = hours.map((each) => spreadOf(each, overrides) ?? exactly(0)) as [Spread, Spread];
  const lasting = (end: keyof Spread): Lasting => ({
    medianSeconds: median[end] * 3600,
    longSeconds: long[end] * 3600,
  });
  return {
    aYear: product(part, ...factors.map((factor) => spreadOf(factor, overrides))),
    assumed: [...factors, ...hours].flatMap((each) => assumedIn(each).map(({ name }) => name)),
    lasting: { value: lasting("value"), low: lasting("low"), high: lasting("high") },
  };
}
