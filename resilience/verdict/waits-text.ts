/** What waits for its copy, in sentences: how much, what would be lost with it, and how long it takes to catch up. */
import { providerTitle } from "../../graph/clouds/titles";
import type { Platform } from "../platform/platform";
import { durationText } from "../play/filling";
import type { Wait, Waits } from "../play/waiting";

/** The worst of the events and the worst of the bytes. */
export function waitsText(platform: Platform, { events, bytes }: Waits): string[] {
  const { sites, stores } = platform;
  const siteOf = (place: number): string => sites[place]?.id ?? "a site";
  const storeOf = (place: number): string => stores[place]?.name ?? "a store";
  return [
    ...worst(events).map((wait) => {
      const [from, to] = [siteOf(wait.from), siteOf(wait.to)];
      const kept = longestKept(platform, wait.from);
      const gone =
        kept !== undefined && mostOf(wait) > kept
          ? ` What is older than ${durationText(kept)} never gets there.`
          : "";
      const waiting = `Events of ${from} wait for their mirror at ${to}, ${amount(wait, "mirrorEventsPerSecond")}.`;
      return `${waiting}${secondLoss(sites, sites[wait.from]?.queue?.mirroredAt ?? [], wait.from, events)}${gone}`;
    }),
    ...worst(bytes).map((wait) => {
      const [from, to] = [storeOf(wait.from), storeOf(wait.to)];
      const holders = [
        ...sites.flatMap(({ ownStores, otherStores }) => (ownStores.includes(wait.from) ? otherStores : [])),
        ...(stores[wait.from]?.copies ?? []).map((copy) => copy.to),
      ];
      const waiting = `Uploads to ${from} wait for their copy in ${to}, ${amount(wait, "copyCatchUpFactor")}.`;
      return `${waiting}${secondLoss(stores, holders, wait.from, bytes)}`;
    }),
  ];
}

/** `up to 20 h of them; reached again, they take 8.6 h`. */
const amount = (wait: Wait, assumption: string): string =>
  `up to ${durationText(mostOf(wait))} of them${wait.catchUpSeconds === 0 ? "" : `; ${caughtUp(wait, assumption)}`}`;

/** What the loss of the provider would cost: what waits for every other provider's holder of it. */
function secondLoss(
  places: readonly { readonly provider: string }[],
  holders: readonly number[],
  from: number,
  waits: readonly Wait[],
): string {
  const provider = places[from]?.provider ?? "";
  const others = holders.filter((to) => places[to]?.provider !== provider);
  const costs = others.map((to) =>
    Math.max(0, ...waits.filter((wait) => wait.from === from && wait.to === to).map(mostOf)),
  );
  const least = Math.min(...costs);
  return others.length > 0 && least > 0
    ? ` A loss of ${providerTitle(provider)} before that costs up to ${durationText(least)} of them.`
    : "";
}

const caughtUp = ({ catchUpSeconds }: Wait, assumption: string): string =>
  catchUpSeconds === Number.POSITIVE_INFINITY
    ? "nothing is known to catch up with them"
    : `reached again, they take ${durationText(catchUpSeconds)} (assumption ${assumption})`;

const mostOf = ({ atStart, atEnd }: Wait): number => Math.max(...atStart, ...atEnd);

function worst(waits: readonly Wait[]): Wait[] {
  const [most] = [...waits].sort(
    (a, b) =>
      mostOf(b) - mostOf(a) ||
      (a.catchUpSeconds === b.catchUpSeconds
        ? a.from - b.from || a.to - b.to
        : b.catchUpSeconds - a.catchUpSeconds),
  );
  return most && mostOf(most) > 0 ? [most] : [];
}

/** How long the streams of a site keep their events; undefined for ever, or where that isn't told. */
function longestKept({ sites }: Platform, place: number): number | undefined {
  const ages = (sites[place]?.queue?.streams ?? []).flatMap(({ maxAgeSeconds }) => maxAgeSeconds ?? []);
  return ages.length === 0 ? undefined : Math.max(...ages);
}
