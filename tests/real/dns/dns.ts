/** Lane: the routing model's answers and checks in gdnsd, with two sites' real edges behind them. */
import { Resolver } from "node:dns/promises";
import { mkdirSync } from "node:fs";
import { edgeTimings } from "../../../components/edge/timings";
import { routedNames } from "../../../components/routing";
import { type Lane, until } from "../../../drill/frame/lane";
import { freePort } from "../../../drill/frame/net";
import { debianProgram } from "../../../drill/frame/parts";
import { ask } from "../../../drill/frame/requests";
import { capabilities, EdgeWorld } from "../edge/world";
import { type DnsTimings, gdnsdConfig, gdnsdZone } from "./gdnsd";

const zone = "clips.test";
/** Prod's thresholds at a fifth of its interval. */
const timings: DnsTimings = { ttl: 30, intervalSeconds: 2, failureThreshold: 3 };
/** Longest time from an address that refuses, or answers that it is red, until the answer leaves it out. */
const noticed = timings.intervalSeconds * timings.failureThreshold;
/** Until a check that has just begun is over, and a busy machine. */
const SLACK = timings.intervalSeconds + 3;
const [oci, aws] = ["oci-us-chicago-1", "aws-us-east-2"] as const;
const shares = { [oci]: 60, [aws]: 40 };

type Host = (typeof capabilities)[number];

export async function dns(lane: Lane): Promise<void> {
  const gdnsd = debianProgram("gdnsd");
  debianProgram("haproxy");
  const edges = { [oci]: await EdgeWorld.start(lane, oci), [aws]: await EdgeWorld.start(lane, aws) };
  const server = await serve(lane, gdnsd, edges);
  const siteOf = new Map(Object.entries(edges).map(([site, { address }]) => [address, site]));

  /** How often each site is answered for a capability. */
  const answers = async (name: Host, queries: number): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (let query = 0; query < queries; query++) {
      for (const { address, ttl } of await server.resolve4(edges[oci].host(name), { ttl: true })) {
        const site = siteOf.get(address) ?? address;
        counts[site] = (counts[site] ?? 0) + 1;
        if (ttl > timings.ttl) throw new Error(`${name} is answered for ${ttl} s`);
      }
    }
    return counts;
  };
  const only = async (name: Host, site: string) => {
    const counts = await answers(name, 25);
    return Object.keys(counts).join() === site;
  };
  const both = async (name: Host) => Object.keys(await answers(name, 40)).length === 2;
  const moved = (name: Host, site: string) => until(60, () => only(name, site), 100);

  const up = await until(40, async () => (await both("upload")) && (await both("feed")), 200);
  lane.expect("all up: every name is answered with both sites", up !== undefined, up);
  const counts = await answers("feed", 600);
  lane.measure("all up: the share of a site that should have 60 %", {
    predicted: shares[oci],
    measured: ((counts[oci] ?? 0) / 600) * 100,
    least: shares[oci] - 10,
    most: shares[oci] + 10,
    unit: "%",
  });

  await edges[aws].kill();
  lane.measure("one site gone until its address is no longer answered", {
    predicted: noticed,
    measured: await moved("upload", oci),
    most: noticed + SLACK,
  });
  for (const name of capabilities)
    lane.expect(`then ${name} is answered with the other`, await only(name, oci));
  edges[aws].run();
  lane.measure("it is back until it is answered again", {
    predicted: edgeTimings.settleSeconds + noticed,
    measured: await until(60, () => both("upload"), 100),
    most: edgeTimings.settleSeconds + noticed + SLACK,
  });

  edges[oci].configure(true);
  const drained = await moved("feed", aws);
  lane.measure("a site drained until it is no longer answered (its edge looks each 1 s)", {
    predicted: 1 + noticed,
    measured: drained,
    most: 1 + noticed + SLACK,
  });
  const late = await ask(edges[oci].address, 8443, edges[oci].host("feed"), "/x");
  lane.expect("who still comes to it is served", late.status === 200, late.status);
  edges[oci].configure(false);
  lane.expect("no longer drained: answered again", (await until(60, () => both("feed"))) !== undefined);

  await until(30, () => both("upload"));
  for (const pod of edges[oci].pods.upload.slice(0, 3)) pod.stop();
  lane.measure("three of four pods of one capability killed at a site until its name moves", {
    predicted: edges[oci].detection.serverDownSeconds("refused") + noticed,
    measured: await moved("upload", aws),
    most: edges[oci].detection.serverDownSeconds("refused") + noticed + SLACK,
  });
  lane.expect("the other names stay with both", (await both("feed")) && (await both("status")));

  await Promise.all([edges[oci].kill(), edges[aws].kill()]);
  await until(noticed + SLACK + 10, () => both("upload"), 200);
  lane.expect("both sites gone: all addresses are answered, not none", await both("upload"));
}

/** gdnsd with the model's plan, and a client that asks it. */
async function serve(
  lane: Lane,
  gdnsd: string,
  edges: Readonly<Record<string, EdgeWorld>>,
): Promise<Resolver> {
  const [first] = Object.values(edges);
  if (!first) throw new Error("no edges");
  const sites = Object.entries(shares).map(([id, share]) => ({ id, share, addresses: 1, drained: false }));
  const names = routedNames(
    capabilities.map((capability) => ({ capability, host: first.host(capability) })),
    sites,
  );
  const addresses = Object.fromEntries(
    Object.entries(edges).map(([site, { address }]) => [`${site}-1`, address]),
  );
  const listen = `127.0.0.1:${await freePort()}`;
  const input = { listen, run: lane.socketFolder(), zone, names, addresses, port: 8443, timings };
  for (const folder of ["run", "state"]) mkdirSync(`${input.run}/${folder}`, { recursive: true });
  lane.file("gdnsd/config", gdnsdConfig(input));
  lane.file(`gdnsd/zones/${zone}`, gdnsdZone(input));
  // Its first checks decide what it starts with.
  for (const edge of Object.values(edges)) await edge.allGreen(30);
  const child = lane.start("gdnsd", gdnsd, ["-c", `${lane.dir}/gdnsd`, "start"]);
  const resolver = new Resolver({ timeout: 500, tries: 2 });
  resolver.setServers([listen]);
  await lane.ready(child, 30, async () => {
    try {
      return (await resolver.resolve4(first.host("upload"))).length > 0;
    } catch {
      return false;
    }
  });
  return resolver;
}
