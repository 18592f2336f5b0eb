/** A load against a server on loopback that answers as the reference programs do. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Authority } from "../../../drill/dns/authority";
import { freePort } from "../../../drill/frame/net";
import { readJournal } from "../../../drill/load/journal";
import { Load } from "../../../drill/load/load";
import { type LoadPlan, type SecondSummary, usualLoad } from "../../../drill/load/plan";
import { readRecords } from "../../../drill/load/records";
import { runLoad } from "../../../drill/load/run-load";
import { authorityAt, type WebServer, webServer } from "../dns/fixture";

const address = "127.0.0.1";

describe("a load", () => {
  let folder: string;
  let server: WebServer;
  let authority: Authority;
  let plan: LoadPlan;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let seconds: SecondSummary[];

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-load-"));
    const port = await freePort();
    answer = wellAnswered;
    seconds = [];
    server = await webServer(address, port, (request, response) => answer(request, response));
    const capabilities = ["upload", "feed", "engagement", "status"] as const;
    const authorityPlan = authorityAt(await freePort(), [], {
      names: capabilities.map((capability) => ({
        host: `${capability}.clips.test`,
        ttlSeconds: 60,
        plain: true,
        answers: [{ address, weight: 1 }],
      })),
    });
    authority = await Authority.start(authorityPlan, () => undefined);
    plan = {
      ...usualLoad,
      t0: Date.now() / 1000,
      seed: 5,
      port,
      trust: { ca: server.ca },
      demand: Object.fromEntries(
        capabilities.map((name) => [name, { asks: name, host: `${name}.clips.test`, perSecond: 10 }]),
      ),
      resolvers: {
        count: 5,
        authorities: [authorityPlan],
        firstAuthorityShare: 1,
        retrySeconds: 1,
        avoidSeconds: 1,
        busy: false,
      },
      recordsFile: path.join(folder, "records.ndjson"),
      journalFile: path.join(folder, "journal.ndjson"),
    };
  });
  afterEach(async () => {
    authority.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const sent = async (forMs: number, more: Partial<LoadPlan> = {}) => {
    const given = { ...plan, ...more };
    const load = await Load.start(given, {
      second: (summary) => seconds.push(summary),
      failed: (error) => {
        throw error;
      },
    });
    await new Promise((done) => setTimeout(done, forMs));
    const totals = await load.stop();
    return { totals, records: readRecords(given.recordsFile), journal: readJournal(given.journalFile) };
  };
  const only = (capability: "upload" | "engagement", perSecond = 20): Partial<LoadPlan> => ({
    demand: { [capability]: { asks: capability, host: `${capability}.clips.test`, perSecond } },
    kinds: { short: 1 },
  });

  it("gives a record for every request, and a sum for every second", async () => {
    const { totals, records } = await sent(2200);
    expect(records.length).toBeGreaterThan(60);
    expect(records.filter(({ ok }) => !ok)).toEqual([]);
    expect(totals.all).toEqual({ sent: records.length, ok: records.length });
    expect(new Set(records.map(({ did }) => did))).toEqual(
      new Set(["upload", "feed", "engage", "counts", "status"]),
    );
    expect(seconds.length).toBeGreaterThanOrEqual(1);
  });

  it("writes down what was acknowledged of the bytes that it sent", async () => {
    const received = new Map<unknown, string>();
    answer = (request, response) => {
      const hash = createHash("sha256");
      request.on("data", (part: Buffer) => hash.update(part));
      request.on("end", () => received.set(request.headers["upload-id"], hash.copy().digest("hex")));
      wellAnswered(request, response);
    };
    const { journal, totals } = await sent(1000, only("upload"));
    expect(journal.length).toBe(totals.uploadsAcknowledged);
    expect(journal.length).toBeGreaterThan(5);
    for (const entry of journal) expect(entry.what === "upload" && entry.sha256).toBe(received.get(entry.id));
  });

  it("doesn't write down what was refused", async () => {
    answer = (request, response) => {
      request.resume();
      request.on("end", () => response.writeHead(503).end("{}"));
    };
    const { records, journal } = await sent(500, only("upload"));
    expect(journal).toEqual([]);
    expect(new Set(records.map(({ why }) => why))).toEqual(new Set(["answered 503"]));
  });

  it("writes an acknowledgement down that is for other bytes, and doesn't call it good", async () => {
    answer = (request, response) => {
      request.resume();
      request.on("end", () =>
        response
          .writeHead(201)
          .end(JSON.stringify({ id: "x", key: "k", manifestKey: "m", sha256: "another" })),
      );
    };
    const { records, journal } = await sent(500, only("upload"));
    expect(journal.length).toBe(records.length);
    expect(records.every(({ ok, why }) => !ok && why === "acknowledged other bytes than were sent")).toBe(
      true,
    );
  });

  it("sends on while nothing is answered, and says how much is under way", async () => {
    answer = (request) => request.resume();
    const { records } = await sent(2500, { ...only("engagement"), patienceSeconds: 1.5 });
    expect(records.length).toBeGreaterThanOrEqual(30);
    expect(records.every(({ why }) => why === "no answer in time")).toBe(true);
    expect(seconds[0]?.underWay).toBeGreaterThan(10);
  });

  it("says what it never sent, because too many were under way", async () => {
    answer = (request) => request.resume();
    const more = { ...only("engagement"), patienceSeconds: 1.5, mostUnderWay: 5 };
    const { totals, records } = await sent(1000, more);
    expect(totals.unsent).toBeGreaterThan(0);
    expect(records.filter(({ unsent }) => unsent).length).toBe(totals.unsent);
    expect(totals.all.sent + totals.unsent).toBe(records.length);
  });

  it("notices a video that is shown with fewer views than before", async () => {
    let reads = 0;
    answer = (request, response) => {
      if (request.method === "POST") return wellAnswered(request, response);
      reads++;
      response.end(JSON.stringify({ views: reads === 1 ? 7 : 0, stale: false }));
    };
    const { records } = await sent(1000, only("engagement"));
    expect(records.find(({ fewerViews }) => fewerViews)?.fewerViews).toEqual({
      before: 7,
      now: 0,
      stale: false,
    });
  });

  it("is sent by a process of its own, which ends when it is stopped", async () => {
    const failures: Error[] = [];
    const log = path.join(folder, "load.log");
    const running = await runLoad(
      plan,
      log,
      (summary) => seconds.push(summary),
      (error) => failures.push(error),
    );
    const ended = new Promise((done) => running.child.once("exit", done));
    await new Promise((done) => setTimeout(done, 1500));
    const totals = await running.stop();
    expect(totals.all.ok).toBeGreaterThan(20);
    expect(seconds.length).toBeGreaterThan(0);
    expect(await ended).toBe(0);
    expect(failures).toEqual([]);
  });

  it("is told of when its process is killed", async () => {
    const log = path.join(folder, "load.log");
    const failure = new Promise<Error>((failed) => {
      void runLoad(plan, log, () => undefined, failed).then(({ child }) => child.kill("SIGKILL"));
    });
    expect((await failure).message).toMatch(/the load failed: .*load-process.ts ended with SIGKILL/);
  });

  it("that can't write its files isn't started, and says why", async () => {
    const nowhere = { ...plan, recordsFile: path.join(folder, "none", "records.ndjson") };
    const log = path.join(folder, "load.log");
    const failed = () => undefined;
    await expect(runLoad(nowhere, log, failed, failed)).rejects.toThrow(/the load failed: ENOENT/);
  });
});

function wellAnswered(request: IncomingMessage, response: ServerResponse): void {
  const hash = createHash("sha256");
  let bytes = 0;
  request.on("data", (part: Buffer) => {
    hash.update(part);
    bytes += part.length;
  });
  request.on("end", () => {
    const id = request.headers["upload-id"];
    if (id !== undefined) {
      const sha256 = hash.digest("hex");
      const told = { id, key: `upload/${id}`, manifestKey: `upload/${id}.json`, sha256, bytes };
      response
        .writeHead(201)
        .end(JSON.stringify({ ...told, stores: ["oci-a"], marked: false, event: "published" }));
    } else if (request.method === "POST") response.writeHead(202).end("{}");
    else response.end(JSON.stringify({ videos: [], views: 3, stale: false }));
  });
}
