/** Sites of a platform on loopback: real TLS servers that can go silent, refuse, be slow and fail. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import os from "node:os";
import path from "node:path";
import { freePort } from "../../../drill/frame/net";
import { selfSigned } from "../../../drill/frame/requests";
import { Client } from "../../../reference/client/client";
import type { ClientSettings, Timings } from "../../../reference/client/settings";

export const publicName = "feed.clips.test";
export const ids = ["oci-a", "aws-b", "aws-c"] as const;
export type SiteId = (typeof ids)[number];

/** What a site was asked by users: neither its health nor the document. */
export interface Asked {
  readonly host: string | undefined;
  readonly method: string | undefined;
  readonly body: string;
}

export class TestSite {
  readonly asked: Asked[] = [];
  probed = 0;
  /** Milliseconds until a connection is taken up, and until a request is answered. */
  connectMs = 0;
  answerMs = 0;
  status = 200;
  headers: Record<string, string> = {};
  health = 200;
  document: { status: number; text: string } = { status: 200, text: "" };
  /** Instead of an answer. */
  instead: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  #silent = false;
  readonly #open = new Set<net.Socket>();
  readonly #front: net.Server;
  readonly #https: https.Server;

  constructor(
    readonly address: string,
    private readonly port: number,
    certificate: { key: string; cert: string },
  ) {
    this.#https = https.createServer(certificate, (request, response) => this.#answer(request, response));
    this.#https.keepAliveTimeout = 60_000;
    this.#front = net.createServer((socket) => {
      this.#open.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => this.#open.delete(socket));
      setTimeout(() => {
        if (!this.#silent) this.#https.emit("connection", socket);
      }, this.connectMs);
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    // What is sent into a black hole comes to nobody.
    if (this.#silent) return;
    const { url = "" } = request;
    if (url.startsWith("/.well-known/")) {
      response.writeHead(this.document.status, { "cache-control": "public, max-age=86400" });
      response.end(this.document.text);
      return;
    }
    if (url.startsWith("/healthz/")) {
      this.probed++;
      response.writeHead(this.health).end();
      return;
    }
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      body += part;
    });
    request.on("end", () => {
      this.asked.push({ host: request.headers.host, method: request.method, body });
      setTimeout(() => {
        if (this.#silent) return;
        if (this.instead) this.instead(request, response);
        else response.writeHead(this.status, this.headers).end(this.address);
      }, this.answerMs);
    });
  }

  listen(): Promise<void> {
    return new Promise((done, failed) =>
      this.#front.once("error", failed).listen(this.port, this.address, done),
    );
  }

  /** Takes connections and says nothing any more, on those that are there neither: a black hole. */
  goSilent(): void {
    this.#silent = true;
  }

  /** Refuses connections, and ends those that are there. */
  async refuse(): Promise<void> {
    const closed = new Promise((done) => this.#front.close(done));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  /** As ever; what was connected while it was silent is gone. */
  async comeBack(): Promise<void> {
    this.#silent = false;
    for (const socket of this.#open) socket.destroy();
    if (!this.#front.listening) await this.listen();
  }

  get connections(): number {
    return this.#open.size;
  }
}

export class TestPlatform {
  readonly sites = {} as Record<SiteId, TestSite>;
  readonly #clients: Client[] = [];
  /** Where DNS leads for the public name; null where it doesn't answer. */
  byDns: SiteId | null = "oci-a";
  /** Sites whose names DNS doesn't know, and whether it is down. */
  readonly unnamed = new Set<SiteId>();
  dnsIsDown = false;
  private constructor(
    readonly port: number,
    private readonly ca: string,
  ) {}

  static async start(): Promise<TestPlatform> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-client-"));
    selfSigned(folder, "DNS:*.clips.test");
    const [cert, key] = ["tls.crt", "tls.key"].map((file) => readFileSync(path.join(folder, file), "utf8"));
    rmSync(folder, { recursive: true });
    const platform = new TestPlatform(await freePort(), cert ?? "");
    for (const [n, id] of ids.entries()) {
      const site = new TestSite(`127.0.1.${n + 1}`, platform.port, { key: key ?? "", cert: cert ?? "" });
      site.document = { status: 200, text: documentOf({ "oci-a": 1 }) };
      platform.sites[id] = site;
      await site.listen();
    }
    return platform;
  }

  /** The lookup of names, as far as DNS is there. */
  readonly lookup = async (host: string): Promise<string[]> => {
    if (host === publicName)
      return this.byDns ? [this.sites[this.byDns].address] : new Promise(() => undefined);
    if (this.dnsIsDown) throw new Error("no server answers");
    const site = ids.find((id) => host === siteName(id));
    return site === undefined || this.unnamed.has(site) ? [] : [this.sites[site].address];
  };

  /** A client that is at home at `oci-a`, unless its document says otherwise. */
  client(settings: Partial<ClientSettings> = {}, timings: Partial<Timings> = {}): Client {
    const client = new Client({
      names: { feed: publicName },
      saved: documentOf({ "oci-a": 1 }),
      ...settings,
      timings,
      machine: { lookup: this.lookup, port: this.port, tls: { ca: this.ca }, ...settings.machine },
    });
    this.#clients.push(client);
    return client;
  }

  /** How often users' requests were sent in all. */
  get asked(): number {
    return Object.values(this.sites).reduce((sum, { asked }) => sum + asked.length, 0);
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await Promise.all(Object.values(this.sites).map((site) => site.refuse()));
  }
}

export const siteName = (id: string): string => `feed-${id}.clips.test`;

/** @param weights of some sites; all others are home to nobody */
export const documentOf = (weights: Partial<Record<SiteId, number>>): string =>
  JSON.stringify({
    version: 1,
    sites: ids.map((id) => ({ id, provider: id.slice(0, 3), region: id.slice(4), weight: weights[id] ?? 0 })),
    capabilities: [
      {
        name: "feed",
        host: publicName,
        health: "/healthz/feed",
        sites: Object.fromEntries(ids.map((id) => [id, siteName(id)])),
      },
    ],
  });
