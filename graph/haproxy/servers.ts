/** What an edge says of its servers: how soon a dead one is found, and how its name is looked up. Pure. */

import type { Said } from "../said";
import { setOf } from "../words";
import type { Configuration } from "./read";
import { askedOf } from "./walk";

/** A length of time as HAProxy writes it, in milliseconds; a bare number is of milliseconds. */
export function millisecondsIn(text: string): number | undefined {
  const [, digits, unit = "ms"] = /^(\d+)(us|ms|s|m|h|d)?$/.exec(text) ?? [];
  const factor = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}

/** Milliseconds within which a dead server is found, and a mended one is asked again. */
const FOUND = 60_000;
const BACK = 300_000;
const FEWEST_ERRORS = 3;

/** Checks that come too seldom, or take one slip for death; and names that nobody resolves anew. */
export function* checkedServers({ proxies, resolvers }: Configuration): Generator<Said> {
  for (const proxy of proxies.values()) {
    const [server] = proxy.kind === "frontend" ? [] : askedOf(proxy);
    if (!server) continue;
    const { words, address } = server;
    const said = (key: string, otherwise: string) =>
      words.includes(key) ? (words[words.lastIndexOf(key) + 1] ?? "") : otherwise;
    const every = millisecondsIn(said("inter", "2s")) ?? Number.POSITIVE_INFINITY;
    const [fall, rise] = [Number(said("fall", "3")), Number(said("rise", "2"))];
    const where = `in backend ${proxy.name}`;
    if (words.includes("check") && !(every * fall <= FOUND))
      yield { because: `finds a dead server too late ${where}: inter ${said("inter", "2s")} fall ${fall}` };
    if (words.includes("check") && !(every * rise <= BACK))
      yield { because: `asks a mended server too late ${where}: inter ${said("inter", "2s")} rise ${rise}` };
    if (words.includes("observe") && !(Number(said("error-limit", "10")) >= FEWEST_ERRORS))
      yield { because: `takes a server down for ${said("error-limit", "10")} errors ${where}` };
    const unread = words.find((word, i) => !SERVER.has(word) && !VALUED.has(words[i - 1] ?? ""));
    if (unread !== undefined && !address.startsWith("unix@"))
      yield { because: `says what isn't read of its servers ${where}: ${unread}`, unsure: true };
    if (address.includes(".svc.") && words.includes("ssl"))
      yield { because: `speaks TLS with pods that don't ${where}` };
    if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+:/i.test(address) || /^[\d.]+:/.test(address)) continue;
    const lines = resolvers.get(said("resolvers", "")) ?? [];
    if (
      !lines.some(([first]) => first === "parse-resolv-conf") ||
      lines.some(([first]) => first === "nameserver")
    )
      yield { because: `doesn't ask its cluster's names for servers ${where}` };
    if (!said("init-addr", "").split(",").includes("none"))
      yield { because: `doesn't start while a name can't be resolved ${where}` };
  }
}

const VALUED = setOf(
  "inter fastinter downinter fall rise observe error-limit on-error maxconn weight resolvers resolve-prefer init-addr port crt ca-file verify verifyhost sni check-sni alpn slowstart maxqueue id",
);
const SERVER = new Set([...VALUED, ...setOf("check check-ssl ssl backup disabled")]);
