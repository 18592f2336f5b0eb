/**
 * Which settings ask for less than before: objectives, peak, drains, clouds that are out, what the model assumes, exemptions. Whoever is
 * held to them can change them; so it is shown before anything else. Pure.
 */
import type { RulesSettings } from "../../graph/rules-settings";
import type { LoosenedSetting } from "../changes-model";
import { compareText } from "../stable";

/** What is read of an exemption that held. */
export interface Exempted {
  readonly rule: string;
  readonly urn: string;
  readonly expires: string;
}

export interface Held {
  readonly settings: RulesSettings;
  /** None of a state, which says nothing of them. */
  readonly exempted?: readonly Exempted[];
}

/** Sorted by setting, what takes clouds out first. What changed and is neither stricter nor looser by itself, such as an assumption, is among them. */
export function loosenedSettings(before: Held, after: Held): LoosenedSetting[] {
  const [old, now] = [before.settings, after.settings];
  return [
    ...objectives("objectives", { ...old.objectives }, { ...now.objectives }),
    ...objectives("peak", old.peak, now.peak),
    ...drains(old, now),
    ...outOfService("unreachable", old.unreachable, now.unreachable),
    ...outOfService("untrusted", old.untrusted ?? [], now.untrusted ?? []),
    ...changed("assumptions", old.assumptions, now.assumptions),
    ...changed("", { jurisdiction: old.jurisdiction }, { jurisdiction: now.jurisdiction }),
    ...(old.protect && !now.protect ? [{ setting: "protect", old: "true", new: "false" }] : []),
    ...(before.exempted && after.exempted ? exemptions(before.exempted, after.exempted) : []),
  ].sort((a, b) => rank(a) - rank(b) || compareText(a.setting, b.setting));
}

/** What changes the most by itself comes first. */
const first = ["untrusted", "unreachable"];
const rank = ({ setting }: LoosenedSetting): number =>
  first.includes(setting) ? first.indexOf(setting) : first.length;

type Values = Readonly<Record<string, unknown>>;

/** A `max…` and `within…` that grew or is gone, another number that fell, a list that lost something. */
function objectives(path: string, old: Values, now: Values): LoosenedSetting[] {
  return Object.entries(old).flatMap(([key, before]) => {
    const [setting, after] = [`${path}.${key}`, now[key]];
    const isMost = /(^|\.)(max|within)/.test(setting);
    if (isMap(before)) return objectives(setting, before, isMap(after) ? after : {});
    if (typeof before === "number" && typeof after === "number") {
      const isLooser = isMost ? after > before : after < before;
      return isLooser ? [{ setting, old: String(before), new: String(after) }] : [];
    }
    if (Array.isArray(before) && Array.isArray(after)) {
      const gone = before.filter((one) => !after.includes(one));
      return gone.length > 0 ? [{ setting, old: before.join(", "), new: after.join(", ") || "nothing" }] : [];
    }
    return after === before ? [] : [{ setting, old: told(before), new: told(after) }];
  });
}

/** A drain that is new, or lasts longer. */
function drains({ drain: old }: RulesSettings, { drain: now }: RulesSettings): LoosenedSetting[] {
  const keyOf = ({ site, zone }: RulesSettings["drain"][number]): string =>
    zone === undefined ? site : `${site}.${zone}`;
  const before = new Map(old.map((drain) => [keyOf(drain), drain.until]));
  return now.flatMap((drain) => {
    const { until, reason } = drain;
    const earlier = before.get(keyOf(drain));
    if (earlier !== undefined && Date.parse(until) <= Date.parse(earlier)) return [];
    const was = earlier === undefined ? "not drained" : `until ${earlier}`;
    return [{ setting: `drain.${keyOf(drain)}`, old: was, new: `until ${until} (${reason})` }];
  });
}

/** A cloud or a site more that counts no longer: findings about it block nothing. */
function outOfService(setting: string, old: readonly string[], now: readonly string[]): LoosenedSetting[] {
  const more = now.filter((one) => !old.includes(one));
  return more.length === 0 ? [] : [{ setting, old: old.join(", ") || "none", new: now.join(", ") }];
}

function changed(path: string, old: Values, now: Values): LoosenedSetting[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) => {
    const setting = path === "" ? key : `${path}.${key}`;
    return old[key] === now[key] ? [] : [{ setting, old: told(old[key]), new: told(now[key]) }];
  });
}

/** By rule: findings that weren't exempted before, or until an earlier day. */
function exemptions(old: readonly Exempted[], now: readonly Exempted[]): LoosenedSetting[] {
  const keyOf = ({ rule, urn }: Exempted): string => `${rule} ${urn}`;
  const before = new Map(old.map((one) => [keyOf(one), one.expires]));
  const more = now.filter((one) => one.expires > (before.get(keyOf(one)) ?? ""));
  const tell = (all: readonly Exempted[]): string => {
    const last = all
      .map(({ expires }) => expires)
      .sort()
      .at(-1);
    return last === undefined ? "none" : `${all.length} until ${last}`;
  };
  return [...new Set(more.map(({ rule }) => rule))].map((rule) => ({
    setting: `exemptions.${rule}`,
    old: tell(old.filter((one) => one.rule === rule)),
    new: tell(now.filter((one) => one.rule === rule)),
  }));
}

const told = (value: unknown): string => (value === undefined ? "as by default" : String(value));

const isMap = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The exemptions that an earlier preview.json lists; none where the section isn't what it should be. */
export function exemptedIn(policy: unknown): readonly Exempted[] | undefined {
  const { exempted } = isMap(policy) ? policy : {};
  return Array.isArray(exempted) && exempted.every(isExempted) ? exempted : undefined;
}

const isExempted = (value: unknown): value is Exempted =>
  isMap(value) && [value.rule, value.urn, value.expires].every((one) => typeof one === "string");
