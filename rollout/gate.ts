/** Whether a site is well: what its edge says on every address, for every public name. */
import { request } from "node:https";
import { workloadPaths } from "../components/ports";
import { healthPath } from "../graph/health-path";
import type { Graph } from "../graph/resource";
import { type AddressView, addressesAmong, zoneOfAddress } from "../graph/views/addresses";
import { InputError } from "../report/input-error";
import type { Asked } from "./plan";

export interface Question {
  readonly address: string;
  readonly host: string;
  /** `/healthz/<capability>`, or `/livez` at a drained site. */
  readonly path: string;
}

/** Status code of an answer, or why there was none. */
export type Ask = (question: Question) => Promise<number | string>;

/**
 * What to ask a site, from the state of the stack. The edge answers for its health; `/livez` it hands to a pod of the
 * capability, so that a green one shows that the site still serves those who come.
 * @param names public names by capability
 * @throws InputError when the state has no address of the site's edge
 */
export function questionsOf(
  graph: Graph,
  { site, about, without = [] }: Asked,
  names: Readonly<Record<string, string>>,
): Question[] {
  const edge = graph.resources.filter(
    ({ name }) => name === `${site}-edge` || name.startsWith(`${site}-edge-`),
  );
  const found = addressesAmong(
    graph,
    edge.map(({ urn }) => urn),
  );
  const isAsked = (address: AddressView) => {
    const zone = zoneOfAddress(graph, address);
    return zone === undefined || !without.includes(zone);
  };
  const addresses = new Set(found.filter(isAsked).flatMap(({ ip }) => ip ?? []));
  if (addresses.size === 0) {
    throw new InputError(
      `the state has no address of the edge of ${site}; see what pulumi stack export says of it, and start again`,
    );
  }
  return [...addresses].flatMap((address) =>
    Object.entries(names).map(([capability, host]) => ({
      address,
      host,
      path: about === "life" ? workloadPaths.liveness : healthPath(capability),
    })),
  );
}

export interface Patience {
  /** Times in a row that every question has to be answered well. */
  readonly inARow: number;
  readonly secondsBetween: number;
  /** After which a site that is still not well is red. */
  readonly attempts: number;
}

/** Ten minutes: nodes come in a few, and load balancers send to new pods after a few more. */
export const PATIENCE: Patience = { inARow: 3, secondsBetween: 10, attempts: 60 };

/** Nothing when the site is well, otherwise what was wrong the last time. */
export async function waitUntilWell(
  questions: readonly Question[],
  ask: Ask,
  { inARow, secondsBetween, attempts }: Patience,
): Promise<readonly string[]> {
  let well = 0;
  let wrong: readonly string[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await new Promise((done) => setTimeout(done, secondsBetween * 1000));
    wrong = (await Promise.all(questions.map((question) => complaint(question, ask)))).flat();
    well = wrong.length === 0 ? well + 1 : 0;
    if (well === inARow) return [];
  }
  return wrong.length > 0 ? wrong : ["it is not well for long enough"];
}

async function complaint(question: Question, ask: Ask): Promise<string[]> {
  const answer = await ask(question);
  if (typeof answer === "number" && answer >= 200 && answer < 400) return [];
  return [`https://${question.host}${question.path} at ${question.address}: ${answer}`];
}

const ASK_MILLISECONDS = 4_000;

/** Asks as the health checks do: the address, with the public name in TLS and in the Host header. */
export const askOverHttps: Ask = ({ address, host, path }) =>
  new Promise((resolve) => {
    const asked = request(
      { host: address, servername: host, path, headers: { host }, timeout: ASK_MILLISECONDS, agent: false },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? "no status");
      },
    );
    asked.on("timeout", () => asked.destroy(new Error(`no answer within ${ASK_MILLISECONDS} ms`)));
    asked.on("error", (error) => resolve(error.message));
    asked.end();
  });
