/** A site's mirror: what its CronJobs run, begun as often as they are, in the site's network. */
import type { ChildProcess } from "node:child_process";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { goProgram } from "../../frame/go";
import { gone, type Lane } from "../../frame/lane";
import type { SiteLayout } from "../../plan/layout";
import type { StartAt } from "../queues";
import type { StoreKeys } from "../store/store";
import { mirrorEnv, mirrorScriptAt } from "./mirror-files";

/** A CronJob of it. */
export interface MirrorJob {
  readonly everySeconds: number;
  readonly begin: () => ChildProcess;
}

export class Mirror {
  readonly #running = new Map<MirrorJob, ChildProcess>();
  #timers: readonly NodeJS.Timeout[] = [];

  /** @returns undefined where the site has none that comes due in a drill */
  static start(
    lane: Lane,
    start: StartAt,
    site: SiteLayout,
    keys: StoreKeys,
    ca: string,
  ): Mirror | undefined {
    const { id, mirror, store } = site;
    if (mirror === undefined) return undefined;
    const config = lane.file(`${id}/mirror/rclone.conf`, mirror.config);
    // The deployed script has no quotes, and a checkout's path may have blanks.
    const short = `${lane.socketFolder()}/files`;
    symlinkSync(path.dirname(config), short);
    const script = lane.file(
      `${id}/mirror/mirror.sh`,
      mirrorScriptAt(id, mirror, `${short}/${path.basename(config)}`),
    );
    const programs = path.dirname(goProgram("rclone"));
    // rclone asks for a folder of its own, and finds nothing there.
    const env = { ...mirrorEnv(mirror, store, keys, ca, programs), HOME: path.dirname(config) };
    const made = new Mirror(
      (process) => lane.kill(process),
      mirror.runs.map(({ name, everySeconds }) => ({
        everySeconds,
        begin: () => start(id, `${id}/mirror/${name}`, "/bin/sh", [script, name], env),
      })),
    );
    made.start();
    lane.onEnd(() => made.#rest());
    return made;
  }

  constructor(
    private readonly end: (process: ChildProcess) => Promise<void>,
    private readonly jobs: readonly MirrorJob[],
  ) {}

  /** From now on its jobs come due. */
  start(): void {
    if (this.#timers.length > 0) return;
    this.#timers = this.jobs.map((job) => setInterval(() => this.#due(job), job.everySeconds * 1000));
  }

  /** None of them comes due any more, and what runs is killed. */
  async kill(): Promise<void> {
    this.#rest();
    await Promise.all([...this.#running.values()].map(this.end));
  }

  #rest(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }

  /** One at a time, as its CronJob has it: what is late is left out. */
  #due(job: MirrorJob): void {
    const before = this.#running.get(job);
    if (before && !gone(before)) return;
    this.#running.set(job, job.begin());
  }
}
