/**
 * How HAProxy notices what fails, read back from the configuration that haproxy.ts writes: the survival model and the
 * roll-out ask what is deployed, not what would be. Pure.
 */
import { backends } from "./sections";
import { variableName } from "./variable-name";

/** What the edge's configuration says of how it notices. */
export interface EdgeHealth {
  readonly urn: string;
  readonly checkIntervalSeconds: number;
  readonly checkTimeoutSeconds: number;
  readonly fall: number;
  readonly rise: number;
  /** Failed live requests in a row that take a server out; undefined where live requests aren't watched. */
  readonly errorLimit?: number;
  /** Tries after the first, on another server, when one doesn't connect. */
  readonly retries: number;
  /** Undefined where failures of live requests turn no health red. */
  readonly brownout?: {
    readonly windowSeconds: number;
    readonly minimumRequests: number;
    readonly failurePercent: number;
    readonly holdSeconds: number;
  };
  readonly storeIntervalSeconds: number;
  readonly byCapability: Readonly<Record<string, CapabilityHealth>>;
}

/** When the health answer of one capability is red. */
export interface CapabilityHealth {
  readonly path: string;
  readonly minimumServers: number;
  readonly watchesFailures: boolean;
  readonly watchesQueue: boolean;
  readonly watchesStore: boolean;
  readonly drained: boolean;
}

/**
 * Reads a configuration as haproxy.ts writes it; what it doesn't say counts as not watched.
 * @param urn of what holds the configuration
 */
export function readEdgeHealth(text: string, urn: string): EdgeHealth {
  const number = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  // A backend that is called as a capability is the site's own of it; others watch the queue, stores, siblings and peers.
  const servers = backends(text);
  const byCapability = healthAnswers(text);
  const watched = [...servers].find(([name]) => byCapability[name] !== undefined);
  const line = /default-server check[^\n]*/.exec(watched?.[1] ?? "")?.[0] ?? "";
  const storeLine = /default-server check[^\n]*/.exec(servers.get("media_store") ?? "")?.[0] ?? "";
  const seconds = (from: string, key: string): number | undefined => {
    const found = new RegExp(`\\b${key} (\\d+)s?\\b`).exec(from)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const errorLimit =
    /observe layer7/.test(line) && /on-error mark-down/.test(line) ? seconds(line, "error-limit") : undefined;
  const windowSeconds = number(/^backend live\s+stick-table [^\n]*http_fail_rate\((\d+)s\)/m);
  const minimumRequests = number(/var\(txn\.requests\) -m int ge (\d+)/);
  const failurePercent = number(/div\(txn\.requests\) ge (\d+)/);
  const holdSeconds = number(/\{ date,sub\(proc\.brownout_\w+\) lt (\d+) \}/);
  const checkIntervalSeconds = seconds(line, "inter") ?? 2;
  return {
    urn,
    checkIntervalSeconds,
    checkTimeoutSeconds: number(/^[ \t]*timeout check (\d+)s/m) ?? checkIntervalSeconds,
    fall: seconds(line, "fall") ?? 3,
    rise: seconds(line, "rise") ?? 2,
    ...(errorLimit === undefined ? {} : { errorLimit }),
    retries: /^[ \t]*retry-on [^\n]*conn-failure/m.test(text) ? (number(/^[ \t]*retries (\d+)/m) ?? 0) : 0,
    ...(windowSeconds && minimumRequests !== undefined && failurePercent !== undefined && holdSeconds
      ? { brownout: { windowSeconds, minimumRequests, failurePercent, holdSeconds } }
      : {}),
    storeIntervalSeconds: seconds(storeLine, "inter") ?? checkIntervalSeconds,
    byCapability,
  };
}

/** Where HAProxy keeps when too many of a capability's requests had failed: sickness.ts. */
const moment = (capability: string): string => `proc.brownout_${variableName(capability)}`;

function healthAnswers(text: string): Record<string, CapabilityHealth> {
  const lines = text.split("\n").filter((line) => /\{ path \/healthz\/[a-z]/.test(line));
  const found: Record<string, CapabilityHealth> = {};
  for (const name of new Set(
    lines.flatMap((line) => /\{ path \/healthz\/([a-z0-9-]+) \}/.exec(line)?.[1] ?? []),
  )) {
    const own = lines.filter(
      (line) => line.includes(`{ path /healthz/${name} }`) && line.includes(" status 503 "),
    );
    const minimum = own.flatMap(
      (line) => /\{ nbsrv\(([^()]+)\) lt (\d+) \}/.exec(line)?.slice(1, 3).join(" ") ?? [],
    );
    const threshold = (server: string): number | undefined => {
      const entry = minimum.find((item) => item.startsWith(`${server} `));
      return entry === undefined ? undefined : Number(entry.split(" ")[1]);
    };
    found[name] = {
      path: `/healthz/${name}`,
      minimumServers: threshold(name) ?? 0,
      watchesFailures:
        own.some((line) => line.includes(`sub(${moment(name)}) lt `)) &&
        text.includes(`set-var(${moment(name)}) date`),
      watchesQueue: threshold("queue") !== undefined,
      watchesStore: threshold("media_store") !== undefined,
      drained: own.some((line) => /string "drained/.test(line)),
    };
  }
  return found;
}
