/** Clients that look the name up and connect anew for every request. */
import { exchange, TIMED_OUT } from "../exchange";
import { addressOf, type Clients, type ClientWorld, now, person, within } from "./client";

/** @param patience how many times as long as others it waits */
export const shortClients =
  (patience: number) =>
  (world: ClientWorld): Clients => {
    const patienceSeconds = world.plan.patienceSeconds * patience;
    return {
      patienceSeconds,
      async ask(_capability, call) {
        const by = now() + patienceSeconds;
        const who = person(world);
        const found = await within(patienceSeconds, addressOf(world, who, call.host), { why: TIMED_OUT });
        if ("why" in found) return { status: 0, body: "", why: found.why, attempts: 1 };
        const { address } = found;
        const exchanged = await exchange(call, address, who.line, {}, by - now());
        return { ...exchanged, address, attempts: 1 };
      },
      close: () => undefined,
    };
  };
