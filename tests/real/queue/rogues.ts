/** Servers that have no business in the queue, and a peer's that has more on its mind than mirroring. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { streamName } from "../../../components/queue/model";
import { goProgram } from "../frame/go";
import { type Lane, sleep } from "../frame/lane";
import { plain } from "../frame/requests";
import { messages, Publisher } from "./events";
import type { QueueSite } from "./world";

const keysOf = (folder: string): string =>
  `ca_file: "${folder}/ca.crt", cert_file: "${folder}/tls.crt", key_file: "${folder}/tls.key"`;

export async function rogues(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  await strangers(lane, a, b);
  await peer(lane, a, b);
}

/** Leaf links and routes with the wrong certificates or with none. */
async function strangers(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const own = a.tls("workload-feed");
  const forged = `${lane.dir}/forged`;
  const edge = `${a.edgeAddress}:7422`;
  const leaf = (tls: string) =>
    `leafnodes { remotes [{ urls: ["tls://${edge}"], tls { ${tls}, handshake_first: true } }] }`;
  const route = (folder: string) =>
    `cluster { name: "${a.id}", listen: "127.0.0.1:-1", routes: ["${a.route}"], tls { ${keysOf(folder)} } }`;
  const cases: readonly (readonly [string, string])[] = [
    ["leaf-without-certificate", leaf(`ca_file: "${own}/ca.crt"`)],
    ["leaf-of-a-workload", leaf(keysOf(own))],
    ["leaf-of-the-setup", leaf(keysOf(a.tls("setup")))],
    ["leaf-of-the-site-itself", leaf(keysOf(a.tls("leaf-dial")))],
    [
      "leaf-of-another-authority",
      leaf(`ca_file: "${own}/ca.crt", cert_file: "${forged}/tls.crt", key_file: "${forged}/tls.key"`),
    ],
    ["leaf-without-tls", `leafnodes { remotes [{ urls: ["nats-leaf://${edge}"] }] }`],
    ["route-of-a-workload", route(own)],
    ["route-of-another-site", route(b.tls("leaf-dial"))],
  ];
  const children = cases.map(([name, config], index) => {
    const text = `server_name: ${name}\nlisten: "${a.net}.${200 + index}:4222"\n${config}\n`;
    return lane.start(`rogue-${name}`, goProgram("nats-server"), [
      "-D",
      "-c",
      lane.file(`rogue-${name}.conf`, text),
    ]);
  });
  await sleep(6000);
  const known = await Promise.all(
    [0, 1, 2].flatMap((server) =>
      ["leafz", "routez"].map(async (page) => (await plain(a.address(server), 8222, `/${page}`)).body),
    ),
  );
  for (const [name] of cases) {
    const log = readFileSync(`${lane.dir}/rogue-${name}.log`, "utf8");
    const tried = /7422|localhost|Route|Leafnode/i.test(log);
    const in_ = known.some((page) => page.includes(`"${name}"`));
    lane.expect(`a server comes as a ${name.replaceAll("-", " ")}: refused`, tried && !in_);
  }
  for (const child of children) await lane.kill(child);
}

/** A server with a real peer's certificate may mirror, and nothing else. */
async function peer(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const address = `${a.net}.220`;
  const remote = `{ account: A, urls: ["tls://${a.edgeAddress}:7422"], tls { ${keysOf(b.tls("leaf-dial"))}, handshake_first: true } }`;
  const config = `server_name: rogue-peer\nlisten: "${address}:4222"\naccounts { A: { users: [{ user: u, password: p }] } }\nleafnodes { remotes [${remote}] }\n`;
  const rogue = lane.start("rogue-peer", goProgram("nats-server"), [
    "-c",
    lane.file("rogue-peer.conf", config),
  ]);
  await sleep(3000);
  /** What the client says; that it is refused or cut off after 5 s is no error here. */
  const nats = (...args: readonly string[]) =>
    new Promise<string>((done) => {
      const command = [goProgram("nats"), "-s", `nats://u:p@${address}:4222`, ...args];
      const env = { ...process.env, HOME: lane.dir };
      execFile("timeout", ["5", ...command], { env }, (_error, stdout) => done(stdout));
    });
  const before = await messages(a, "uploads", a.id);
  const talk = await Publisher.start(a, "secret-event", {
    workload: "engagement",
    subject: "engage.like",
    perSecond: 20,
  });
  await nats("pub", "upload.new", "forged", "--count", "20");
  await nats(
    "request",
    `$JS.${a.id}.API.STREAM.DELETE.${streamName("uploads", a.id)}`,
    "",
    "--timeout",
    "2s",
  );
  const injected = {
    stream_name: streamName("uploads", a.id),
    config: {
      name: "x",
      deliver_subject: "engage.injected",
      deliver_policy: "all",
      ack_policy: "none",
      replay_policy: "instant",
      mem_storage: true,
      num_replicas: 1,
      direct: true,
    },
  };
  const consumer = `$JS.${a.id}.API.CONSUMER.CREATE.${streamName("uploads", a.id)}.x`;
  await nats("request", consumer, JSON.stringify(injected), "--timeout", "2s");
  const heard = await nats("sub", ">");
  // The events themselves are the peer's by right: its mirrors take them with this certificate.
  const subjects = [...heard.matchAll(/Received on "([^"]+)"/g)].map(([, subject]) => subject ?? "");
  const own = subjects.filter((subject) => !/^(engage|upload|mirror)\./.test(subject));
  const said = await talk.end();
  lane.expect(
    "a peer's certificate hears the events that are mirrored to it, and nothing else of this site's traffic",
    own.length === 0 && said > 20,
    { said, heard: [...new Set(subjects)].slice(0, 5) },
  );
  const after = await messages(a, "uploads", a.id);
  lane.expect("it can't publish into this site's streams, nor delete them", after === before && before > 0, {
    before,
    after,
  });
  const engaged = await messages(a, "engagement", a.id);
  lane.expect("nor have one stream delivered into another", engaged === said, { engaged, said });
  await lane.kill(rogue);
}
