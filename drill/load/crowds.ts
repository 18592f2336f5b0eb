/** How often each kind of client asks, and how many there are of those that stay connected. Pure. */
import type { ClientKind, LoadPlan } from "./plan";

type Asking = Pick<LoadPlan, "demand" | "kinds" | "clients">;

/** Requests a second of all clients of a kind. */
export function askedPerSecond({ demand, kinds }: Asking, capability: string, kind: ClientKind): number {
  const shares = Object.values(kinds).reduce((sum, share) => sum + share, 0);
  return ((demand[capability]?.perSecond ?? 0) * (kinds[kind] ?? 0)) / shares;
}

/** As many as it takes for each to ask once in a while; one at least. */
export const clientsOf = (plan: Asking, capability: string, kind: ClientKind): number =>
  Math.max(1, Math.round(askedPerSecond(plan, capability, kind) * plan.clients.spacingSeconds));
