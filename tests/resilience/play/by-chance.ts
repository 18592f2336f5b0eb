/** Clients and their resolvers one by one, by chance: what the model says of all of them at once. */
import { exponential, type Random } from "../../../drill/load/random";

/** What a resolver is told. */
export interface Told {
  /** A site, by place; undefined for no address. */
  readonly site?: number;
  readonly lifeSeconds: number;
}

export interface World {
  readonly spacingSeconds: number;
  readonly keepAliveSeconds: number;
  readonly sessionSeconds: number;
  /** The longest that anything is held before 0, and until when clients are followed. */
  readonly ttl: number;
  readonly until: number;
  /** What is fetched at a time. */
  tell(time: number, random: Random): Told;
  /** Whether a site answers at a time; one that doesn't is silent. */
  lives(site: number, time: number): boolean;
}

/** Fetches of one resolver: when, and where they lead. */
interface Resolver {
  readonly times: readonly number[];
  readonly sites: readonly (number | undefined)[];
}

/**
 * Share of the clients that would be answered were they to ask at each of some times.
 * @param count how many clients, each of which asks one of as many resolvers
 */
export function answeredByChance(
  world: World,
  times: readonly number[],
  count: number,
  random: Random,
): number[] {
  const begin = -4 * world.ttl - 4 * world.spacingSeconds;
  const resolvers = Array.from({ length: count }, () => resolver(world, begin, random));
  const answered = times.map(() => 0);
  for (let client = 0; client < count; client++) follow(world, begin, times, resolvers, random, answered);
  return answered.map((sum) => sum / count);
}

function resolver(world: World, begin: number, random: Random): Resolver {
  const [times, sites]: [number[], (number | undefined)[]] = [[], []];
  // What it holds at first is of any age.
  let now = begin - random() * world.ttl;
  while (now < world.until) {
    const { site, lifeSeconds } = world.tell(now, random);
    times.push(now);
    sites.push(site);
    now += lifeSeconds;
  }
  return { times, sites };
}

function leadsTo({ times, sites }: Resolver, time: number): number | undefined {
  let last = 0;
  while (last + 1 < times.length && (times[last + 1] as number) <= time) last++;
  return sites[last];
}

/** One client after the other in the same place, from the beginning to the end. */
function follow(
  world: World,
  begin: number,
  times: readonly number[],
  resolvers: readonly Resolver[],
  random: Random,
  answered: number[],
): void {
  const { spacingSeconds, keepAliveSeconds, sessionSeconds, until } = world;
  const any = () => resolvers[Math.floor(random() * resolvers.length)] as Resolver;
  let own = any();
  let leaves = begin + exponential(random, sessionSeconds);
  let [site, asked]: [number | undefined, number] = [undefined, begin];
  let next = begin + exponential(random, spacingSeconds);
  let sample = 0;
  /** The connection that is open, as far as the client knows: what dies no longer closes any. */
  const openAt = (time: number): number | undefined => {
    if (site === undefined) return undefined;
    const closes = asked + keepAliveSeconds;
    return closes > time || !world.lives(site, closes) ? site : undefined;
  };
  while (next < until || sample < times.length) {
    const at = Math.min(next, leaves, times[sample] ?? Number.POSITIVE_INFINITY);
    if (at === leaves) {
      [own, site] = [any(), undefined];
      leaves += exponential(random, sessionSeconds);
      continue;
    }
    const asksAt = openAt(at) ?? leadsTo(own, at);
    const isAnswered = asksAt !== undefined && world.lives(asksAt, at);
    if (at === times[sample]) {
      if (isAnswered) answered[sample] = (answered[sample] as number) + 1;
      sample++;
      continue;
    }
    [site, asked] = [isAnswered ? asksAt : undefined, at];
    next += exponential(random, spacingSeconds);
  }
}
