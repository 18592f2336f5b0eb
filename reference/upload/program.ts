/** Upload: takes a video, and answers when it is safe. See accept.ts for the order in which things are written. */
import { ok, Refusal, type Request } from "../frame/http";
import { describe } from "../frame/log";
import { loop } from "../frame/loop";
import type { Pod, Program } from "../frame/pod";
import { openQueue } from "../queue/open";
import { publisherOf } from "../queue/publisher";
import { daysBack } from "../stores/keys";
import { openStores } from "../stores/open";
import { type Store, StoreFailure } from "../stores/store";
import { accept, type Parts } from "./accept";
import { uploadCanary } from "./canary";
import { type Manifest, manifestKey, readManifest } from "./record";
import { MOST_BYTES, Room } from "./room";
import { Settler } from "./settle";

const SETTLE_EVERY_MS = 1000;
const LOOK_EVERY_MS = 10_000;

const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const typeForm = /^[\w.+-]{1,64}\/[\w.+-]{1,64}(;[\w .+=-]{1,64})?$/;
const dayForm = /^\d{4}\/\d{2}\/\d{2}$/;

export function upload(pod: Pod): Program {
  const { settings, log, metrics, env } = pod;
  const stores = openStores(settings, "upload/", log, env);
  const link = openQueue(pod);
  const common = { site: settings.site, stores, publisher: publisherOf(link), log, now: () => new Date() };
  const settler = new Settler(common);
  metrics.gauge(
    "uploads_unfinished",
    "Uploads with a copy to be made or an event to be published",
    () => settler.open,
  );
  for (const store of stores) {
    const name = store.spec.site.replaceAll("-", "_");
    metrics.gauge(`store_up_${name}`, "1 while the store isn't taken for down", () => (store.isUp ? 1 : 0));
  }
  const loops = [
    loop("settling uploads", SETTLE_EVERY_MS, log, () => settler.settle()),
    loop("looking for unfinished uploads", LOOK_EVERY_MS, log, () => settler.look()),
  ];
  return {
    routes: uploadRoutes({ ...common, todo: settler }, (what) => metrics.happened(what)),
    close: async () => {
      await Promise.all(loops.map((one) => one.stop()));
      await link.close();
    },
  };
}

export function uploadRoutes(
  parts: Parts,
  happened: (what: string) => void = () => undefined,
  room = new Room(),
): Program["routes"] {
  return [
    {
      method: "POST",
      path: "/v1/uploads",
      handle: async (request) => {
        const given = headersOf(request);
        // Of one that doesn't say how long it is, the most is held for it.
        const said = Number(request.header("content-length") ?? MOST_BYTES);
        return room.with(Math.min(said, MOST_BYTES), async () => {
          const body = await request.body(MOST_BYTES);
          if (body.length === 0) throw new Refusal(400, "the body is empty; wanted the bytes of the upload");
          const { isNew, accepted } = await accept(parts, { ...given, body });
          happened(isNew ? "upload_accepted" : "upload_repeated");
          if (accepted.marked) happened("upload_marked");
          if (accepted.event === "pending") happened("event_pending");
          return { status: isNew ? 201 : 200, body: accepted };
        });
      },
    },
    {
      method: "POST",
      path: "/canary",
      handle: async () => ok({ stores: await uploadCanary(parts) }),
    },
    {
      method: "GET",
      path: "/v1/uploads/:id",
      handle: async ({ params, query }) => {
        const id = idOf(params.id);
        const day = query.get("day");
        if (day !== null && !dayForm.test(day)) throw new Refusal(400, "day is wanted as YYYY/MM/DD");
        const found = await whereIs(parts, id, day === null ? daysBack(parts.now(), 2) : [day]);
        if (found === undefined)
          throw new Refusal(404, `no store that answers has a manifest of ${id} of these days`);
        return ok(found);
      },
    },
  ];
}

function headersOf(request: Request): { id: string; contentType: string } {
  const contentType = request.header("content-type") ?? "application/octet-stream";
  if (!typeForm.test(contentType)) throw new Refusal(400, "content-type is wanted as type/subtype");
  return { id: idOf(request.header("upload-id")), contentType };
}

function idOf(text: string | undefined): string {
  const id = text?.toLowerCase() ?? "";
  if (!idForm.test(id))
    throw new Refusal(
      400,
      "the header upload-id is wanted: a UUID that the client makes, once for each upload",
    );
  return id;
}

/** An upload as it stands in the stores now. `unknown` are sites whose stores don't answer. */
async function whereIs(
  { stores, log }: Parts,
  id: string,
  days: readonly string[],
): Promise<object | undefined> {
  for (const day of days) {
    const key = manifestKey(day, id);
    const found = await Promise.all(
      stores.map(async (store): Promise<{ store: Store; manifest?: Manifest; has: boolean | null }> => {
        try {
          const text = await store.get(key);
          if (text === undefined) return { store, has: false };
          const manifest = readManifest(text, key);
          return { store, manifest, has: await store.has(manifest.key) };
        } catch (error) {
          if (!(error instanceof StoreFailure)) throw error;
          log.info("a store can't be asked for an upload", { upload: id, error: describe(error) });
          return { store, has: null };
        }
      }),
    );
    const manifest = found.find((one) => one.manifest !== undefined)?.manifest;
    if (manifest === undefined) continue;
    const whole = found.filter(({ has }) => has === true).map(({ store }) => store.spec);
    const providers = new Set(stores.map(({ spec }) => spec.provider));
    const unknown = found.filter(({ has }) => has === null).map(({ store }) => store.spec.site);
    return {
      ...{ id, key: manifest.key, manifestKey: key, sha256: manifest.sha256, bytes: manifest.bytes },
      stores: whole.map(({ site }) => site),
      marked: new Set(whole.map(({ provider }) => provider)).size < providers.size,
      unknown,
    };
  }
  return undefined;
}
