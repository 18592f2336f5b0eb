/**
 * The platform's own apps: they know the names of single sites, try one address of each, and take the connection that is
 * made first. A new attempt begins 250 ms after the last one, or at once where that failed: RFC 8305, sections 5 and 8. A
 * connection counts as made when TLS is agreed: a load balancer connects for edges that are gone.
 */
import * as tls from "node:tls";
import type { Resolved } from "../../dns/resolver";
import { type Call, connecting, exchange, type Line, TIMED_OUT } from "../exchange";
import { type Clients, type ClientWorld, now, type Outcome, type Person, person, within } from "./client";

const ATTEMPT_DELAY_SECONDS = 0.25;

export function racedClients(world: ClientWorld): Clients {
  const { patienceSeconds } = world.plan;
  return { patienceSeconds, ask: (_capability, call) => raced(world, call), close: () => undefined };
}

async function raced(world: ClientWorld, call: Call): Promise<Outcome> {
  const by = now() + world.plan.patienceSeconds;
  const who = person(world);
  const found = await within(by - now(), addressesOf(world, who, call.host), {
    addresses: [],
    why: TIMED_OUT,
  });
  const { addresses, why = "the name has no address" } = found;
  if (addresses.length === 0) return { status: 0, body: "", why, attempts: 1 };
  const race = await fastest(addresses, call.host, who.line, by - now());
  const { attempts } = race;
  if (!race.socket) return { status: 0, body: "", why: race.why, attempts };
  const { socket, address } = race;
  const exchanged = await exchange(call, address, who.line, { socket }, by - now());
  socket.destroy();
  return { ...exchanged, address, attempts };
}

/** One address of each site in an order by chance; without names of sites, those of the public name. */
async function addressesOf(world: ClientWorld, { resolver }: Person, host: string): Promise<Resolved> {
  const { random, resolvers } = world;
  const names = world.plan.siteHosts;
  const found = await Promise.all(
    (names.length > 0 ? names : [host]).map((name) => resolvers.resolve(resolver, name)),
  );
  const picked =
    names.length > 0
      ? found.flatMap(({ addresses }) => addresses[Math.floor(random() * addresses.length)] ?? [])
      : found.flatMap(({ addresses }) => [...addresses]);
  const order = picked.map((address) => ({ address, draw: random() }));
  const why = found.find((each) => each.why !== undefined)?.why;
  return {
    addresses: order.sort((a, b) => a.draw - b.draw).map(({ address }) => address),
    ...(why === undefined ? {} : { why }),
  };
}

type Race =
  | { readonly socket: tls.TLSSocket; readonly address: string; readonly attempts: number }
  | { readonly socket?: undefined; readonly why: string; readonly attempts: number };

function fastest(addresses: readonly string[], host: string, line: Line, seconds: number): Promise<Race> {
  return new Promise((resolve) => {
    const open = new Set<tls.TLSSocket>();
    let [tried, over, why] = [0, false, TIMED_OUT];
    let next: NodeJS.Timeout | undefined;
    const end = (race: Race) => {
      over = true;
      clearTimeout(next);
      clearTimeout(late);
      const winner = race.socket;
      for (const socket of open) if (socket !== winner) socket.destroy();
      resolve(race);
    };
    const late = setTimeout(() => end({ why: TIMED_OUT, attempts: tried }), Math.max(0, seconds * 1000));
    const attempt = () => {
      clearTimeout(next);
      const address = addresses[tried];
      if (over || address === undefined) return;
      tried++;
      const socket = tls.connect(connecting(address, host, line));
      open.add(socket);
      socket.once("secureConnect", () => {
        if (!over) end({ socket, address, attempts: tried });
      });
      // A loser's end is nobody's news; without a listener it would end the process.
      socket.on("error", (error: NodeJS.ErrnoException) => {
        open.delete(socket);
        if (over) return;
        why = error.code ?? error.message;
        if (tried < addresses.length) attempt();
        else if (open.size === 0) end({ why, attempts: tried });
      });
      next = setTimeout(attempt, ATTEMPT_DELAY_SECONDS * 1000);
    };
    attempt();
  });
}
