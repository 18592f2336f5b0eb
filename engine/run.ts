import { resolve } from "node:path";
import { setAllConfig } from "@pulumi/pulumi/runtime/config";
import { disconnect } from "@pulumi/pulumi/runtime/settings";
import { runInPulumiStack } from "@pulumi/pulumi/runtime/stack";
import type { Answers } from "./answers";
import { Deployment, type LogEntry } from "./deployment";
import type { EarlierState } from "./earlier";
import { engineHandlers } from "./engine-service";
import { EngineError, LoggedErrorsError, ProgramStalledError, RunFailedError } from "./errors";
import { ProgramFailures, toError } from "./failures";
import { clientOf, monitorHandlers } from "./monitor";
import type { Registration } from "./registration";
import { callBack, callbacksReady, connect, inFreshState, pendingWork, type Store } from "./sdk-state";
import { StackSourceFinder } from "./source-position";
import { StallWatch } from "./stall";
import { refuseTogether } from "./together";
import type { Properties } from "./values";

export interface RunOptions {
  readonly project: string;
  readonly stack: string;
  /** `organization` unless given, as in a self-managed backend. */
  readonly organization?: string;
  /** Values as the program reads them, by `<namespace>:<key>`; structured ones as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** The keys of `config` whose values are secret. */
  readonly secretConfigKeys?: readonly string[];
  /**
   * False: every `apply` runs, on the answers' outputs, and the program is told that this is no preview. True:
   * what a provider computes is unknown, as in a first `pulumi preview`. Hooks run in either as in a preview.
   */
  readonly dryRun?: boolean;
  readonly answers: Answers;
  /** An absolute path, which source positions are relative to; the working directory unless given. */
  readonly projectRoot?: string;
  /** The folders of our own code, relative to the project's root or absolute. */
  readonly sourceRoots: readonly string[];
  /** What an earlier run left: the program is run over it. Without it everything is made anew. */
  readonly earlier?: EarlierState;
  /** Called with the number of resources so far. */
  readonly onRegister?: (count: number) => void;
  /** Called for every message at once, also in a run that fails. */
  readonly onLog?: (entry: LogEntry) => void;
  /** Milliseconds without a sign of life after which the program is given up; 30,000 unless given. */
  readonly patience?: number;
}

export interface RunResult {
  /** In the order of their registration: the stack first, default providers before what needs them. */
  readonly resources: readonly Registration[];
  readonly stackOutputs: Properties;
  readonly logs: readonly LogEntry[];
}

let running = false;

/**
 * Runs a Pulumi program in this process, with no CLI, no credentials and no network.
 *
 * One run at a time: while it lasts, uncaught errors of the process are the program's.
 *
 * @throws what the program threw, with its own stack; an `EngineError` for what the engine refuses; a
 * `RunFailedError` that holds each, if there is more than one.
 */
export async function runProgram(program: () => unknown, options: RunOptions): Promise<RunResult> {
  if (running) {
    throw new EngineError("a program is running in this process already: run one after the other");
  }
  running = true;
  try {
    return await run(program, options);
  } finally {
    running = false;
  }
}

async function run(program: () => unknown, options: RunOptions): Promise<RunResult> {
  const projectRoot = resolve(options.projectRoot ?? ".");
  const settings = {
    ...options,
    organization: options.organization ?? "organization",
    secretConfigKeys: options.secretConfigKeys ?? [],
    dryRun: options.dryRun ?? false,
    projectRoot,
    sources: new StackSourceFinder(projectRoot, options.sourceRoots),
  };
  const deployment = new Deployment(settings);
  const failures = new ProgramFailures();
  const unwatch = settings.sources.watch();
  const watch = new StallWatch(deployment, options.patience ?? 30_000);
  failures.listen();
  try {
    await inFreshState(async (store) => {
      deployment.callBack = (callback, request) => callBack(store, callback, request);
      connect(
        store,
        clientOf(deployment, monitorHandlers(deployment), setImmediate),
        clientOf(deployment, engineHandlers(deployment), queueMicrotask),
        settings,
      );
      setAllConfig({ ...settings.config }, [...settings.secretConfigKeys]);
      const end = Symbol("end");
      const outcome = await Promise.race([toTheEnd(program, failures, store).then(() => end), watch.stalled]);
      if (outcome !== end) {
        // What waits for a failed part of the program is no failure of its own.
        await turns(2);
        if (failures.errors.length === 0 && deployment.errors.length === 0) {
          failures.add(new ProgramStalledError(describePending(pendingWork(store))));
        }
      }
    });
  } finally {
    deployment.closed = true;
    watch.stop();
    failures.stop();
    unwatch();
  }
  if (failures.errors.length === 0 && deployment.errors.length === 0) refuseTogether(deployment);
  throwIfFailed(deployment, failures);
  const { resources, stackOutputs, logs } = deployment;
  return { resources, stackOutputs, logs };
}

/** Runs the program until nothing of it is under way any more. */
async function toTheEnd(program: () => unknown, failures: ProgramFailures, store: Store): Promise<void> {
  try {
    await runInPulumiStack(async () => {
      try {
        return await program();
      } catch (error) {
        throw toError(error);
      }
    });
  } catch (error) {
    failures.add(error);
  }
  await callbacksReady(store);
  await disconnect(true);
  // Node reports a rejection that nobody handles at the end of a turn.
  await turns(2);
  // A failed program leaves promises behind; one that did not fail is waited for, or found to be stalled.
  while (failures.errors.length === 0 && pendingWork(store).length > 0) {
    await idle(5);
  }
}

function throwIfFailed(deployment: Deployment, failures: ProgramFailures): void {
  // A look-up that the engine refused fails in the program too, with the same words.
  const known = deployment.errors.map((error) => error.message);
  const own = failures.errors.filter((error) => !known.some((message) => error.message.includes(message)));
  const errors = [...deployment.errors, ...own];
  if (errors.length > 1) {
    throw new RunFailedError(errors);
  }
  if (errors[0] !== undefined) {
    throw errors[0];
  }
  const logged = deployment.logs.filter((entry) => entry.severity === "error");
  if (logged.length > 0) {
    throw new LoggedErrorsError(logged);
  }
}

const RESOURCE = "resource:";

/** The resources among the pending work, or the work itself where there are none; the first few. */
function describePending(labels: readonly string[]): string[] {
  const resources = labels.flatMap((label) => {
    const at = label.indexOf(RESOURCE);
    return at < 0 ? [] : (/^.+\[[^[\]]+\]/.exec(label.slice(at + RESOURCE.length))?.[0] ?? []);
  });
  return [...new Set(resources.length > 0 ? resources : labels)].slice(0, 5);
}

/** Waits, but doesn't keep the process alive: nothing else may be left that could. */
function idle(milliseconds: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, milliseconds).unref();
  });
}

function turns(count: number): Promise<void> {
  return new Promise((done) => {
    setImmediate(() => (count > 1 ? turns(count - 1).then(done) : done()));
  });
}
