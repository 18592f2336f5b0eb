/** What all kinds of clients have in common. */
import type { Resolvers } from "../../dns/resolver";
import type { Call, Exchanged, Line, Verify } from "../exchange";
import type { LoadPlan } from "../plan";
import { exponential, type Random } from "../random";

export interface Outcome extends Exchanged {
  readonly address?: string;
  readonly attempts: number;
}

/** All clients of a kind. */
export interface Clients {
  ask(capability: string, call: Call): Promise<Outcome>;
  /** For how long one of them waits for an answer, in seconds. */
  readonly patienceSeconds: number;
  close(): void;
}

export interface ClientWorld {
  readonly plan: LoadPlan;
  /** How many of this kind ask for a capability, where they stay connected. */
  clients(capability: string): number;
  readonly resolvers: Resolvers;
  readonly verify: Verify;
  readonly random: Random;
}

export type MakeClients = (world: ClientWorld) => Clients;

/** One user: whom it asks for addresses, and from where. */
export interface Person {
  readonly resolver: number;
  readonly line: Line;
}

export function person({ plan, verify, random }: ClientWorld): Person {
  const { from } = plan.clients;
  const own = from[Math.floor(random() * from.length)];
  return {
    resolver: Math.floor(random() * plan.resolvers.count),
    line: { port: plan.port, tls: verify, ...(own === undefined ? {} : { from: own }) },
  };
}

/** Seconds, from any moment. */
export const now = (): number => performance.now() / 1000;

/** The address that a person is given for a name: one of several by chance, as systems shuffle them. */
export async function addressOf(
  { resolvers, random }: ClientWorld,
  { resolver }: Person,
  host: string,
): Promise<{ address: string } | { why: string }> {
  const { addresses, why } = await resolvers.resolve(resolver, host);
  const address = addresses[Math.floor(random() * addresses.length)];
  return address === undefined ? { why: why ?? "the name has no address" } : { address };
}

/** Whatever `work` comes to, or that time is over; what comes later is left alone. */
export async function within<T>(seconds: number, work: Promise<T>, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), Math.max(0, seconds * 1000));
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** When a session that begins now ends. */
export const sessionEnd = ({ plan, random }: ClientWorld): number =>
  now() + exponential(random, plan.clients.sessionSeconds);
