/** Lane: the edge's configuration in a real HAProxy. */
import { spawnSync } from "node:child_process";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { type Lane, now, sleep, until } from "../../../drill/frame/lane";
import { ask, load, selfSigned } from "../../../drill/frame/requests";
import { faults } from "./faults";
import { forwardingCost } from "./forwarding-cost";
import { hostile } from "./hostile";
import { overload } from "./overload";
import { partsLost } from "./parts-lost";
import { brownouts, troubles } from "./peers";
import { routing } from "./routing";
import { EdgeWorld } from "./world";

export async function edge(lane: Lane): Promise<void> {
  const world = await EdgeWorld.start(lane);
  accepted(world);
  lane.expect("the edge is up and every capability green", true, await world.allGreen(15));
  // Each in a world of its own, in which it mostly waits.
  const [pair] = await together(brownouts(lane), oneSite(world), troubles(lane), overload(lane));
  // These keep the processor busy, or measure it.
  await forwardingCost(pair);
  await hostile(lane);
}

async function oneSite(world: EdgeWorld): Promise<void> {
  await routing(world);
  await dnsFails(world);
  await faults(world);
  await partsLost(world);
  await drained(world);
  await certificate(world);
  await stopped(world);
}

/** Waits for all, so that none goes on behind the lane's end. @throws What the first one threw. */
async function together<T extends readonly Promise<unknown>[]>(
  ...parts: T
): Promise<{ readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(parts);
  return Promise.all(parts) as Promise<{ readonly [K in keyof T]: Awaited<T[K]> }>;
}

/** The program itself has no objection to what a site of prod would get, nor to a drained one. */
function accepted(world: EdgeWorld): void {
  const { lane, haproxy } = world;
  for (const drain of [false, true]) {
    const leafSources = ["203.0.113.0/24", "198.51.100.7"];
    const file = lane.file("edge/check.cfg", haproxyConfig({ ...world.input(drain), leafSources }));
    const { status, stdout, stderr } = spawnSync(haproxy, ["-c", "-f", file], { encoding: "utf8" });
    lane.expect(
      `haproxy -c accepts the configuration${drain ? " of a drained site" : ""} without a warning`,
      status === 0 && !/WARNING|ALERT/.test(stderr),
      (stderr || stdout).trim().slice(0, 300),
    );
  }
}

/** The cluster's DNS falls silent, and pods come and go in it. */
async function dnsFails(world: EdgeWorld): Promise<void> {
  const { lane, dns, address } = world;
  const users = load(address, 8443, world.host("feed"), 50);
  dns.mode = "silent";
  // Longer than HAProxy's own default, 30 s.
  await sleep(33_000);
  lane.expect(
    "DNS silent for 33 s: green, and all servers in use",
    (await world.isGreen("feed")) && (await world.servers("feed")) === 4,
  );
  dns.mode = "servfail";
  await sleep(8000);
  lane.expect("DNS failing for 8 s: the same", (await world.servers("feed")) === 4);
  dns.mode = "ok";
  await sleep(2000);
  const pods = world.pods.feed;
  world.resolve("feed", pods.slice(1));
  const left = await until(30, async () => (await world.servers("feed")) === 3);
  lane.measure("a pod that left DNS until the edge leaves it", { predicted: 6, measured: left, most: 9 });
  world.resolve("feed", pods);
  const taken = await until(30, async () => (await world.servers("feed")) === 4);
  lane.measure("a new pod in DNS until the edge uses it", { predicted: 1, measured: taken, most: 5 });
  const counts = await users.stop();
  lane.expect("no request is lost over all that", Object.keys(counts).join() === "200", counts);
}

/** Drained by settings: DNS is told to go elsewhere, and those who still come are served. */
async function drained(world: EdgeWorld): Promise<void> {
  const { lane, address, dns } = world;
  const kept = load(address, 8443, world.host("upload"), 60);
  const fresh = load(address, 8443, world.host("upload"), 30, false);
  dns.delayMs = 100;
  world.configure(true);
  const red = await world.red("upload", 20);
  lane.measure("a drain in the mounted file until health is red (looking each 1 s, not 5)", {
    predicted: 1,
    measured: red,
    most: 12,
  });
  for (const name of ["feed", "engagement"] as const)
    lane.expect(`drained: ${name} is red too`, await world.isRed(name));
  const ready = spawnSync(
    "curl",
    ["-s", "-o", "/dev/null", "-w", "%{http_code}", `http://${address}:8404/livez`],
    {
      encoding: "utf8",
    },
  );
  lane.expect(
    "drained: /livez stays green, so that the load balancers go on sending",
    ready.stdout === "200",
  );
  world.configure(false);
  lane.expect("no longer drained: green", (await world.green("upload", 20)) !== undefined);
  for (const drain of [true, false, true, false]) {
    world.configure(drain);
    await sleep(1700);
  }
  await sleep(2000);
  dns.delayMs = 0;
  const [a, b] = [await kept.stop(), await fresh.stop()];
  lane.expect("six reloads lose no request on kept connections", Object.keys(a).join() === "200", {
    ...a,
    errors: kept.errors.slice(0, 3),
  });
  lane.expect("six reloads lose no request on new connections", Object.keys(b).join() === "200", {
    ...b,
    errors: fresh.errors.slice(0, 3),
  });
}

/** A certificate is renewed in place; a broken one is not taken. */
async function certificate(world: EdgeWorld): Promise<void> {
  const { lane, address, tls } = world;
  const serial = () =>
    spawnSync(
      "sh",
      [
        "-c",
        `openssl s_client -connect ${address}:8443 </dev/null 2>/dev/null | openssl x509 -noout -serial`,
      ],
      {
        encoding: "utf8",
      },
    ).stdout;
  const first = serial();
  selfSigned(tls, "DNS:*.clips.test");
  const renewed = await until(15, () => serial() !== first, 300);
  lane.expect("a renewed certificate is served without a restart", renewed !== undefined, renewed);
  const second = serial();
  lane.file("edge/tls/tls.crt", "broken");
  await sleep(3000);
  lane.expect("a broken one is not taken", second !== "" && serial() === second);
  selfSigned(tls, "DNS:*.clips.test");
  const third = await until(15, () => serial() !== second, 300);
  lane.expect("and the next good one is", third !== undefined, third);
}

/** A pod of the edge is told to end. */
async function stopped(world: EdgeWorld): Promise<void> {
  const { lane, address, master, pods } = world;
  for (const pod of pods.upload) {
    pod.mode = "slow";
    pod.slowMs = 2500;
  }

  const flying = Array.from({ length: 10 }, () => ask(address, 8443, world.host("upload"), "/slow"));
  await sleep(500);
  const started = now();
  master.kill("SIGTERM");
  const statuses = (await Promise.all(flying)).map(({ status }) => status);
  lane.expect(
    "requests under way end well when the pod is told to end",
    statuses.every((s) => s === 200),
    statuses,
  );
  const gone = await until(20, () => master.exitCode !== null || master.signalCode !== null, 50);
  lane.expect("and the pod ends", gone !== undefined, now() - started);
}
