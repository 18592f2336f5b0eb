/** What is said of views and likes, as the API of the reference programs has it. */
import { randomUUID } from "node:crypto";
import { ask, postJson, told } from "./ask";
import { type Clause, held, untold, when } from "./clause";

/** How long an event may take to be counted where nothing is wrong. */
const COUNTED_MS = 10_000;
const LOOK_EVERY_MS = 200;

export function engagementClauses(url: string): Clause[] {
  const video = `contract-${randomUUID()}`;
  const event = { id: randomUUID(), video, user: "contract", kind: "view" };
  const send = () => postJson(url, "/v1/engagements", event);
  const counted = (of: string) => ask(url, { path: `/v1/engagements/${of}` });
  return [
    {
      says: "a view is answered with 202 and its id, or with 503 where the queue doesn't acknowledge it",
      check: async () => {
        const answer = await send();
        return when(
          answer?.status === 503 || (answer?.status === 202 && answer.json?.id === event.id),
          told(answer),
        );
      },
    },
    {
      says: "a count has views, likes, stale and behind, and no zero where it isn't known",
      check: async () => {
        const answer = await counted(`nobody-saw-${randomUUID()}`);
        const { views, likes, stale, behind } = answer?.json ?? {};
        const isCount = (value: unknown) =>
          value === null || (typeof value === "number" && !(stale && value === 0));
        const fits = isCount(views) && isCount(likes) && typeof stale === "boolean";
        return when(
          answer?.status === 200 && fits && (behind === null || typeof behind === "number"),
          told(answer),
        );
      },
    },
    {
      says: "an event that comes twice is counted once",
      check: async () => {
        const answers = [await send(), await send()];
        if (answers.some((answer) => answer?.status !== 202))
          return untold(`the queue takes no events: ${told(answers[1])}`);
        const started = performance.now();
        let last = await counted(video);
        while (performance.now() - started < COUNTED_MS) {
          if (last?.json?.stale === false && last.json.views !== 0) break;
          await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
          last = await counted(video);
        }
        const { views, stale } = last?.json ?? {};
        if (typeof views === "number" && views > 1) return when(false, told(last));
        if (stale !== false) return untold(`the counts are stale: ${told(last)}`);
        return views === 1 ? held() : when(false, `${told(last)} after ${COUNTED_MS / 1000} s`);
      },
    },
    {
      says: "what is no event is refused with 400",
      check: async () => {
        const answer = await postJson(url, "/v1/engagements", { id: event.id, video });
        return when(answer?.status === 400, told(answer));
      },
    },
  ];
}
