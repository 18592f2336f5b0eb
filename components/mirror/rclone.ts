/**
 * rclone's configuration and the script of the mirror's CronJobs. Pure. Needs rclone 1.72 or later: `If-None-Match`
 * came with 1.72, `--list-cutoff` with 1.70, OKE's workload identity with 1.66.
 */
import type { MediaStore } from "../contracts";
import { mirrorPaths } from "../ports";
import { remote } from "./remote";

/** What a site copies into its own store, and from where. */
export interface MirrorPlan {
  readonly own: MediaStore;
  /** Stores of other providers, the preferred one first: copied at once. */
  readonly sources: readonly MediaStore[];
  /** Those that another site's mirror copies, from where they come here by the provider's own replication. */
  readonly left: readonly MediaStore[];
  /** Prefixes of the keys that are copied: nothing else is. */
  readonly prefixes: readonly string[];
}

/**
 * Runs that never copy the same object at a time: those of the sources have today and yesterday (UTC), `recent`, or all
 * the rest, `full`. What another site's mirror copies is left to it, and taken over where it didn't: `late-recent` is
 * of what was missing when it began and still is `waitMinutes` later, after the other mirror's next runs and the
 * fifteen minutes of S3's replication; `late-full` begins when the other's `full` is over, and that time has passed.
 * `minutes` bound a run and `startSeconds` how late it may begin, so that each ends before a midnight has moved its
 * days into another's.
 */
export const mirrorRuns = {
  recent: { of: "sources", schedule: "*/5 * * * *", startSeconds: 120, minutes: 50, waitMinutes: 0 },
  full: { of: "sources", schedule: "17 2 * * *", startSeconds: 3600, minutes: 360, waitMinutes: 0 },
  "late-recent": { of: "left", schedule: "35 * * * *", startSeconds: 600, minutes: 50, waitMinutes: 25 },
  "late-full": { of: "left", schedule: "45 9 * * *", startSeconds: 3600, minutes: 360, waitMinutes: 0 },
} as const satisfies Readonly<Record<string, MirrorSchedule>>;
export type MirrorRun = keyof typeof mirrorRuns;

interface MirrorSchedule {
  /** Which of a plan's stores it copies from. */
  readonly of: "sources" | "left";
  readonly schedule: string;
  readonly startSeconds: number;
  readonly minutes: number;
  /** Between what it finds missing and its copying of what still is. */
  readonly waitMinutes: number;
}

export const allRuns = Object.keys(mirrorRuns) as readonly MirrorRun[];

/** Seconds after which Kubernetes ends a run that rclone's own bounds didn't. */
export function deadlineSeconds(run: MirrorRun): number {
  return (mirrorRuns[run].minutes + 5) * 60;
}

const section = (name: string, lines: readonly string[]): string => `[${name}]\n${lines.join("\n")}\n`;

/** rclone's configuration file: a remote `own` and one a source. No secrets: those come by the environment. */
export function rcloneConfig({ own, sources, left }: MirrorPlan): string {
  return [
    section("own", own.rclone.own(own)),
    ...[...sources, ...left].map((source) => section(remote(source), source.rclone.foreign(source))),
  ].join("\n");
}

/** How long a store is waited for. */
const patience = [
  "--contimeout 10s",
  // A source that takes connections and never answers is given up after a good four minutes.
  "--timeout 30s",
  "--low-level-retries 2",
  "--retries 2",
  "--retries-sleep 5s",
];

/** What bounds a copy: 4 files of 4 MiB read ahead and up to 80 MiB of parts on their way, listings on disk. */
const bounds = [
  "--transfers 4",
  "--checkers 8",
  "--buffer-size 4Mi",
  // In one piece or in a stream of parts: parts at random would need the right to overwrite in some stores.
  "--multi-thread-streams 0",
  "--list-cutoff 20000",
  ...patience,
  // What has begun is finished when the time is up; the next run goes on from there.
  "--cutoff-mode soft",
];

/**
 * The script of the CronJobs, for POSIX sh: `mirror.sh RUN`. Pulls from each source what the own store lacks, by name
 * alone: sizes, times and etags differ between clouds and say nothing. Never overwrites, never deletes. Ends with 1 when
 * a source failed, after all were tried; 2 on a usage that it doesn't know.
 *
 * The days are filters and not part of the path, as a day without an upload has no path and would be an error.
 *
 * @throws RangeError without sources, and on a source of the store's own provider, whose own replication copies it.
 */
