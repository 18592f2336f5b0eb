/** What a site's mirror runs with, and how often, from its CronJobs. Pure. */
import type { Graph } from "../../graph/resource";
import { booleanAt, listAt, propertiesOf, textAt } from "../../graph/views/read";
import { longestWaitSeconds } from "../../graph/views/schedule";
import { dataOf, textsOf } from "../../graph/views/texts";
import type { WorkloadView } from "../../graph/views/workloads";
import { envOf } from "./environment";

export interface MirrorLayout {
  /** rclone.conf, and the script that the jobs run, as deployed. */
  readonly config: string;
  readonly script: string;
  /** Its container's environment, as deployed; without what comes from Secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** What the script is told, and the seconds from one run to the next. */
  readonly runs: readonly { readonly name: string; readonly everySeconds: number }[];
}

/** What runs more rarely, as at night, doesn't come due in a drill. */
const OFTEN_SECONDS = 600;

/**
 * @param workloads a site's own
 * @returns undefined for a site without a mirror, or with one that has nothing to copy that often
 * @throws Error where such a job mounts no rclone.conf and mirror.sh
 */
export function mirrorLayout(
  graph: Graph,
  site: string,
  workloads: readonly WorkloadView[],
): MirrorLayout | undefined {
  const jobs = workloads.filter(({ part, kind }) => part === "mirror" && kind === "CronJob");
  const due = jobs.flatMap((job) => {
    const spec = ["spec", "schedule"] as const;
    const properties = propertiesOf(job.resource);
    const everySeconds = longestWaitSeconds(textAt(properties, ...spec) ?? "");
    const isOff = booleanAt(properties, "spec", "suspend") === true;
    const name = textAt(listAt(job.containers[0]?.raw, "args")[0]);
    if (isOff || name === undefined || everySeconds === undefined || everySeconds > OFTEN_SECONDS) return [];
    return [{ job, name, everySeconds }];
  });
  const [first] = due;
  if (!first) return undefined;
  const data = Object.assign({}, ...textsOf(graph, first.job).configMaps.map(dataOf)) as Record<
    string,
    string
  >;
  const [config, script] = [data["rclone.conf"], data["mirror.sh"]];
  if (config === undefined || script === undefined)
    throw new Error(`${site}: its mirror mounts no rclone.conf and mirror.sh`);
  const runs = due.map(({ name, everySeconds }) => ({ name, everySeconds }));
  return { config, script, env: envOf(first.job), runs };
}
