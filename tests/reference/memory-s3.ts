/** A small S3 over HTTP that keeps objects in memory: what the reference programs ask of a store, and ways in which one fails. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { StoreSpec } from "../../reference/frame/settings";

export class MemoryS3 {
  readonly objects = new Map<string, { readonly body: Buffer; readonly type: string }>();
  /** `METHOD key` of each request. */
  readonly asked: string[] = [];
  /** Connections that were made to it. */
  connections = 0;
  /** `silent` takes requests and says nothing; `broken` answers 500; `stranger` doesn't know the key that signed. */
  mode: "good" | "silent" | "broken" | "stranger" = "good";
  /** PUTs of keys that contain it fail with 500. */
  failPutsOf: string | undefined;
  /** As a store says that a key is missing: 403 to whoever may not list. */
  missing: 403 | 404 = 404;
  #server: Server | undefined;

  private constructor(readonly spec: StoreSpec) {}

  static async start(site: string, pathStyle = true): Promise<MemoryS3> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const [provider = "", ...region] = site.split("-");
    const store = new MemoryS3({
      ...{ site, provider, region: region.join("-"), bucket: `media-${site}`, pathStyle },
      endpoint: `http://127.0.0.1:${port}`,
    });
    server.on("request", (request, answer) => void store.#answer(request, answer));
    server.on("connection", () => store.connections++);
    store.#server = server;
    return store;
  }

  keys(below = ""): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(below)).sort();
  }

  text(key: string): string {
    const found = this.objects.get(key);
    if (found === undefined)
      throw new Error(`${this.spec.site} has no ${key}, only ${this.keys().join(", ")}`);
    return found.body.toString("utf8");
  }

  put(key: string, text: string): void {
    this.objects.set(key, { body: Buffer.from(text), type: "text/plain" });
  }

  /** Ends connections that nobody asks anything by, as stores do. */
  hangUp(): void {
    this.#server?.closeIdleConnections();
  }

  /** Nobody listens any more: connections are refused. */
  stop(): Promise<void> {
    this.#server?.closeAllConnections();
    return new Promise((done) => {
      if (this.#server === undefined) done();
      else this.#server.close(() => done());
    });
  }

  async #answer(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://s3").pathname);
    const key = path.replace(`/${this.spec.bucket}/`, "");
    this.asked.push(`${request.method} ${key}`);
    if (this.mode === "silent") return;
    const body = await bodyOf(request);
    const refuse = (status: number, code: string) =>
      answer
        .writeHead(status, { "content-type": "application/xml" })
        .end(request.method === "HEAD" ? "" : `<Error><Code>${code}</Code><Message>no</Message></Error>`);
    if (this.mode === "broken") return void refuse(500, "InternalError");
    if (this.mode === "stranger") return void refuse(403, "InvalidAccessKeyId");
    const found = this.objects.get(key);
    if (request.method === "PUT") {
      if (this.failPutsOf !== undefined && key.includes(this.failPutsOf))
        return void refuse(500, "InternalError");
      // As the stack's buckets: what might write over an object is refused.
      if (request.headers["if-none-match"] !== "*") return void refuse(403, "AccessDenied");
      if (found !== undefined) return void refuse(412, "PreconditionFailed");
      this.objects.set(key, { body, type: String(request.headers["content-type"]) });
      return void answer.writeHead(200, { etag: '"made"' }).end();
    }
    if (found === undefined) {
      return void refuse(this.missing, this.missing === 403 ? "AccessDenied" : "NoSuchKey");
    }
    answer.writeHead(200, { "content-type": found.type, "content-length": found.body.length });
    answer.end(request.method === "HEAD" ? undefined : found.body);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}
