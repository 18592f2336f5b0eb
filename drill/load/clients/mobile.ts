/** Apps that keep their connection and ask again for what failed: after a while, by a new look-up, with the same ids. */
import type { Call } from "../exchange";
import type { Clients, ClientWorld, Outcome } from "./client";
import { now } from "./client";
import { Crowd, type KeptClient } from "./kept";

/** Before the second and the third attempt, on average. */
const BACK_OFF_SECONDS = [0.5, 1] as const;
/** By which part of it either way a pause varies, so that who failed together doesn't come again together. */
const JITTER = 0.5;

export function mobileClients(world: ClientWorld): Clients {
  const crowd = new Crowd(world);
  // Each attempt has a client's patience, as in HTTP libraries, where time-outs are a request's own.
  const { patienceSeconds } = world.plan;
  return {
    patienceSeconds: patienceSeconds * (BACK_OFF_SECONDS.length + 1) + sum(BACK_OFF_SECONDS) * (1 + JITTER),
    ask: (capability, call) => persistent(world, crowd.any(capability), call),
    close: () => crowd.close(),
  };
}

async function persistent(world: ClientWorld, client: KeptClient, call: Call): Promise<Outcome> {
  const { patienceSeconds } = world.plan;
  let outcome = await client.ask(call, now() + patienceSeconds);
  let { attempts } = outcome;
  for (const pause of BACK_OFF_SECONDS) {
    if (!mayPass(outcome.status)) break;
    const seconds = pause * (1 + JITTER * (2 * world.random() - 1));
    await new Promise((done) => setTimeout(done, seconds * 1000));
    client.disconnect();
    outcome = await client.ask(call, now() + patienceSeconds);
    attempts += outcome.attempts;
  }
  return { ...outcome, attempts };
}

/** Whether the same request may be answered well another time. */
const mayPass = (status: number): boolean => status === 0 || status === 429 || status >= 500;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
