/** Where the authorities of a name, two or more, differ in what they answer. Pure. */
import type { AnswerView, AuthorityView } from "../../graph/views/names";
import { numberAt, propertiesOf } from "../../graph/views/read";
import type { ZoneView } from "../../graph/views/zones";
import { andText, percent } from "../../graph/words";
import type { Finding } from "../rule";
import { answerText, authorityTitle } from "./public-names";
import { answerKey, sharesOf } from "./shares";

/** Integer weights of two providers can't be the same shares to the last digit. */
const TOLERANCE = 0.005;

type Views = readonly AuthorityView[];

/** A finding at what decides an authority's answers: its policy, or its first record. */
export const findingAt = (
  { policy, resources }: AuthorityView,
  found: string,
  wanted: string,
  unsure = false,
): Finding => ({
  urn: (policy ?? resources[0])?.urn ?? "",
  found,
  wanted,
  unsure,
});

/** `Route 53`, `Route 53 and OCI DNS`. */
const titlesOf = (views: Views): string => andText(views.map(({ provider }) => authorityTitle(provider)));

/**
 * Every difference between the views of one name and one type of record, one view an authority.
 * @param drained sites that are drained by hand
 */
export function differencesBetween(host: string, views: Views, drained: ReadonlySet<string>): Finding[] {
  const { told, shown } = toldApart(views, ({ answers }) =>
    answers.every((answer) => answerKey(answer) !== undefined),
  );
  const untold = shown.map((view) =>
    findingAt(
      view,
      `answers ${host} from ${authorityTitle(view.provider)} with addresses that can't be told`,
      `those of the ${others(views)}`,
      true,
    ),
  );
  return told.length < 2 ? untold : [...untold, ...compared(host, told, drained)];
}

/** Authorities beside those that answer, which have a zone of the same domain: who asks them finds no such name. */
export function silentBeside(
  host: string,
  type: string,
  views: readonly AuthorityView[],
  zones: readonly ZoneView[],
): Finding[] {
  const domains = new Set(views.flatMap(({ zone }) => zone?.domain ?? []));
  const missing = zones.filter(
    ({ provider, domain, private: isPrivate }) =>
      !isPrivate &&
      domain !== undefined &&
      domains.has(domain) &&
      views.every((view) => view.provider !== provider),
  );
  return [...new Set(missing.map(({ provider }) => provider))].map((provider) => ({
    urn: missing.find((zone) => zone.provider === provider)?.resource.urn ?? "",
    found: `doesn't answer ${host} with ${type} records, as ${titlesOf(views)} do`,
    wanted: "the same answers from every authority of the domain",
  }));
}

/** Those of which something is told, and those to speak of: the first alone where there is nothing to hold it against. */
function toldApart(views: Views, isTold: (view: AuthorityView) => boolean): { told: Views; shown: Views } {
  const told = views.filter(isTold);
  const untold = views.filter((view) => !isTold(view));
  return { told, shown: told.length === 0 ? untold.slice(0, 1) : untold };
}

const others = (views: Views): string => (views.length > 2 ? "other authorities" : "other authority");

function compared(host: string, views: Views, drained: ReadonlySet<string>): Finding[] {
  const lacking = views.flatMap((view) => lacks(host, view, views));
  return [
    ...lacking,
    ...(lacking.length === 0 ? shareDifferences(host, views, drained) : []),
    ...ttlDifferences(host, views),
    ...views.flatMap((view) => limits(host, view)),
    ...zoneless(host, views),
  ];
}

/** Answers of others that one hasn't. */
function lacks(host: string, view: AuthorityView, views: Views): Finding[] {
  const keys = new Set(view.answers.map(answerKey));
  const missing = new Map<string | undefined, AnswerView>();
  const givers = views.filter(({ answers }) => {
    const lacked = answers.filter((answer) => !keys.has(answerKey(answer)));
    for (const answer of lacked) if (!missing.has(answerKey(answer))) missing.set(answerKey(answer), answer);
    return lacked.length > 0;
  });
  if (givers.length === 0) return [];
  const texts = [...missing.values()].map(answerText).join(", ");
  const found = `doesn't answer ${host} with ${texts} from ${authorityTitle(view.provider)}`;
  return [
    findingAt(view, found, `the answers that ${titlesOf(givers)} ${givers.length > 1 ? "give" : "gives"}`),
  ];
}

interface Weighing {
  readonly view: AuthorityView;
  readonly shares: ReadonlyMap<string, number>;
}

