/** A store by its S3 interface: AWS' own, and OCI's. */
import { describe } from "../frame/log";
import type { StoreSpec } from "../frame/settings";
import { type Answer, Connections } from "./connections";
import type { Credentials } from "./credentials";
import { encoded, Signer } from "./signature";
import { type Store, StoreFailure } from "./store";

/** A store that says nothing for so long is dead; a far one answers within a tenth of it. */
const SILENCE_MS = 2000;
/** The slowest that a store may take bytes, for each MiB. */
const MS_PER_MIB = 1000;

/** What is asked of one object. */
interface Wish {
  readonly method: "GET" | "HEAD" | "PUT";
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export class S3Store implements Store {
  readonly #connections: Connections;
  readonly #signer: Signer;
  readonly #host: string;
  /** Path that all keys are below. */
  readonly #root: string;

  constructor(
    readonly spec: StoreSpec,
    credentials: Credentials,
  ) {
    const { endpoint, region, bucket, pathStyle } = spec;
    // A scheme is for tests alone: the stack names hosts.
    const url = new URL(endpoint.includes("://") ? endpoint : `https://${endpoint}`);
    if (!pathStyle) url.hostname = `${bucket}.${url.hostname}`;
    this.#connections = new Connections(url);
    this.#signer = new Signer(region, credentials);
    this.#host = url.host;
    this.#root = pathStyle ? `/${bucket}/` : "/";
  }

  async put(key: string, body: Buffer, contentType: string): Promise<"made" | "there"> {
    const headers = {
      "content-type": contentType,
      "content-length": String(body.length),
      // The buckets refuse what could write over an object.
      "if-none-match": "*",
    };
    const ms = SILENCE_MS + (body.length / 2 ** 20) * MS_PER_MIB;
    const found = await this.#ask({ method: "PUT", key, headers, body }, ms);
    if (found === "there") return "there";
    if (found !== "missing") return "made";
    throw new StoreFailure(
      this.spec.site,
      `a PUT of ${key} isn't allowed, or there is no such bucket`,
      false,
    );
  }

  async get(key: string): Promise<Buffer | undefined> {
    const found = await this.#ask({ method: "GET", key });
    return typeof found === "string" ? undefined : found.body;
  }

  async has(key: string): Promise<boolean> {
    return (await this.#ask({ method: "HEAD", key })) !== "missing";
  }

  /** Once more after an error that passes: a connection that the store had closed, a 500, a conflict of two PUTs. */
  async #ask(wish: Wish, ms = SILENCE_MS): Promise<Answer | "there" | "missing"> {
    try {
      return await this.#once(wish, ms);
    } catch (error) {
      if (!(error instanceof StoreFailure) || error.isSilent) throw error;
      return await this.#once(wish, ms);
    }
  }

  async #once(wish: Wish, ms: number): Promise<Answer | "there" | "missing"> {
    const { site } = this.spec;
    const { status, body } = await this.#answer(wish, ms);
    if (status >= 200 && status < 300) return { status, body };
    const [, code = ""] = /<Code>([^<]{1,64})<\/Code>/.exec(body.toString("utf8")) ?? [];
    if (status === 412) return "there";
    if (isMissing(status, code)) return "missing";
    throw new StoreFailure(site, `${status} ${code}`, false);
  }

  /** @throws StoreFailure where none came in time */
  async #answer(wish: Wish, ms: number): Promise<Answer> {
    const { site } = this.spec;
    const abort = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    // The signal ends a request; what is waited for before it, such as credentials, knows no signal.
    const silence = new Promise<never>((_, failed) => {
      timer = setTimeout(() => {
        failed(new StoreFailure(site, `no answer within ${Math.round(ms)} ms`, true));
        abort.abort();
      }, ms);
    });
    const answer = this.#send(wish, abort.signal);
    // Of an answer that comes too late nobody wants to know.
    answer.catch(() => undefined);
    try {
      return await Promise.race([answer, silence]);
    } catch (error) {
      if (error instanceof StoreFailure) throw error;
      throw new StoreFailure(site, describe(error), isUnreachable(error));
    } finally {
      clearTimeout(timer);
    }
  }

  async #send({ method, key, headers, body }: Wish, signal: AbortSignal): Promise<Answer> {
    const path = this.#root + encoded(key);
    const unsigned = { method, path, headers: { ...headers, host: this.#host }, body };
    const proven = await this.#signer.signed(unsigned);
    return this.#connections.ask({ method, path, headers: proven, body }, signal);
  }
}

/** Whoever may not list is told 403 for a key that isn't there; a HEAD has no code. A wrong key of ours has one of its own. */
const isMissing = (status: number, code: string): boolean =>
  status === 404 || (status === 403 && ["", "AccessDenied", "Forbidden"].includes(code));

/** No use in trying at once again: there is nobody, or only a network that swallows. */
function isUnreachable(error: unknown): boolean {
  const { code = "", name } = error as { code?: string; name?: string };
  // By a name: whoever gives the pod its keys didn't answer.
  return name === "TimeoutError" || unreachable.has(code);
}

const unreachable = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
]);