export function mirrorScript(plan: MirrorPlan, config: string = mirrorPaths.config): string {
  const { own, sources, left } = plan;
  const all = [...sources, ...left];
  if (all.length === 0) throw new RangeError(`mirror of ${own.site}: there is no store to copy from`);
  for (const { site, provider } of all) {
    if (provider === own.provider) {
      throw new RangeError(
        `mirror of ${own.site}: ${site} is of the same provider, which copies it by itself`,
      );
    }
  }
  const flags = ["--ignore-existing", ...own.rclone.ownFlags, ...bounds];
  return `#!/bin/sh
set -u

run=\${1-}
now=$(date -u +%s) || exit 1
today=$(date -u -d "@$now" +%Y/%m/%d) || exit 1
yesterday=$(date -u -d "@$((now - 86400))" +%Y/%m/%d) || exit 1
case $run in
${allRuns.map((run) => days(run, plan)).join("\n")}
  *)
    echo "mirror: wanted one of ${allRuns.join(", ")}, not \${1-nothing}" >&2
    exit 2
    ;;
esac

failed=
# site, remote and bucket, filters
pull() {
  site=$1
  from=$2
  shift 2
  echo "mirror: copying what is missing from $site"
  rclone copy "$from" "own:${own.bucket}" --config ${config} \\
    ${flags.join(" \\\n    ")} \\
    --log-level INFO --stats 60s --stats-one-line --max-duration "$seconds" "$@"
  code=$?
  [ "$code" -eq 0 ] && return
  failed="$failed $site"
  if [ "$code" -eq 10 ]; then
    echo "mirror: $site: the time was up before all was copied; the next run goes on" >&2
  else
    echo "mirror: $site: rclone ended with $code; the next run tries again" >&2
  fi
}
${left.length > 0 ? waiting(plan, config) : ""}
${allRuns.map((run) => pulls(run, plan)).join("")}
if [ -n "$failed" ]; then
  echo "mirror: not all was copied from:$failed" >&2
  exit 1
fi
`;
}

/** The days that a run copies, and the time that it has for each of its sources. */
function days(run: MirrorRun, plan: MirrorPlan): string {
  const { of, minutes, waitMinutes } = mirrorRuns[run];
  if (plan[of].length === 0) return `  ${run}) exit 0 ;;`;
  const seconds = Math.floor(((minutes - waitMinutes) * 60) / plan[of].length);
  const recent = plan.prefixes.flatMap((prefix) =>
    ["$today", "$yesterday"].map((day) => dayBelow(prefix, day)),
  );
  // The first that fits decides.
  const rules = run.endsWith("recent")
    ? recent.map((keys) => `+ ${keys}`)
    : [...recent.map((keys) => `- ${keys}`), ...plan.prefixes.map((prefix) => `+ /${prefix}**`)];
  const filters = [...rules, "- **"].map((rule) => `--filter "${rule}"`);
  return `  ${run})
    seconds=${seconds}s
    set -- ${filters.join(" \\\n      ")}
    ;;`;
}

/** The keys of a day. A prefix that is a year stands for keys of before there were prefixes: they began with their day. */
const dayBelow = (prefix: string, day: string): string =>
  /^\d{4}\/$/.test(prefix) ? `/${day}/**` : `/${prefix}${day}/**`;

/** What a run does with each of its sources. */
function pulls(run: MirrorRun, plan: MirrorPlan): string {
  const { of, waitMinutes } = mirrorRuns[run];
  const sources = plan[of];
  if (sources.length === 0) return "";
  const each = (what: (source: MediaStore, from: string) => string) =>
    sources
      .map((source) =>
        [...source.rclone.foreignEnv(source), what(source, `${remote(source)}:${source.bucket}`)]
          .map((line) => `  ${line}`)
          .join("\n"),
      )
      .join("\n");
  const steps =
    waitMinutes === 0
      ? each(({ site }, from) => `pull ${site} ${from} "$@"`)
      : `${each(({ site }, from) => `missing ${site} ${from} "$@"`)}
  if [ -n "$waits" ]; then
    echo "mirror: missing from$waits: left to other sites' mirrors for ${waitMinutes} minutes"
    sleep ${waitMinutes * 60}
  fi
${each(({ site }, from) => `[ ! -s "$lists/${site}.missing" ] || pull ${site} ${from} --files-from-raw "$lists/${site}.missing"`)}`;
  return `if [ "$run" = ${run} ]; then\n${steps}\nfi\n`;
}

/** Functions that note what a source has and the own store lacks. */
const waiting = ({ own }: MirrorPlan, config: string): string => `
lists=$(mktemp -d) || exit 1
waits=
# file, remote and bucket, filters
names() {
  file=$1
  store=$2
  shift 2
  rclone lsf "$store" --recursive --files-only --config ${config} \\
    ${patience.join(" ")} "$@" >"$file.listed" && LC_ALL=C sort "$file.listed" >"$file"
}
# site, remote and bucket, filters
missing() {
  site=$1
  from=$2
  shift 2
  if names "$lists/own" "own:${own.bucket}" "$@" && names "$lists/$site" "$from" "$@" &&
    LC_ALL=C comm -13 "$lists/own" "$lists/$site" >"$lists/$site.missing"; then
    [ ! -s "$lists/$site.missing" ] || waits="$waits $site"
  else
    failed="$failed $site"
    echo "mirror: $site: what is missing can't be listed; the next run tries again" >&2
  fi
}
`;
