/** What clients ask a capability, and what a good answer is: the reference programs' HTTP API. */
import { createHash, randomFillSync, randomUUID } from "node:crypto";
import type { Outcome } from "./clients/client";
import type { Call } from "./exchange";
import type { JournalEntry } from "./journal";
import type { Asks, LoadPlan, RequestRecord } from "./plan";
import { placeOf, type Random } from "./random";
import { Videos } from "./videos";

/** A request that is yet to be sent, and how its answer is judged. */
export interface Asking {
  readonly did: RequestRecord["did"];
  readonly call: Call;
  /** @param at seconds from t0 */
  judge(outcome: Outcome, at: number): Judged;
}

export interface Judged {
  readonly ok: boolean;
  readonly why?: string;
  /** What the answer acknowledges: it counts once it is in the journal. */
  readonly acknowledged?: JournalEntry;
  readonly fewerViews?: RequestRecord["fewerViews"];
}

export class AskFor {
  readonly #videos: Videos;

  constructor(
    private readonly plan: LoadPlan,
    private readonly random: Random,
  ) {
    this.#videos = new Videos(random);
  }

  /** The next request of a capability. */
  next(capability: string): Asking {
    const demand = this.plan.demand[capability];
    if (!demand) throw new Error(`nobody asks for ${capability}`);
    return this.#makers[demand.asks](demand.host);
  }

  readonly #makers: Readonly<Record<Asks, (host: string) => Asking>> = {
    upload: (host) => this.#upload(host),
    feed: (host) => this.#feed(host),
    engagement: (host) => (this.random() < this.plan.countReads ? this.#counts(host) : this.#engage(host)),
    status: (host) => ({ did: "status", call: get(host, "/v1/status"), judge: answeredWell }),
  };

  #upload(host: string): Asking {
    const { uploads } = this.plan;
    const size = uploads[placeOf(sharesOf(uploads), this.random())]?.bytes ?? 0;
    const body = randomFillSync(Buffer.allocUnsafe(size));
    const sha256 = createHash("sha256").update(body).digest("hex");
    const id = randomUUID();
    return {
      did: "upload",
      call: {
        host,
        method: "POST",
        path: "/v1/uploads",
        headers: { "upload-id": id, "content-type": "video/mp4" },
        body,
      },
      judge: (outcome, at) => {
        if (outcome.status !== 200 && outcome.status !== 201) return answeredWell(outcome);
        const told = jsonOf(outcome.body);
        const [key, manifestKey] = [textAt(told, "key"), textAt(told, "manifestKey")];
        if (key === undefined || manifestKey === undefined) {
          return { ok: false, why: "acknowledged without a key and a manifest's" };
        }
        const acknowledged: JournalEntry = {
          what: "upload",
          id,
          at,
          sha256,
          bytes: size,
          key,
          manifestKey,
          stores: listAt(told, "stores").filter((store): store is string => typeof store === "string"),
          marked: told.marked === true,
          event: textAt(told, "event") ?? "untold",
        };
        this.#videos.add(id);
        // It is acknowledged all the same: the bytes are looked for afterwards.
        if (textAt(told, "sha256") !== sha256)
          return { ok: false, why: "acknowledged other bytes than were sent", acknowledged };
        return { ok: true, acknowledged };
      },
    };
  }

  #feed(host: string): Asking {
    const user = this.#user();
    return {
      did: "feed",
      call: get(host, `/v1/feed?user=${user}`),
      judge: (outcome) => {
        const judged = answeredWell(outcome);
        if (!judged.ok) return judged;
        const told = jsonOf(outcome.body);
        if (!Array.isArray(told.videos)) return { ok: false, why: "a feed without videos" };
        return judged;
      },
    };
  }

  #engage(host: string): Asking {
    const [id, video, user] = [randomUUID(), this.#videos.any(), this.#user()];
    const kind = this.random() < 0.8 ? "view" : "like";
    return {
      did: "engage",
      call: {
        host,
        method: "POST",
        path: "/v1/engagements",
        headers: { "content-type": "application/json" },
        body: Buffer.from(JSON.stringify({ id, video, user, kind })),
      },
      judge: (outcome, at) => {
        const judged = answeredWell(outcome);
        return judged.ok
          ? { ok: true, acknowledged: { what: "engagement", id, at, video, user, kind } }
          : judged;
      },
    };
  }

  #counts(host: string): Asking {
    const video = this.#videos.any();
    return {
      did: "counts",
      call: get(host, `/v1/engagements/${encodeURIComponent(video)}`),
      judge: (outcome) => {
        const judged = answeredWell(outcome);
        if (!judged.ok) return judged;
        const { views, stale } = jsonOf(outcome.body);
        // None is an honest answer of who doesn't know; 0 would be a claim.
        const before = typeof views === "number" ? this.#videos.seen(video, views) : undefined;
        return before === undefined || typeof views !== "number"
          ? judged
          : { ...judged, fewerViews: { before, now: views, stale: stale === true } };
      },
    };
  }

  readonly #user = (): string => `u${Math.floor(this.random() * this.plan.clients.users) + 1}`;
}

const get = (host: string, path: string): Call => ({ host, method: "GET", path, headers: {} });

function answeredWell({ status, why }: Outcome): Judged {
  if (status >= 200 && status < 300) return { ok: true };
  return { ok: false, why: status === 0 ? (why ?? "no answer") : `answered ${status}` };
}

const sharesOf = (sizes: LoadPlan["uploads"]): number[] => sizes.map(({ share }) => share);

/** An answer's object; an empty one for what is none, so that what is missing is what is said. */
function jsonOf(body: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(body);
    return typeof told === "object" && told !== null ? (told as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textAt(told: Record<string, unknown>, name: string): string | undefined {
  const value = told[name];
  return typeof value === "string" ? value : undefined;
}

function listAt(told: Record<string, unknown>, name: string): readonly unknown[] {
  const value = told[name];
  return Array.isArray(value) ? value : [];
}