function shareDifferences(host: string, views: Views, drained: ReadonlySet<string>): Finding[] {
  // A site that is drained by hand, or a zone of it, weighs nothing where weights are edited; elsewhere checks drain it.
  const counts = ({ address }: AnswerView) => address.site === undefined || !drained.has(address.site);
  const weighing = views.flatMap((view): Weighing[] => {
    const shares = sharesOf(view, counts);
    return shares ? [{ view, shares }] : [];
  });
  const reference = mostAgreed(weighing, counts);
  if (!reference) return [];
  const unweighed = views
    .filter((view) => !weighing.some((one) => one.view === view))
    .map((view) =>
      findingAt(
        view,
        `answers ${host} from ${authorityTitle(view.provider)} without a weight for every answer`,
        `the shares that ${authorityTitle(reference.view.provider)} gives`,
      ),
    );
  const different = weighing.flatMap((one): Finding[] => {
    const furthest = furthestOff(one, reference, counts);
    if (!furthest || furthest.difference <= TOLERANCE) return [];
    const { answer, share, wanted } = furthest;
    return [
      {
        urn: answer.resource.urn,
        found: `answers ${host} with ${answerText(answer)} for ${percent(share)} of the queries`,
        wanted: `${percent(wanted)}, as ${authorityTitle(reference.view.provider)} does`,
      },
    ];
  });
  return [...unweighed, ...different];
}

type Counts = (answer: AnswerView) => boolean;

/** The one that most others give the same shares as; of several, the last. */
function mostAgreed(weighing: readonly Weighing[], counts: Counts): Weighing | undefined {
  const agreeing = weighing.map(
    (one) =>
      weighing.filter((other) => (furthestOff(other, one, counts)?.difference ?? 0) <= TOLERANCE).length,
  );
  return weighing[agreeing.lastIndexOf(Math.max(...agreeing))];
}

/** A weight that is changed changes the share of every answer: the one that is furthest off is told. */
function furthestOff(one: Weighing, other: Weighing, counts: Counts) {
  return one.view.answers
    .filter(counts)
    .map((answer) => {
      const key = answerKey(answer) ?? "";
      const [share, wanted] = [one.shares.get(key) ?? 0, other.shares.get(key) ?? 0];
      return { answer, share, wanted, difference: Math.abs(share - wanted) };
    })
    .sort((a, b) => b.difference - a.difference)[0];
}

function ttlDifferences(host: string, all: Views): Finding[] {
  const views = all.filter(({ answers }) => answers.some(({ target }) => target === undefined));
  const { told, shown } = toldApart(views, ({ ttls }) => ttls.length > 0);
  const untold = shown.map((view) =>
    findingAt(
      view,
      `answers ${host} for a time that can't be told`,
      `the same time to live as the ${others(all)}`,
      true,
    ),
  );
  const ttls = new Set(told.flatMap((view) => view.ttls));
  if (ttls.size <= 1 || (untold.length > 0 && told.length < 2)) return untold;
  const found = told.map((view) => `${view.ttls.join(" and ")} s from ${authorityTitle(view.provider)}`);
  const odd = told.flatMap(({ answers }) => answers).find((answer) => !isUsual(answer, told));
  const urn = (odd ?? all[0]?.answers[0])?.resource.urn ?? "";
  return [
    ...untold,
    { urn, found: `answers ${host} with a time to live of ${found.join(", ")}`, wanted: "one time to live" },
  ];
}

/** Whether a record lives as long as something of each authority does. */
function isUsual({ resource }: AnswerView, views: Views): boolean {
  const ttl = numberAt(propertiesOf(resource), "ttl");
  return ttl === undefined || views.every(({ ttls }) => ttls.includes(ttl));
}

/** Records with weights give one answer at a time; a policy that gives more gives other shares. */
function limits(host: string, view: AuthorityView): Finding[] {
  if (view.answering !== "steering" || view.limit === 1) return [];
  const found = `gives ${view.limit ?? "all"} answers for ${host} at a time`;
  return [findingAt(view, found, "one, as records with weights do")];
}

/** Without one of the zones, whether it names the others' servers can't be told. */
function zoneless(host: string, views: Views): Finding[] {
  // Records alone, in zones that another program makes, are that program's to judge.
  if (views.every(({ zone }) => !zone)) return [];
  return views.flatMap((view) => {
    const { zone, provider } = view;
    const domain = zone?.domain;
    if (domain !== undefined && (host === domain || host.endsWith(`.${domain}`))) return [];
    const which = zone
      ? `the zone ${domain ?? "of a name that isn't known"}`
      : "a zone that isn't in the program";
    const found = `answers ${host} from ${authorityTitle(provider)} in ${which}`;
    return [findingAt(view, found, "the zone of the name, so that its name servers can be told")];
  });
}
