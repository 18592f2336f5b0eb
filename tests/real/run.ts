/** `npm run test:real [-- LANE…]`: what the stack deploys, in the real programs. Exit: 1 a lane failed, 2 the usage. */
import { Command } from "commander";
import { type ExitCode, exit } from "../../cli/exit";
import { type GoModule, goPrograms, stopBuilds } from "../../drill/frame/go";
import { cache, Lacking, Lane, NotReady, now } from "../../drill/frame/lane";
import { runTool } from "../../tools/run-tool";
import { clusters } from "./clusters/clusters";
import { copies } from "./copies/copies";
import { dns } from "./dns/dns";
import { edge } from "./edge/edge";
import { closingLine, type Outcome, table } from "./frame/table";
import { queue } from "./queue/queue";

/** In the order of the run: first those that build nothing and mostly wait, as Go builds beside them. */
const lanes: Readonly<Record<string, (lane: Lane) => Promise<void>>> = { edge, dns, queue, copies, clusters };
/** What each builds, the quickest first. */
const builds: readonly (readonly [lane: string, module: GoModule])[] = [
  ["queue", "nats"],
  ["copies", "rclone"],
  ["clusters", "kubernetes"],
];

let current: Lane | undefined;
let stray: ((error: unknown) => void) | undefined;

async function outcomeOf(name: string): Promise<Outcome> {
  const started = now();
  const lane = new Lane(name);
  current = lane;
  console.log(`== ${name}`);
  let lacking: string | undefined;
  try {
    // A stray error would leave the lane waiting for what never comes.
    const strayed = new Promise<never>((_, reject) => {
      stray = reject;
    });
    await Promise.race([lanes[name]?.(lane), strayed]);
  } catch (error) {
    if (error instanceof Lacking) lacking = error.message;
    else if (error instanceof NotReady) lane.failures.push(error.message);
    else lane.failures.push((error as Error).stack ?? String(error));
  } finally {
    await lane.end();
  }
  const outcome = { lane: name, seconds: now() - started, measures: lane.measures };
  if (lane.failures.length > 0) {
    for (const failure of lane.failures) console.log(`FAIL ${name}: ${failure}\n     logs: ${lane.dir}`);
    return {
      ...outcome,
      state: "failed",
      why: `${lane.failures.length} of ${lane.passed + lane.failures.length}, logs in ${lane.dir}`,
    };
  }
  if (lacking !== undefined) return { ...outcome, state: "skipped", why: lacking };
  if (lane.passed === 0) return { ...outcome, state: "failed", why: "it expected nothing" };
  return { ...outcome, state: "passed", why: `${lane.passed} expectations held` };
}

const command = new Command("test:real")
  .description("what the stack deploys, in the real programs; a lane that lacks something says what")
  .argument("[lane...]", `which: ${Object.keys(lanes).join(", ")}; all where none is named`);

async function main(_: object, names: readonly string[]): Promise<ExitCode> {
  const unknown = names.filter((name) => !Object.hasOwn(lanes, name));
  if (unknown.length > 0) {
    console.error(`no lane ${unknown.join(", ")}; there are ${Object.keys(lanes).join(", ")}`);
    return exit.input;
  }
  const wanted = names.length > 0 ? names : Object.keys(lanes);
  // A build that fails is told by the lane that waits for it.
  for (const [lane, module] of builds) if (wanted.includes(lane)) goPrograms(module).catch(() => undefined);
  const outcomes: Outcome[] = [];
  for (const name of wanted) outcomes.push(await outcomeOf(name));
  console.log(`\n${table(outcomes)}\n\nlogs: ${cache}\n${closingLine(outcomes)}`);
  // Where nothing is to be lacking, a lane that was skipped is a lane that wasn't run.
  const wrong = process.env.TWINCLOUD_NO_SKIP ? ["failed", "skipped"] : ["failed"];
  return outcomes.some(({ state }) => wrong.includes(state)) ? exit.broken : exit.clean;
}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    console.error(`${signal}: ending what was started`);
    stopBuilds();
    void (current?.end() ?? Promise.resolve()).finally(() => process.exit(code));
  });
}

for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => {
    if (stray) stray(error);
    else console.error(error);
  });
}

void runTool(command, process.argv.slice(2), main).then((code) => process.exit(code));
