/**
 * What HAProxy does with more requests than the pods behind it answer, and how long it keeps the connections of clients,
 * read back from the configuration that haproxy.ts writes. Pure.
 */
import { backends } from "./sections";

/** Of one pod of the edge. */
export interface EdgeLimits {
  /** Seconds without a request after which it closes a client's connection; undefined where that isn't said. */
  readonly keepAliveSeconds?: number;
  readonly byCapability: Readonly<Record<string, CapabilityLimits>>;
}

export interface CapabilityLimits {
  /** Requests that one server has at a time; undefined where as many as come. */
  readonly placesPerServer?: number;
  /** Requests of the capability under way, those that wait included, above which it refuses; undefined where it doesn't. */
  readonly underWay?: number;
  /** Requests that wait for each server, on average, from which it refuses; undefined where it doesn't. */
  readonly waitingPerServer?: number;
  /** What a request takes at the present pace of answers from which it refuses, in seconds; undefined where it doesn't. */
  readonly paceSeconds?: number;
  /** Requests that each server may have all the same; 0 where that isn't said. */
  readonly pacedLeast?: number;
  /** How long a request waits for a place, and then for its answer. */
  readonly queueSeconds: number;
  readonly answerSeconds: number;
}

/** HAProxy waits as long to connect where no time-out for the queue is said; for ever where none is. */
const forEver = Number.POSITIVE_INFINITY;

/** Reads a configuration as haproxy.ts writes it; what it doesn't say is not limited. */
export function readEdgeLimits(text: string): EdgeLimits {
  const inDefaults = /(?:^|\n)defaults\b(?:\n[ \t.][^\n]*|\n)*/.exec(text)?.[0] ?? "";
  const keepAliveSeconds = secondsOf(inDefaults, "http-keep-alive") ?? secondsOf(inDefaults, "http-request");
  const byCapability: Record<string, CapabilityLimits> = {};
  for (const [name, body] of backends(text)) {
    const servers = new RegExp(`^[ \\t]*server-template ${name} [^\\n]*`, "m").exec(body)?.[0];
    // Where clients are sent that aren't heard, and the queue, are no capability's.
    if (servers === undefined || /^[ \t]*mode tcp/m.test(body) || !/option httpchk/.test(body)) continue;
    const number = (pattern: RegExp, from = body): number | undefined => {
      const found = pattern.exec(from)?.[1];
      return found === undefined ? undefined : Number(found);
    };
    const limits = {
      placesPerServer: number(/ maxconn (\d+)/, servers),
      underWay: number(/http-request return status (?:429|503)[^\n]*\{ be_conn gt (\d+) \}/),
      waitingPerServer: number(
        new RegExp(`http-request return status (?:429|503)[^\\n]*\\{ avg_queue\\(${name}\\) ge (\\d+) \\}`),
      ),
    };
    const fed = number(/set-var\(txn\.fed\) nbsrv\([^)]*\),mul\((\d+)\)/);
    const pace = number(/http-request return status (?:429|503)[^\n]*\{ var\(txn\.pace\) -m int ge (\d+) \}/);
    byCapability[name] = {
      ...(pace === undefined ? {} : { paceSeconds: pace / 1000, pacedLeast: fed ?? 0 }),
      ...Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
      queueSeconds:
        secondsOf(body, "queue") ??
        secondsOf(inDefaults, "queue") ??
        secondsOf(inDefaults, "connect") ??
        forEver,
      answerSeconds: secondsOf(body, "server") ?? secondsOf(inDefaults, "server") ?? forEver,
    };
  }
  return { ...(keepAliveSeconds === undefined ? {} : { keepAliveSeconds }), byCapability };
}

const secondsOf = (from: string, timeout: string): number | undefined => {
  const found = new RegExp(`^[ \\t]*timeout ${timeout} (\\d+)s\\b`, "m").exec(from)?.[1];
  return found === undefined ? undefined : Number(found);
};
