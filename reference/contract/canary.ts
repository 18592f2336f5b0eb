/** What the edge asks of a workload while its capability is sick, where the catalog says `canary`. */
import type { CapabilityName } from "../frame/settings";
import { ask, told } from "./ask";
import { type Clause, untold, type Verdict, when } from "./clause";

/** After which the edge takes a canary for failed: its time-out for checks. */
const CANARY_MS = 2000;

/** Capabilities that change something, as the stack's catalog marks them. */
const changing: readonly CapabilityName[] = ["upload", "engagement"];

export function canaryClauses(url: string, capability: CapabilityName | undefined): Clause[] {
  const isWanted = capability !== undefined && changing.includes(capability);
  const canary = () =>
    ask(url, { method: "POST", path: "/canary", headers: { "content-length": "0" }, within: 2 * CANARY_MS });
  const refused = isWanted ? "503 where what it needs is dead" : "404 where there is none";
  return [
    {
      says: `POST /canary is answered with 200, or ${refused}`,
      check: async () => {
        const answer = await canary();
        const allowed = isWanted ? [200, 503] : [200, 404, 405, 503];
        return when(answer !== undefined && allowed.includes(answer.status), told(answer));
      },
    },
    ...(isWanted
      ? [
          {
            says: `where it works, it works again at once, each within the ${CANARY_MS / 1000} s that the edge waits`,
            check: async (): Promise<Verdict> => {
              const first = await canary();
              if (first?.status !== 200) return untold(`what it needs isn't well: ${told(first)}`);
              const started = performance.now();
              const again = await canary();
              const took = performance.now() - started;
              return when(
                again?.status === 200 && took < CANARY_MS,
                `${told(again)} after ${Math.round(took)} ms`,
              );
            },
          },
        ]
      : []),
  ];
}
