/** The script that copies between stores, and rclone's remotes: what it leaves out or takes away. */
import type { Graph } from "../resource";
import type { Said } from "../said";
import { listAt } from "../views/read";
import { storesOf } from "../views/stores";
import type { WorkloadView } from "../views/workloads";
import { setOf } from "../words";
import { endBefore, linesOf } from "./shell";

/** How fast, how often, how much at once, and for how long. */
const KNOWN = setOf(
  "--config --ignore-existing --header-upload --transfers --checkers --buffer-size --multi-thread-streams --list-cutoff --contimeout --timeout --low-level-retries --retries --retries-sleep --cutoff-mode --log-level --stats --stats-one-line --max-duration --filter --files-from-raw --recursive --files-only",
);
const LEAVES_OUT =
  /^--(?:dry-run|n|exclude\S*|include\S*|min-age|max-age|min-size|max-size|max-transfer|bwlimit|delete\S*|max-depth|max-delete|interactive|immutable)$/;

/** @param word what the job runs the script with */
export function* copySaid(script: string, word: string | undefined): Generator<Said> {
  const lines = linesOf(script);
  const commands = lines.filter(({ text }) => /\brclone [a-z]/.test(text) && !text.startsWith("echo "));
  for (const { text } of commands) {
    const verb = /\brclone ([a-z]+)/.exec(text)?.[1] ?? "";
    if (verb !== "copy" && verb !== "lsf")
      yield { because: `runs rclone ${verb}, which may take objects away` };
    if (verb === "copy" && !text.includes("--ignore-existing"))
      yield { because: "writes over objects that are there already" };
    for (const [flag] of text.matchAll(/(?<= )--?[a-z][a-z-]*/g)) {
      if (LEAVES_OUT.test(flag)) yield { because: `leaves objects out or behind, by rclone's ${flag}` };
      else if (flag.startsWith("--") && !KNOWN.has(flag))
        yield { because: `gives rclone ${flag}, which isn't read`, unsure: true };
    }
  }
  if (!commands.some(({ text }) => text.includes("rclone copy"))) yield { because: "copies nothing" };
  const end = endBefore(lines, ({ text }) => /^pull \S/.test(text));
  if (end !== undefined) yield { because: `ends before it copies: ${end}` };
  const own =
    word === undefined
      ? undefined
      : caseOf(
          lines.map(({ text }) => text),
          word,
        );
  if (word !== undefined && own === undefined)
    yield { because: `is run with ${word}, which it doesn't know` };
  for (const text of own ?? []) {
    // Without work of its own a run may end at once.
    const hasWork = script.includes(`"$run" = ${word} `);
    if (hasWork && /^(?:[a-z-]+\) )?exit\b/.test(text))
      yield { because: `does nothing when it is run with ${word}: ${text}` };
    if (word?.includes("recent") && /"- \//.test(text))
      yield { because: `leaves out what is new when it is run with ${word}` };
    if (text.includes("--filter") && !/"\+ \//.test(text))
      yield { because: `copies nothing when it is run with ${word}` };
  }
}

/** What stands in the case of a word. */
function caseOf(texts: readonly string[], word: string): readonly string[] | undefined {
  const from = texts.findIndex((text) => text === `${word})` || text.startsWith(`${word}) `));
  if (from < 0) return undefined;
  const length = texts.slice(from).findIndex((text) => text.endsWith(";;"));
  return texts.slice(from, from + Math.max(1, length + 1));
}

/** Remotes that the script names, with a region that has a store and an end point of that region. */
export function* remotesSaid(graph: Graph, script: string, remotes: string): Generator<Said> {
  const sections = new Map<string, Map<string, string>>();
  let here: Map<string, string> | undefined;
  for (const line of remotes.split("\n")) {
    const name = /^\[([^\]]+)\]/.exec(line)?.[1];
    const equals = line.indexOf("=");
    const [key, value] = equals < 0 ? [] : [line.slice(0, equals).trim(), line.slice(equals + 1).trim()];
    if (name !== undefined) {
      here = new Map();
      sections.set(name, here);
    } else if (key !== undefined) here?.set(key, value ?? "");
  }
  const stores = storesOf(graph);
  const buckets = new Set(stores.flatMap(({ bucket }) => bucket ?? []));
  const regions = new Set(stores.flatMap(({ placement }) => placement?.region ?? []));
  const isKnown =
    stores.length > 0 &&
    stores.every(({ bucket, placement }) => bucket !== undefined && placement !== undefined);
  for (const [, remote = "", bucket = ""] of script.matchAll(
    /(?<=[ "])([a-z][a-z0-9_]{0,60}):([a-z0-9][a-z0-9.-]{2,62})(?=[ "])/g,
  )) {
    if (!sections.has(remote))
      yield { because: `copies by the remote ${remote}, which rclone isn't told of` };
    if (isKnown && !buckets.has(bucket))
      yield { because: `copies by ${remote}:${bucket}, and no store of this program is called that` };
  }
  for (const [name, told] of sections) {
    const [type = "", region = "", endpoint] = ["type", "region", "endpoint"].map((key) => told.get(key));
    if (type !== "s3" && type !== "oracleobjectstorage")
      yield { because: `takes ${name} for a store of the type ${type}` };
    if (isKnown && !regions.has(region))
      yield { because: `looks for ${name} in ${region}, where no store of this program is` };
    if (endpoint !== undefined && !isOfRegion(endpoint, region))
      yield { because: `asks ${endpoint} for ${name}, which is no end point of ${region}` };
  }
}

const isOfRegion = (endpoint: string, region: string): boolean => endpoint.split(/[./]/).includes(region);

/** What a job runs its script with. */
export const wordOf = ({ containers }: WorkloadView): string | undefined => {
  const words = containers.flatMap(({ raw }) => listAt(raw, "args"));
  return typeof words[0] === "string" ? words[0] : undefined;
};
