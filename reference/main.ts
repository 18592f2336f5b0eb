/** One image for all capabilities: the pod's environment says which of them it is. */
import { describe, jsonLog } from "./frame/log";
import { Metrics } from "./frame/metrics";
import type { Pod, Program } from "./frame/pod";
import { Service } from "./frame/service";
import { type ProgramName, readSettings } from "./frame/settings";

/** Loaded only when it is the one: a program that uses no store doesn't wait for a store's library. */
const programs: Readonly<Record<ProgramName, () => (pod: Pod) => Program>> = {
  upload: () => (require("./upload/program") as typeof import("./upload/program")).upload,
  feed: () => (require("./feed/program") as typeof import("./feed/program")).feed,
  engagement: () => (require("./engagement/program") as typeof import("./engagement/program")).engagement,
  recommendations: () =>
    (require("./recommendations/program") as typeof import("./recommendations/program")).recommendations,
  training: () => (require("./training/program") as typeof import("./training/program")).training,
  monetization: () =>
    (require("./monetization/program") as typeof import("./monetization/program")).monetization,
  any: () => (require("./any/program") as typeof import("./any/program")).any,
  status: () => (require("./status/program") as typeof import("./status/program")).status,
};

/** Below the least that a pod has after SIGTERM: 45 s in the catalog. */
const GRACE_MS = 40_000;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const { capability, program: name, site } = settings;
  const log = jsonLog({ capability, site });
  const metrics = new Metrics({ capability, site });
  // A defect: the log says so, and Kubernetes starts the pod anew. What was acknowledged is in the stores or the queue.
  process.on("uncaughtException", (error) => {
    log.error("a defect ended this program", { error: describe(error) });
    process.exit(1);
  });
  const program = programs[name]()({ settings, env: process.env, log, metrics });
  const service = new Service(program.routes, metrics, log);
  const port = await service.listen(settings.listen);
  log.info("serving", { port, startMs: Math.round(performance.now()) });

  let isEnding = false;
  const end = async (signal: string): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    log.info("ending", { signal });
    const cutOff = await service.end(GRACE_MS);
    await program.close();
    log.info("ended", { cutOff });
    process.exit(cutOff === 0 ? 0 : 1);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void end(signal));
}

main().catch((error: unknown) => {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
});
