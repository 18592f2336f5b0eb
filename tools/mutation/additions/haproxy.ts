/** What could be added to HAProxy's configuration or stand in it instead, by its grammar. Pure. */
import { type Edit, type Line, linesOf, oneOfEach, spliced } from "./insert";

export const isHaproxy = (text: string): boolean => /^defaults\b/m.test(text) && /^frontend \S/m.test(text);

const CONDITIONS = [
  "",
  " if { path_beg /v1 }",
  " if { method POST }",
  " if { rand(100) lt 50 }",
  " unless { src 10.0.0.0/8 }",
];

const ANSWERS = [
  "http-request return status 503",
  "http-request return status 200",
  "http-request deny",
  "http-request tarpit",
  "http-request reject",
  "http-request silent-drop",
  "http-request redirect location https://elsewhere.example.com code 302",
];

const RULES = [
  ...ANSWERS.flatMap((line) => CONDITIONS.map((condition) => line + condition)),
  "http-request set-path /elsewhere",
  "http-request replace-path (.*) /old\\1",
  "http-request set-header Host elsewhere.example.com",
  "http-request set-var(txn.host) str(elsewhere.example.com)",
  "http-request set-method GET",
  "http-request set-dst ipv4(127.0.0.1)",
  "http-response deny",
  "http-response return status 500",
  "http-response set-status 503",
  "http-after-response set-status 500",
  "tcp-request content reject",
  "tcp-request inspect-delay 30s",
];

const OF_FRONTENDS = [
  ...RULES,
  "tcp-request connection reject",
  "tcp-request connection reject if { src_conn_rate gt 10 }",
  "tcp-request session reject",
  "maxconn 1",
  "rate-limit sessions 1",
  "monitor-uri /",
  "disabled",
  "timeout client 1s",
  "use_backend unknown_host",
  "use_backend unknown_host if { method GET }",
];

const OF_BACKENDS = [
  ...RULES,
  "disabled",
  "fullconn 1",
  "timeout server 1s",
  "timeout queue 1ms",
  "timeout connect 1ms",
  "balance source",
  "option httpchk GET /elsewhere",
  "http-check expect status 418",
  "http-check send meth GET uri /livez",
  "default-server maxconn 1",
  "default-server disabled",
  "default-server weight 0",
  "retries 0",
  "server elsewhere 127.0.0.1:9",
  "server elsewhere 203.0.113.9:443",
];

const OF_GLOBAL = [
  "maxconn 1",
  "maxconnrate 1",
  "maxsslconn 1",
  "nbthread 64",
  "hard-stop-after 1s",
  "ulimit-n 64",
];

const OF_DEFAULTS = [
  "maxconn 1",
  "timeout client 1ms",
  "timeout server 1ms",
  "timeout connect 1ms",
  "retries 0",
  "disabled",
];

const OF_RESOLVERS = [
  "nameserver elsewhere 203.0.113.9:53",
  "hold timeout 1ms",
  "timeout resolve 600s",
  "hold valid 3600s",
];

const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  frontend: OF_FRONTENDS,
  backend: OF_BACKENDS,
  listen: OF_BACKENDS,
  global: OF_GLOBAL,
  defaults: OF_DEFAULTS,
  resolvers: OF_RESOLVERS,
};

const OF_SERVERS = ["disabled", "backup", "weight 0", "maxconn 1", "inter 3600s", "fall 1000", "port 1"];

interface Section {
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly Line[];
}

export function editsOfHaproxy(text: string): Edit[] {
  const sections = sectionsOf(text);
  return [
    ...oneOfEach(
      sections.flatMap((section) => [...added(text, section), ...ofServers(text, section)]),
      alike,
    ),
    ...oneOfEach(
      sections.flatMap((section) => [...dropped(text, section), ...replaced(text, section)]),
      alike,
    ),
  ];
}

