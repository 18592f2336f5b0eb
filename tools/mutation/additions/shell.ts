/** What could be added to a script for a shell or stand in it instead. Pure. */
import { type Edit, type Line, linesOf, oneOfEach, spliced } from "./insert";

export const isShell = (text: string): boolean => text.startsWith("#!");

const LINES = [
  "exit 0",
  "exit 1",
  "return 0",
  "sleep 3600",
  "set -e",
  "exec true",
  "PATH=/nowhere",
  "unset HOME",
];

/** Options by the program that knows them. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  rclone: [
    "--dry-run",
    "--max-age 1h",
    "--min-age 30d",
    '--exclude "*.mp4"',
    '--include "*.jpg"',
    "--max-transfer 1Mi",
    "--max-size 1Mi",
    "--min-size 1Gi",
    "--bwlimit 1k",
    "--max-depth 1",
    "--max-delete 0",
    "--exclude-if-present .skip",
    "--size-only",
    "--update",
    "--tpslimit 0.01",
    "--max-duration 1s",
    "--config /etc/elsewhere.conf",
    "--files-from /tmp/list",
    "--ignore-errors",
  ],
  nats: ["--timeout 1ms", "--server nats://elsewhere:4222", "--js-domain elsewhere", "--help", "--trace"],
  haproxy: ["-c", "-f /etc/elsewhere.cfg", "-n 1", "-m 1"],
};

export function editsOfShell(text: string): Edit[] {
  const lines = linesOf(text).filter(({ text: line }) => line.trim() !== "" && !line.trim().startsWith("#"));
  return oneOfEach(
    lines.flatMap((line) => [...around(text, line), ...options(text, line), ...turned(text, line)]),
    ({ weakening, within }) => `${weakening} ${within.replace(/(?:aws|oci)-[\w-]+|\d+/g, "x")}`,
  );
}

const isInside = ({ text }: Line): boolean => /\\$/.test(text);

function around(text: string, line: Line): Edit[] {
  const said = line.text.trim().slice(0, 100);
  const begins = /^\s*(?:[a-z][\w-]* |[a-z_]+=|\[ )/.test(line.text) && !/^\s*--/.test(line.text);
  const before = begins
    ? LINES.map((added) => ({
        weakening: "added" as const,
        within: `${added} before ${said}`,
        value: spliced(text, line.start, line.start, `${added}\n`),
      }))
    : [];
  return [
    ...before,
    {
      weakening: "line dropped",
      within: said,
      value: spliced(text, line.start, line.end + 1, ""),
    },
  ];
}

function options(text: string, line: Line): Edit[] {
  const found = /^\s*(?:exec )?(rclone \w+|nats \w+(?: \w+)?|haproxy)\b/.exec(line.text);
  const program = found?.[1]?.split(" ")[0] ?? "";
  const at = line.start + (found?.[0].length ?? 0);
  return (OPTIONS[program] ?? []).map((option) => ({
    weakening: "added",
    within: `${option} for ${found?.[1]}: ${line.text.trim().slice(0, 60)}`,
    value: spliced(text, at, at, ` ${option}`),
  }));
}

const TURNS: readonly (readonly [what: string, from: RegExp, to: string])[] = [
  ["whatever comes of it", /([^\\&|;])$/, "$1 || true"],
  ["a comparison turned round", / -(?:eq|gt|ge) /, " -lt "],
  ["equal for unequal", / != /, " = "],
  ["unequal for equal", / = /, " != "],
  ["or for and", /&&/, "||"],
  ["and for or", /\|\|/, "&&"],
  ["leaving out for taking", /"\+ \//, '"- /'],
  ["taking for leaving out", /"- \//, '"+ /'],
  ["failing for success", /\bexit 0\b/, "exit 1"],
  ["success for failing", /\bexit [1-9]\d*\b/, "exit 0"],
  ["sync for copy", /\brclone copy\b/, "rclone sync"],
  ["move for copy", /\brclone copy\b/, "rclone move"],
  ["another file", / \/etc\/[\w/.-]+/, " /etc/elsewhere"],
  ["another number", /(?<= |=)(?:[2-9]|\d{2,})(?=s?\b)/, "1"],
];

function turned(text: string, line: Line): Edit[] {
  return TURNS.flatMap(([what, from, to]) => {
    if (what === "whatever comes of it" && isInside(line)) return [];
    const other = line.text.replace(from, to);
    if (other === line.text) return [];
    return [
      {
        weakening: "replaced" as const,
        within: `${what}: ${line.text.trim().slice(0, 100)}`,
        value: spliced(text, line.start, line.end, other),
      },
    ];
  });
}
