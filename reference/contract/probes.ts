/** What the stack asks of every pod: `components/pod.ts` says how often. */
import { ask, told } from "./ask";
import { type Clause, when } from "./clause";

/** The shortest time-out of the stack's probes. */
const PROBE_MS = 2000;

export const probeClauses = (url: string): Clause[] =>
  ["/startupz", "/readyz", "/livez"].map((path) => ({
    says: `GET ${path} is answered with success within ${PROBE_MS / 1000} s`,
    check: async () => {
      const answer = await ask(url, { path, within: PROBE_MS });
      return when(answer !== undefined && answer.status >= 200 && answer.status < 400, told(answer));
    },
  }));
