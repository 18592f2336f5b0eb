/** A store by its S3 interface: AWS' own, and OCI's. */
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { describe } from "../frame/log";
import type { StoreSpec } from "../frame/settings";
import type { Credentials } from "./credentials";
import { type Store, StoreFailure } from "./store";

/** A store that says nothing for so long is dead; a far one answers within a tenth of it. */
const SILENCE_MS = 2000;
const CONNECT_MS = 1000;
/** The slowest that a store may take bytes, for each MiB. */
const MS_PER_MIB = 1000;
/** Requests to one store at a time, as many as the edge sends a pod. */
const SOCKETS = 100;

export class S3Store implements Store {
  readonly #client: S3Client;

  constructor(
    readonly spec: StoreSpec,
    credentials: Credentials,
  ) {
    const { endpoint, region, pathStyle } = spec;
    this.#client = new S3Client({
      // A scheme is for tests alone: the stack names hosts.
      endpoint: endpoint.includes("://") ? endpoint : `https://${endpoint}`,
      region,
      forcePathStyle: pathStyle,
      credentials,
      // OCI's S3 interface doesn't know the checksums that the SDK adds of itself.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: CONNECT_MS,
        httpAgent: { keepAlive: true, maxSockets: SOCKETS },
        httpsAgent: { keepAlive: true, maxSockets: SOCKETS },
      },
    });
  }

  async put(key: string, body: Buffer, contentType: string): Promise<"made" | "there"> {
    const command = () =>
      new PutObjectCommand({
        ...this.#at(key),
        Body: body,
        ContentType: contentType,
        // The buckets refuse what could write over an object.
        IfNoneMatch: "*",
      });
    const ms = SILENCE_MS + (body.length / 2 ** 20) * MS_PER_MIB;
    const found = await this.#ask(ms, (abortSignal) => this.#client.send(command(), { abortSignal }));
    if (found !== "missing") return found === "there" ? "there" : "made";
    throw new StoreFailure(
      this.spec.site,
      `a PUT of ${key} isn't allowed, or there is no such bucket`,
      false,
    );
  }

  async get(key: string): Promise<Buffer | undefined> {
    const found = await this.#ask(SILENCE_MS, async (abortSignal) => {
      const { Body } = await this.#client.send(new GetObjectCommand(this.#at(key)), { abortSignal });
      return Body?.transformToByteArray();
    });
    return found instanceof Uint8Array ? Buffer.from(found) : undefined;
  }

  async has(key: string): Promise<boolean> {
    const command = () => new HeadObjectCommand(this.#at(key));
    const found = await this.#ask(SILENCE_MS, (abortSignal) => this.#client.send(command(), { abortSignal }));
    return found !== "missing";
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.spec.bucket, Key: key };
  }

  /** Once more after an error that passes: a connection that the store had closed, a 500, a conflict of two PUTs. */
  async #ask<T>(ms: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T | "there" | "missing"> {
    try {
      return await this.#once(ms, ask);
    } catch (error) {
      if (!(error instanceof StoreFailure) || error.isSilent) throw error;
      return await this.#once(ms, ask);
    }
  }

  async #once<T>(ms: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T | "there" | "missing"> {
    const { site } = this.spec;
    const abort = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    // The signal ends a request; what the SDK waits for before it, such as credentials, knows no signal.
    const silence = new Promise<never>((_, failed) => {
      timer = setTimeout(() => {
        failed(new StoreFailure(site, `no answer within ${Math.round(ms)} ms`, true));
        abort.abort();
      }, ms);
    });
    const answer = ask(abort.signal);
    // Of an answer that comes too late nobody wants to know.
    answer.catch(() => undefined);
    try {
      return await Promise.race([answer, silence]);
    } catch (error) {
      if (error instanceof StoreFailure) throw error;
      const { status, code } = refusalOf(error);
      if (status === 412) return "there";
      if (isMissing(status, code)) return "missing";
      throw new StoreFailure(site, status ? `${status} ${code}` : describe(error), isUnreachable(error));
    } finally {
      clearTimeout(timer);
    }
  }
}

function refusalOf(error: unknown): { status: number | undefined; code: string } {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return { status: $metadata?.httpStatusCode, code: name ?? "" };
}

/** Whoever may not list is told 403 for a key that isn't there; a HEAD has no code. A wrong key of ours has one of its own. */
const isMissing = (status: number | undefined, code: string): boolean =>
  status === 404 ||
  (status === 403 && ["AccessDenied", "Forbidden", "Unknown", "UnknownError", "403"].includes(code));

/** No use in trying at once again: there is nobody, or only a network that swallows. */
const isUnreachable = (error: unknown): boolean => {
  const { code, name } = error as { code?: string; name?: string };
  return (
    name === "TimeoutError" ||
    ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"].includes(
      code ?? "",
    )
  );
};
