/** What an upload's acknowledgement means, as the API of the reference programs has it. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { type Answered, ask, told } from "./ask";
import { type Clause, untold, type Verdict, when } from "./clause";

const BYTES = 4096;

export function uploadClauses(url: string): Clause[] {
  const [id, body] = [randomUUID(), randomBytes(BYTES)];
  let first: Promise<Answered | undefined> | undefined;
  const send = (uploadId: string | undefined, bytes: Buffer) =>
    ask(url, {
      method: "POST",
      path: "/v1/uploads",
      headers: { "content-type": "video/mp4", ...(uploadId === undefined ? {} : { "upload-id": uploadId }) },
      body: bytes,
      within: 60_000,
    });
  const accepted = () => {
    first ??= send(id, body);
    return first;
  };
  /** Runs where the first upload was accepted. */
  const after = async (check: (json: Readonly<Record<string, unknown>>) => Verdict | Promise<Verdict>) => {
    const answer = await accepted();
    return answer?.status === 201 && answer.json
      ? check(answer.json)
      : untold(`no upload was accepted: ${told(answer)}`);
  };
  return [
    {
      says: "a new upload is answered with 201, or with 503 where no store takes it",
      check: async () => {
        const answer = await accepted();
        return when(answer?.status === 201 || answer?.status === 503, told(answer));
      },
    },
    {
      says: "the acknowledgement names what was stored: id, sha256 and bytes of what was sent",
      check: () =>
        after((json) => {
          const sha256 = createHash("sha256").update(body).digest("hex");
          return when(json.id === id && json.sha256 === sha256 && json.bytes === BYTES, JSON.stringify(json));
        }),
    },
    {
      says: "key and manifestKey are dated, below upload/YYYY/MM/DD/",
      check: () =>
        after(({ key, manifestKey }) =>
          when(
            [key, manifestKey].every(
              (one) => typeof one === "string" && /^upload\/\d{4}\/\d{2}\/\d{2}\/./.test(one),
            ),
            JSON.stringify({ key, manifestKey }),
          ),
        ),
    },
    {
      says: "it is marked unless stores of two providers have it, and says whether its event was published",
      check: () =>
        after(({ stores, marked, event }) => {
          const sites = Array.isArray(stores) ? stores.map(String) : [];
          const providers = new Set(sites.map((site) => site.split("-")[0]));
          const isMarkedWell = typeof marked === "boolean" && (marked || providers.size >= 2);
          const isEvent = event === "published" || event === "pending";
          return when(sites.length > 0 && isMarkedWell && isEvent, JSON.stringify({ stores, marked, event }));
        }),
    },
    {
      says: "the same upload again is answered with 200 and the same key",
      check: () =>
        after(async ({ key }) => {
          const again = await send(id, body);
          return when(again?.status === 200 && again.json?.key === key, told(again));
        }),
    },
    {
      says: "the same id with other bytes is answered with 409",
      check: () =>
        after(async () => {
          const other = await send(id, randomBytes(BYTES));
          return when(other?.status === 409, told(other));
        }),
    },
    {
      says: "an upload without an id is refused with 400",
      check: async () => {
        const answer = await send(undefined, body);
        return when(answer?.status === 400, told(answer));
      },
    },
  ];
}