/** Sections of several capabilities are alike, and so are their lines. */
const alike = ({ weakening, within }: Edit): string =>
  `${weakening} ${within.replace(/\b(?:upload|feed|status|engagement|engage|monetization|training|recommendations)\b|\d+/g, "x").replace(/\b[a-z]+_(?=any|peer|trial|away|opinions|well|canary)/g, "x_")}`;

function sectionsOf(text: string): Section[] {
  const found: { kind: string; name: string; lines: Line[] }[] = [];
  for (const line of linesOf(text)) {
    const [kind = "", name = ""] = line.text.split(/\s+/);
    if (/^\w/.test(line.text)) found.push({ kind, name, lines: [line] });
    else found.at(-1)?.lines.push(line);
  }
  return found;
}

function added(text: string, { kind, name, lines: [first, ...rest] }: Section): Edit[] {
  if (!first) return [];
  const last = rest.findLast((line) => line.text.trim() !== "") ?? first;
  return (BY_KIND[kind] ?? []).map((line) => {
    // A rule comes before the others; a setting is the last that is said.
    const at = /^(?:http-|tcp-|use_backend|monitor)/.test(line) ? first.end : last.end;
    return {
      weakening: "added",
      within: `${kind} ${name}: ${line}`,
      value: spliced(text, at, at, `\n  ${line}`),
    };
  });
}

const isServer = ({ text }: Line): boolean => /^\s+server(?:-template)?\s/.test(text);

function ofServers(text: string, { kind, name, lines }: Section): Edit[] {
  return lines
    .filter(isServer)
    .slice(0, 1)
    .flatMap((line) => [
      ...OF_SERVERS.map((words) => ({
        weakening: "added" as const,
        within: `${kind} ${name}: server … ${words}`,
        value: spliced(text, line.end, line.end, ` ${words}`),
      })),
      ...(/\scheck(?=\s|$)/.test(line.text)
        ? [
            {
              weakening: "line dropped" as const,
              within: `${kind} ${name}: the word check of a server`,
              value: spliced(text, line.start, line.end, line.text.replace(/\scheck(?=\s|$)/, "")),
            },
          ]
        : []),
    ]);
}

const isSaid = ({ text }: Line): boolean => /^\s+[\w]/.test(text);

function dropped(text: string, { kind, name, lines }: Section): Edit[] {
  return lines.filter(isSaid).map((line) => ({
    weakening: "line dropped" as const,
    within: `${kind} ${name}: ${line.text.trim()}`,
    value: spliced(text, line.start, line.end + 1, ""),
  }));
}

/** Parts of a line that could be another: a condition turned round, a status, a time, a port, a path, a backend. */
const TURNS: readonly (readonly [what: string, from: RegExp, to: string])[] = [
  ["if for unless", / unless (?=[{!a-z])/, " if "],
  ["unless for if", / if (?=[{!a-z])/, " unless "],
  ["a condition forgotten", /^(.*?) if [\s\S]*/, "$1"],
  ["another status", /\bstatus [23]\d\d\b/, "status 503"],
  ["success for an error", /\bstatus [45]\d\d\b/, "status 200"],
  ["a time of a millisecond", /\b\d+(?:ms|s|m|h)\b/, "1ms"],
  ["a time of an hour", /\b\d+(?:ms|s|m)\b/, "3600s"],
  ["another port", /:\d{2,5}\b/, ":1"],
  ["another path", / \/[a-z][\w/.-]*/, " /elsewhere"],
  ["another backend", /^(\s+(?:use_backend|default_backend)) \S+/, "$1 unknown_host"],
  ["more for less", / lt (?=\d)/, " gt "],
  ["less for more", / gt (?=\d)/, " lt "],
];

function replaced(text: string, { kind, name, lines }: Section): Edit[] {
  return lines.filter(isSaid).flatMap((line) =>
    TURNS.flatMap(([what, from, to]) => {
      const other = line.text.replace(from, to);
      if (other === line.text) return [];
      return [
        {
          weakening: "replaced" as const,
          within: `${kind} ${name}: ${what} in ${line.text.trim()}`,
          value: spliced(text, line.start, line.end, other),
        },
      ];
    }),
  );
}
