/** Which networks there are, what lies between them, and what each is called in the kernel. Pure. */

/** The network that the drill's own process stands in, with clients, resolvers and authorities. */
export const USERS = "users";
const USERS_NUMBER = 250;

/** A line between two places, the same each way. */
export interface Line {
  /** Milliseconds one way. */
  readonly delayMs: number;
  readonly lossPercent?: number;
  /** Mbit/s each way; without it as fast as the machine is. */
  readonly rateMbit?: number;
}

export interface NetLink extends Line {
  readonly a: string;
  readonly b: string;
}

export interface NetLayout {
  /** Site n, from 1, owns 10.n.0.0/16. */
  readonly sites: readonly { readonly id: string; readonly number: number }[];
  /** Between sites, and between a site and `users`; places without a link between them don't reach each other. */
  readonly links: readonly NetLink[];
}

/** @throws Error naming everything in a layout that can't be built. */
export function mustBeBuildable({ sites, links }: NetLayout): void {
  const wrong: string[] = [];
  const ids = new Set<string>([USERS]);
  const numbers = new Set<number>();
  for (const { id, number } of sites) {
    if (ids.has(id)) wrong.push(`two places are called ${id}: each needs a name of its own`);
    ids.add(id);
    if (!Number.isInteger(number) || number < 1 || number >= USERS_NUMBER)
      wrong.push(`${id} has the number ${number}: from 1 to ${USERS_NUMBER - 1} is wanted`);
    if (numbers.has(number)) wrong.push(`${id} has the number ${number}, as another site has`);
    numbers.add(number);
  }
  const pairs = new Set<string>();
  for (const link of links) {
    const name = `${link.a} - ${link.b}`;
    for (const end of [link.a, link.b])
      if (!ids.has(end)) wrong.push(`the link ${name} ends at ${end}, which is no place of the layout`);
    if (link.a === link.b) wrong.push(`the link ${name} leads back to where it begins`);
    const pair = pairOf(link.a, link.b);
    if (pairs.has(pair)) wrong.push(`there are two links ${name}: one is enough`);
    pairs.add(pair);
    wrong.push(...wrongWith(link).map((what) => `the link ${name} has ${what}`));
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}

/** What of a line can't be; in words. */
export function wrongWith({ delayMs, lossPercent, rateMbit }: Line): string[] {
  const wrong: string[] = [];
  if (!(delayMs >= 0 && delayMs <= 10_000)) wrong.push(`a delay of ${delayMs} ms: 0 to 10,000 are wanted`);
  if (lossPercent !== undefined && !(lossPercent >= 0 && lossPercent <= 100))
    wrong.push(`a loss of ${lossPercent} %: 0 to 100 are wanted`);
  if (rateMbit !== undefined && !(rateMbit > 0 && Number.isFinite(rateMbit)))
    wrong.push(`a rate of ${rateMbit} Mbit/s: more than 0 is wanted`);
  return wrong;
}

/** The same for both orders. */
export const pairOf = (a: string, b: string): string => [a, b].sort().join("\n");

export function numberOf({ sites }: NetLayout, place: string): number {
  if (place === USERS) return USERS_NUMBER;
  const site = sites.find(({ id }) => id === place);
  if (!site)
    throw new Error(`there is no place ${place}: ${[USERS, ...sites.map(({ id }) => id)].join(", ")} are`);
  return site.number;
}

/** The device that leads to a place; the kernel takes 15 characters at most. */
export const deviceTo = (layout: NetLayout, place: string): string => `to-${numberOf(layout, place)}`;

/** Of an Ethernet frame's payload, in bits. */
const PACKET_BITS = 12_000;
/** What routers keep while a line is busy, in milliseconds of it. */
const BUFFER_MS = 100;

/** Packets that may be under way on a line each way: what it holds by its delay, and a router's buffer. */
export function queueOf({ delayMs, rateMbit = 1000 }: Line): number {
  return Math.max(1000, Math.ceil(((delayMs + BUFFER_MS) * rateMbit * 1000) / PACKET_BITS));
}

/** What is cut at a moment. */
export class Cuts {
  readonly #links = new Set<string>();
  readonly #places = new Set<string>();

  link(a: string, b: string, isCut: boolean): void {
    change(this.#links, pairOf(a, b), isCut);
  }
  place(place: string, isCut: boolean): void {
    change(this.#places, place, isCut);
  }
  has({ a, b }: { readonly a: string; readonly b: string }): boolean {
    return this.#links.has(pairOf(a, b)) || this.#places.has(a) || this.#places.has(b);
  }
}

function change(set: Set<string>, key: string, isIn: boolean): void {
  if (isIn) set.add(key);
  else set.delete(key);
}
