/** All clauses in their order, for an image that runs somewhere, and for a command that the suite starts itself. */
import type { CapabilityName } from "../frame/settings";
import {
  feedClauses,
  monetizationClauses,
  recommendationsClauses,
  statusClauses,
  trainingClauses,
} from "./answers";
import { ask, told } from "./ask";
import { canaryClauses } from "./canary";
import { type Clause, held, lineOf, untold, type Verdict, when } from "./clause";
import { deadWorld } from "./dead-world";
import { type Ending, endingClauses } from "./ending";
import { engagementClauses } from "./engagement";
import { probeClauses } from "./probes";
import { Started } from "./started";
import { uploadClauses } from "./upload";

const apis: Readonly<Record<CapabilityName, (url: string) => Clause[]>> = {
  upload: uploadClauses,
  feed: feedClauses,
  engagement: engagementClauses,
  recommendations: recommendationsClauses,
  training: trainingClauses,
  monetization: monetizationClauses,
  status: statusClauses,
};

/** Where the stack's startup probe gives up. */
const STARTUP_MS = 120_000;
/** Longer than any client of a store or a queue waits for its first connection. */
const DEAD_MS = 3000;

export interface Tally {
  readonly held: number;
  readonly broken: number;
  readonly untold: number;
}

/** @param capability without one, what holds for all images alone */
export async function judgeRunning(
  { url, capability, ending }: { url: string; capability?: CapabilityName; ending?: Ending },
  write: (line: string) => void,
): Promise<Tally> {
  const clauses = [
    ...probeClauses(url),
    ...(capability === undefined ? [] : apis[capability](url)),
    ...canaryClauses(url, capability),
    ...(ending === undefined ? [] : endingClauses(url, capability, ending)),
  ];
  return judge(clauses, write);
}

/** Starts the command where all that it depends on is dead. */
export async function judgeCommand(
  { command, capability }: { command: string; capability: CapabilityName },
  write: (line: string) => void,
): Promise<Tally> {
  const world = await deadWorld(capability);
  const started = new Started(command, world.env);
  const from = performance.now();
  try {
    return await judge(
      [
        {
          says: `started with dead stores and a dead queue, it answers /startupz within ${STARTUP_MS / 1000} s`,
          check: () => answersAtLast(world.url, started, from),
        },
        {
          says: "it is ready all the same, and stays so: readiness asks this pod alone",
          check: async () => {
            await new Promise((done) => setTimeout(done, DEAD_MS));
            const answer = await ask(world.url, { path: "/readyz", within: 2000 });
            return when(
              answer?.status === 200,
              `${told(answer)}${started.hasEnded ? `; it said ${started.said}` : ""}`,
            );
          },
        },
        ...probeClauses(world.url).filter(({ says }) => says.includes("/livez")),
        ...apis[capability](world.url),
        ...canaryClauses(world.url, capability),
        ...endingClauses(world.url, capability, started),
      ],
      write,
    );
  } finally {
    await started.remove();
    world.remove();
  }
}

async function answersAtLast(url: string, started: Started, from: number): Promise<Verdict> {
  while (performance.now() - from < STARTUP_MS) {
    if (started.hasEnded) return when(false, `that it ended by itself; it said ${started.said}`);
    const answer = await ask(url, { path: "/startupz", within: 2000 });
    if (answer?.status === 200) return held(`after ${((performance.now() - from) / 1000).toFixed(2)} s`);
    await new Promise((done) => setTimeout(done, 20));
  }
  return when(false, "no answer");
}

async function judge(clauses: readonly Clause[], write: (line: string) => void): Promise<Tally> {
  const tally = { held: 0, broken: 0, untold: 0 };
  for (const clause of clauses) {
    const verdict = await checked(clause);
    tally[verdict.is]++;
    write(lineOf(clause, verdict));
  }
  return tally;
}

/** One that can't be asked is told of as such, and the others are asked all the same. */
async function checked(clause: Clause): Promise<Verdict> {
  try {
    return await clause.check();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return untold(`it can't be asked: ${message}`);
  }
}
