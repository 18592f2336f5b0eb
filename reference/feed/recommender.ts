/** Asks the site's recommendations; a feed goes on without. */
import { Agent, request } from "node:http";
import { Breaker } from "../frame/breaker";

/** What recommendations answer. */
export interface Recommended {
  readonly videos: readonly string[];
  readonly model: { readonly key: string; readonly ageSeconds: number } | null;
}

/** All that a feed waits: its user doesn't notice. */
const ANSWER_MS = 200;
const REST_MS = 1000;
const MOST_BYTES = 256 * 1024;

export interface Recommender {
  /** Undefined where nothing useful came in time. */
  ask(user: string): Promise<Recommended | undefined>;
}

/** @param host name and port of the recommendations' Service */
export function recommenderAt(host: string): Recommender {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  // Three of a brownout's failures in a row: then a moment without asking.
  const breaker = new Breaker(REST_MS, 3);
  return {
    ask: async (user) => {
      if (breaker.isOpen) return undefined;
      const url = `http://${host}/v1/recommendations?user=${encodeURIComponent(user)}`;
      const text = await getText(url, agent);
      const found = text === undefined ? undefined : recommendedIn(text);
      if (found === undefined) breaker.failed(false);
      else breaker.worked();
      return found;
    },
  };
}

function getText(url: string, agent: Agent): Promise<string | undefined> {
  return new Promise((done) => {
    const asked = request(url, { agent, signal: AbortSignal.timeout(ANSWER_MS) }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        text += part;
        if (text.length > MOST_BYTES) asked.destroy();
      });
      answer.on("end", () => done(answer.statusCode === 200 ? text : undefined));
      answer.on("error", () => done(undefined));
    });
    // Refused, silent, unknown: for the feed all the same, and its metrics count it.
    asked.on("error", () => done(undefined));
    asked.on("close", () => done(undefined));
    asked.end();
  });
}

function recommendedIn(text: string): Recommended | undefined {
  try {
    const found = JSON.parse(text) as Partial<Recommended> | null;
    const videos = found?.videos;
    if (!Array.isArray(videos) || !videos.every((id) => typeof id === "string")) return undefined;
    const age = found?.model?.ageSeconds;
    return {
      videos,
      model: typeof age === "number" ? { key: String(found?.model?.key), ageSeconds: age } : null,
    };
  } catch {
    return undefined;
  }
}
