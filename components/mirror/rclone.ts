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
  /** Stores of other providers, the preferred one first. */
  readonly sources: readonly MediaStore[];
}

/**
 * Two runs that never copy the same day, so that they can't both write one object: `recent` has today and yesterday
 * (UTC), `full` all the rest. `minutes` bound a run and `startSeconds` how late it may begin, so that each ends before
 * a midnight has moved its days into the other's.
 */
export const mirrorRuns = {
  recent: { schedule: "*/5 * * * *", startSeconds: 120, minutes: 50 },
  full: { schedule: "17 2 * * *", startSeconds: 3600, minutes: 360 },
} as const;
export type MirrorRun = keyof typeof mirrorRuns;

/** Seconds after which Kubernetes ends a run that rclone's own bounds didn't. */
export function deadlineSeconds(run: MirrorRun): number {
  return (mirrorRuns[run].minutes + 5) * 60;
}

const section = (name: string, lines: readonly string[]): string => `[${name}]\n${lines.join("\n")}\n`;

/** rclone's configuration file: a remote `own` and one a source. No secrets: those come by the environment. */
export function rcloneConfig({ own, sources }: MirrorPlan): string {
  return [
    section("own", own.rclone.own(own)),
    ...sources.map((source) => section(remote(source), source.rclone.foreign(source))),
  ].join("\n");
}

/** What bounds a copy: 4 files of 4 MiB read ahead and up to 80 MiB of parts on their way, listings on disk. */
const bounds = [
  "--transfers 4",
  "--checkers 8",
  "--buffer-size 4Mi",
  // In one piece or in a stream of parts: parts at random would need the right to overwrite in some stores.
  "--multi-thread-streams 0",
  "--list-cutoff 20000",
  "--contimeout 10s",
  // A source that takes connections and never answers is given up after a good four minutes.
  "--timeout 30s",
  "--low-level-retries 2",
  "--retries 2",
  "--retries-sleep 5s",
  // What has begun is finished when the time is up; the next run goes on from there.
  "--cutoff-mode soft",
];

/**
 * The script of the CronJobs, for POSIX sh: `mirror.sh recent|full`. Pulls from each source what the own store lacks,
 * by name alone: sizes, times and etags differ between clouds and say nothing. Never overwrites, never deletes. Ends
 * with 1 when a source failed, after all were tried; 2 on a usage that it doesn't know.
 *
 * The days are filters and not part of the path, as a day without an upload has no path and would be an error.
 *
 * @throws RangeError without sources, and on a source of the store's own provider, whose own replication copies it.
 */
export function mirrorScript(plan: MirrorPlan, config: string = mirrorPaths.config): string {
  const { own, sources } = plan;
  if (sources.length === 0) throw new RangeError(`mirror of ${own.site}: there is no store to copy from`);
  for (const { site, provider } of sources) {
    if (provider === own.provider) {
      throw new RangeError(
        `mirror of ${own.site}: ${site} is of the same provider, which copies it by itself`,
      );
    }
  }
  const share = (run: MirrorRun) => `${Math.floor((mirrorRuns[run].minutes * 60) / sources.length)}s`;
  const flags = ["--ignore-existing", ...own.rclone.ownFlags, ...bounds];
  return `#!/bin/sh
set -u

now=$(date -u +%s) || exit 1
today=$(date -u -d "@$now" +%Y/%m/%d) || exit 1
yesterday=$(date -u -d "@$((now - 86400))" +%Y/%m/%d) || exit 1
case \${1-} in
  recent) set -- --include "/$today/**" --include "/$yesterday/**" --max-duration ${share("recent")} ;;
  full) set -- --exclude "/$today/**" --exclude "/$yesterday/**" --max-duration ${share("full")} ;;
  *)
    echo "mirror: wanted recent or full, not \${1-nothing}" >&2
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
    --log-level INFO --stats 60s --stats-one-line "$@"
  code=$?
  [ "$code" -eq 0 ] && return
  failed="$failed $site"
  if [ "$code" -eq 10 ]; then
    echo "mirror: $site: the time was up before all was copied; the next run goes on" >&2
  else
    echo "mirror: $site: rclone ended with $code; the next run tries again" >&2
  fi
}

${sources.map(pull).join("\n")}
if [ -n "$failed" ]; then
  echo "mirror: not all was copied from:$failed" >&2
  exit 1
fi
`;
}

function pull(source: MediaStore): string {
  const lines = [
    ...source.rclone.foreignEnv(source),
    `pull ${source.site} ${remote(source)}:${source.bucket} "$@"`,
  ];
  return `${lines.join("\n")}\n`;
}
