import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { edgeStartScript } from "../../../components/edge/start";
import { edgeTimings } from "../../../components/edge/timings";

let folder: string;
let running: ChildProcess | undefined;
const at = (name: string) => join(folder, name);
const events = () => (existsSync(at("events")) ? readFileSync(at("events"), "utf8").split("\n") : []);
const seen = (event: string) =>
  vi.waitFor(() => expect(events()).toContain(event), { timeout: 15_000, interval: 20 });

/** A stand-in for HAProxy: notes what happens to it, ends on USR1 with `code`, and checks as the file `verdict` says. */
function program(code: number): void {
  const body = `#!/bin/sh
if [ "$1" = -c ]; then echo checked >>${at("events")}; [ -e ${at("good")} ]; exit; fi
trap 'echo reloaded >>${at("events")}' USR2
trap 'echo stopped >>${at("events")}; exit ${code}' USR1
echo started >>${at("events")}
while :; do sleep 0.02; done
`;
  writeFileSync(at("haproxy"), body, { mode: 0o755 });
}

/** The script with the pause between two looks shortened. */
function start(): Promise<number | null> {
  const script = edgeStartScript({
    config: at("haproxy.cfg"),
    tls: at("tls"),
    endpoints: at("endpoints.json"),
    peers: at("peers"),
    peerAddresses: at("peers.cfg"),
  });
  const pause = `sleep ${edgeTimings.reloadCheckSeconds} &`;
  expect(script).toContain(pause);
  writeFileSync(at("start.sh"), script.replace(pause, "sleep 0.1 &"));
  running = spawn("/bin/sh", [at("start.sh")], { env: { PATH: `${folder}:/usr/bin:/bin` }, stdio: "ignore" });
  return new Promise((done) => running?.once("exit", (code) => done(code)));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edge-start-"));
  for (const inner of ["tls", "peers"]) mkdirSync(at(inner));
  const peers = ["tls.crt", "tls.key", "ca.crt"].map((name) => `peers/${name}`);
  for (const file of [
    "haproxy.cfg",
    "tls/tls.crt",
    "tls/tls.key",
    "endpoints.json",
    "peers.cfg",
    "good",
    ...peers,
  ])
    writeFileSync(at(file), file);
});
afterEach(() => {
  if (running?.exitCode === null) running.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

describe("the edge's start script", () => {
  it("is valid for sh", () => {
    writeFileSync(at("start.sh"), edgeStartScript());
    expect(spawnSync("/bin/sh", ["-n", at("start.sh")], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  it("ends HAProxy softly on TERM and hands on its exit code", async () => {
    program(3);
    const ended = start();
    await seen("started");
    running?.kill("SIGTERM");
    expect(await ended).toBe(3);
    expect(events()).toContain("stopped");
  });

  it.each([
    ["a certificate was renewed", "tls/tls.crt"],
    ["the certificate for its peers was renewed", "peers/tls.crt"],
    ["its peers have another authority", "peers/ca.crt"],
    ["its peers have other addresses", "peers.cfg"],
    ["the document of endpoints has changed", "endpoints.json"],
  ])("reloads when %s", async (_, file) => {
    program(0);
    const ended = start();
    await seen("started");
    writeFileSync(at(file), "renewed");
    await seen("reloaded");
    running?.kill("SIGTERM");
    await ended;
  });

  it("keeps what runs when HAProxy refuses the new files, until they are good again", async () => {
    program(0);
    const ended = start();
    await seen("started");
    rmSync(at("good"));
    writeFileSync(at("haproxy.cfg"), "broken");
    await seen("checked");
    expect(events()).not.toContain("reloaded");
    writeFileSync(at("good"), "");
    writeFileSync(at("haproxy.cfg"), "mended");
    await seen("reloaded");
    running?.kill("SIGTERM");
    await ended;
  });

  it("ends when HAProxy does, with its exit code", async () => {
    writeFileSync(at("haproxy"), "#!/bin/sh\nexit 7\n", { mode: 0o755 });
    expect(await start()).toBe(7);
  });
});
