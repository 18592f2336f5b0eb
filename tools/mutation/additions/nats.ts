/** What could be added to a configuration of NATS or stand in it instead, by its grammar. Pure. */
import { type Edit, type Line, linesOf, oneOfEach, spliced } from "./insert";

export const isNats = (text: string): boolean => /^(?:accounts|remotes)\b/m.test(text);

/** Settings by the block that they may stand in. */
const BY_BLOCK: Readonly<Record<string, readonly string[]>> = {
  "": [
    "max_payload: 16",
    "max_connections: 1",
    "max_subscriptions: 1",
    "max_control_line: 64",
    "max_pending: 1024",
    'write_deadline: "1ms"',
    'ping_interval: "1h"',
    "no_sys_acc: true",
    'no_auth_user: "nobody"',
    "disable_sublist_cache: true",
    'mappings: { "upload.>": "elsewhere.>" }',
    'mappings: { "engage.>": "elsewhere.>" }',
  ],
  jetstream: [
    "max_file_store: 1024",
    "max_memory_store: 0",
    'sync_interval: "2m"',
    "limits: { max_ack_pending: 1 }",
    "strict: false",
  ],
  cluster: [
    "pool_size: -1",
    "no_advertise: false",
    "connect_retries: 1",
    'authorization: { user: "a", password: "b", timeout: 1 }',
  ],
  leafnodes: [
    "no_advertise: false",
    "compression: off",
    'authorization: { user: "a", password: "b" }',
    'reconnect: "1h"',
    "isolate_leafnode_interest: false",
  ],
  tls: ["verify: true", "insecure: true", "timeout: 0.001", 'cipher_suites: ["TLS_RSA_WITH_RC4_128_SHA"]'],
};

export function editsOfNats(text: string): Edit[] {
  const lines = linesOf(text);
  const all = lines.flatMap((line, index) => [
    ...added(text, line, blockAbove(lines, index)),
    ...changed(text, line),
  ]);
  const tops = (BY_BLOCK[""] ?? []).map((setting) => addedLine(text, text.length, "the server", setting));
  return oneOfEach([...(text.startsWith("remotes") ? [] : tops), ...all], alike);
}

const alike = ({ weakening, within }: Edit): string =>
  `${weakening} ${within.replace(/(?:aws|oci)-[\w-]+|\d+/g, "x")}`;

const addedLine = (text: string, at: number, where: string, setting: string): Edit => ({
  weakening: "added",
  within: `${where}: ${setting}`,
  value: spliced(text, at, at, `\n${setting}\n`),
});

const opens = ({ text }: Line): string | undefined => /^ *"?([\w.-]+)"?:? ?\{$/.exec(text)?.[1];

function blockAbove(lines: readonly Line[], index: number): string {
  const line = lines[index];
  const own = line && opens(line);
  return own ?? "";
}

function added(text: string, line: Line, block: string): Edit[] {
  if (block === "") return denied(text, line);
  return (BY_BLOCK[block] ?? []).map((setting) => addedLine(text, line.end, block, setting));
}

/** A denial beside what somebody may do. */
function denied(text: string, line: Line): Edit[] {
  return [...line.text.matchAll(/\b(publish|subscribe):\s*\{\s*allow:\s*\[([^\]]*)\]/g)].flatMap((found) => {
    const at = line.start + (found.index ?? 0) + found[0].length;
    const [first = '">"'] = found[2]?.split(",") ?? [];
    return [first.trim(), '"$JS.API.>"', '"$JS.ACK.>"', '"_INBOX.>"'].map((subject) => ({
      weakening: "added" as const,
      within: `deny ${subject} beside ${found[1]} of ${line.text.trim().slice(0, 80)}`,
      value: spliced(text, at, at, `, deny: [${subject}]`),
    }));
  });
}

const TURNS: readonly (readonly [what: string, from: RegExp, to: string])[] = [
  ["another way round", /\btrue\b/, "false"],
  ["another way round", /\bfalse\b/, "true"],
  ["a number of one", /: (?:[2-9]|\d{2,})\b/, ": 1"],
  ["a time of an hour", /"\d+(?:s|m)"/, '"1h"'],
  ["another port", /:\d{4,5}"/, ':1"'],
  ["another file", /\/etc\/[\w/.-]+/, "/etc/elsewhere.pem"],
  ["another account", /accounts?: \[?"[^"]+"/, 'account: "elsewhere"'],
  ["another subject", /"(?:upload|engage)\.>"/, '"elsewhere.>"'],
  ["one fewer that may", /allow: \["[^"]+",? ?/, "allow: ["],
];

function changed(text: string, line: Line): Edit[] {
  if (!/^\s*[\w"{$}]/.test(line.text) || /^\s*#/.test(line.text)) return [];
  const found = TURNS.flatMap(([what, from, to]): Edit[] => {
    const other = line.text.replace(from, to);
    if (other === line.text) return [];
    const within = `${what}: ${line.text.trim().slice(0, 120)}`;
    return [{ weakening: "replaced", within, value: spliced(text, line.start, line.end, other) }];
  });
  // A list's or a block's own line is dropped where it is whole.
  const isWhole = /^\s*(?:"?[\w.-]+"?\s*:\s*[^{[]+|\{.*\}|"[^"]+"|[\w-]+:? \{.*\})$/.test(line.text);
  if (isWhole)
    found.push({
      weakening: "line dropped",
      within: line.text.trim().slice(0, 120),
      value: spliced(text, line.start, line.end + 1, ""),
    });
  return found;
}
