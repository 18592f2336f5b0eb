/** A stand-in for OCI's own Object Storage interface, as far as rclone asks for it; overwriting is refused. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type * as http from "node:http";
import * as https from "node:https";
import type { Lane } from "../../../drill/frame/lane";

interface Stored {
  readonly body: Buffer;
  readonly headers: http.OutgoingHttpHeaders;
}

export class NativeStore {
  readonly objects = new Map<string, Stored>();
  /** What was asked for: the method, `list` or `object`, namespace and bucket. */
  asked: string[] = [];

  start(lane: Lane, port: number, tls: string): Promise<void> {
    const keys = { cert: readFileSync(`${tls}/tls.crt`), key: readFileSync(`${tls}/tls.key`) };
    const server = https.createServer(keys, (request, answer) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => this.answer(request, Buffer.concat(chunks), answer));
    });
    lane.onEnd(() => {
      server.closeAllConnections();
      server.close();
    });
    return new Promise((done) => server.listen(port, "127.0.0.1", done));
  }

  put(name: string, text: string): void {
    this.objects.set(name, { body: Buffer.from(text), headers: { "content-type": "video/mp4" } });
  }

  text(name: string): string | undefined {
    return this.objects.get(name)?.body.toString();
  }

  private answer(request: http.IncomingMessage, body: Buffer, answer: http.ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://store");
    const [, , namespace, , bucket, kind, ...key] = url.pathname.split("/");
    const isObject = kind === "o" && key.length > 0;
    const what = kind === "o" ? (isObject ? "object" : "list") : url.pathname;
    this.asked.push(`${request.method} ${what} ${namespace}/${bucket}`);
    const name = decodeURIComponent(key.join("/"));
    const found = this.objects.get(name);
    if (kind === "o" && !isObject && request.method === "GET") this.list(url.searchParams, answer);
    else if (isObject && request.method === "PUT" && !found) this.take(name, body, request.headers, answer);
    else if (isObject && found && request.method !== "PUT") {
      const headers = { ...found.headers, "content-length": found.body.length, etag: "an-etag-of-oci" };
      answer
        .writeHead(200, { ...headers, "last-modified": new Date().toUTCString() })
        .end(request.method === "GET" ? found.body : undefined);
    } else refuse(answer, 404, "NotAuthorizedOrNotFound");
  }

  private list(asked: URLSearchParams, answer: http.ServerResponse): void {
    const prefix = asked.get("prefix") ?? "";
    const delimiter = asked.get("delimiter");
    const prefixes = new Set<string>();
    const objects: object[] = [];
    const time = new Date().toISOString();
    for (const [name, { body, headers }] of [...this.objects].sort()) {
      if (!name.startsWith(prefix)) continue;
      const cut = delimiter ? name.indexOf(delimiter, prefix.length) : -1;
      if (cut >= 0) prefixes.add(name.slice(0, cut + 1));
      else
        objects.push({
          name,
          size: body.length,
          md5: headers["content-md5"],
          timeCreated: time,
          timeModified: time,
        });
    }
    const said = JSON.stringify({ objects, prefixes: [...prefixes] });
    answer.writeHead(200, { "content-type": "application/json" }).end(said);
  }

  private take(
    name: string,
    body: Buffer,
    sent: http.IncomingHttpHeaders,
    answer: http.ServerResponse,
  ): void {
    const md5 = createHash("md5").update(body).digest("base64");
    if (sent["content-md5"] && sent["content-md5"] !== md5) {
      refuse(answer, 400, "UnmatchedContentMD5");
      return;
    }
    const own = Object.entries(sent).filter(([key]) => key.startsWith("opc-meta-"));
    const headers = { ...Object.fromEntries(own), "content-type": sent["content-type"], "content-md5": md5 };
    this.objects.set(name, { body, headers });
    answer.writeHead(200, { etag: "an-etag-of-oci", "opc-content-md5": md5 }).end();
  }
}

function refuse(answer: http.ServerResponse, status: number, code: string): void {
  answer
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify({ code, message: code }));
}
