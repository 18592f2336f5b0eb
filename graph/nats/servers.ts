/** What NATS' servers are told of themselves: ports, files, routes and bounds. */
import { containerPort } from "../reach/policies";
import type { Said } from "../said";
import { listAt, textAt } from "../views/read";
import { setOf } from "../words";
import type { ReadQueue } from "./queues";
import { asBlock, type Block, blockIn, listIn, type Tree, wordIn } from "./tree";

/** What each block may say; what else stands there can't be told. */
const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  "": setOf(
    "server_name listen http pid_file logtime_utc max_payload max_pending max_connections ping_interval ping_max write_deadline lame_duck_duration lame_duck_grace_period tls jetstream cluster leafnodes accounts system_account debug trace logtime max_control_line host port http_port monitor_port server_tags",
  ),
  jetstream: setOf("store_dir domain max_file_store max_memory_store sync_interval max_file max_mem strict"),
  cluster: setOf("name listen no_advertise routes tls connect_retries compression pool_size ping_interval"),
  leafnodes: setOf("listen no_advertise isolate_leafnode_interest reconnect tls remotes compression"),
};
const REMOTE = setOf("account urls tls hub compression");
const TLS = setOf(
  "ca_file cert_file key_file min_version verify verify_and_map verify_cert_and_check_known_urls timeout handshake_first",
);
const ACCOUNT = setOf("jetstream limits exports imports users");
const USER = setOf("user allowed_connection_types permissions");

export function* serversWrong({ queue }: ReadQueue, tree: Block): Generator<Said> {
  for (const [name, known] of Object.entries(KNOWN)) {
    const block = name === "" ? tree : blockIn(tree, name);
    yield* unread(block, known, name === "" ? "its servers" : name);
    yield* files(queue.workload, blockIn(block, "tls"), name === "" ? "its servers" : name);
  }
  for (const remote of listIn(blockIn(tree, "leafnodes"), "remotes")) {
    yield* unread(asBlock(remote), REMOTE, "a leaf link");
    yield* files(queue.workload, blockIn(remote, "tls"), "a leaf link");
    const account = wordIn(remote, "account");
    if (account !== undefined && blockIn(tree, "accounts")[account] === undefined)
      yield { because: `binds a leaf link to ${account}, and no account is called that` };
  }
  for (const [name, account] of Object.entries(blockIn(tree, "accounts"))) {
    yield* unread(asBlock(account), ACCOUNT, `the account ${name}`);
    for (const user of listIn(account, "users")) yield* unread(asBlock(user), USER, `a user of ${name}`);
  }
  yield* ports(queue.workload, tree);
  yield* bounds(tree);
  const routes = listIn(blockIn(tree, "cluster"), "routes").filter(
    (one): one is string => typeof one === "string",
  );
  const named = new Set(routes.map((route) => /\/\/([^.:/]+)/.exec(route)?.[1]));
  if (routes.length > 0 && named.size < queue.replicas)
    yield { because: `has routes to ${named.size} servers, of ${queue.replicas}` };
}

function* unread(block: Block, known: ReadonlySet<string>, where: string): Generator<Said> {
  for (const key of Object.keys(block))
    if (!known.has(key)) yield { because: `says ${key} in ${where}, which isn't read`, unsure: true };
}

type Pods = ReadQueue["queue"]["workload"];

/** Files that lie where a Secret is mounted, and certificates that are asked for. */
function* files({ containers }: Pods, tls: Block, where: string): Generator<Said> {
  if (Object.keys(tls).length === 0) return;
  yield* unread(tls, TLS, `the TLS of ${where}`);
  const mounts = containers.flatMap(({ raw }) =>
    listAt(raw, "volumeMounts").flatMap((mount) => textAt(mount, "mountPath") ?? []),
  );
  for (const [key, name] of [
    ["ca_file", "ca.crt"],
    ["cert_file", "tls.crt"],
    ["key_file", "tls.key"],
  ] as const) {
    const file = wordIn(tls, key) ?? "";
    const isMounted = mounts.some((mount) => file.startsWith(`${mount.replace(/\/$/, "")}/`));
    if (!isMounted || !file.endsWith(`/${name}`))
      yield {
        because: `names ${file === "" ? "no file" : file} as ${key} of ${where}, and no ${name} is mounted there`,
      };
  }
  const version = wordIn(tls, "min_version");
  if (version !== undefined && version !== "1.2" && version !== "1.3")
    yield { because: `asks for TLS ${version} in ${where}` };
  const timeout = wordIn(tls, "timeout");
  if (timeout !== undefined && !(Number(timeout) >= 1))
    yield { because: `ends handshakes of ${where} after ${timeout} s` };
}

/** It listens where its pods say that it does. */
function* ports(workload: Pods, tree: Block): Generator<Said> {
  const said: readonly (readonly [string, Tree | undefined])[] = [
    ["client", tree.listen],
    ["monitor", tree.http],
    ["cluster", blockIn(tree, "cluster").listen],
    ["leaf", blockIn(tree, "leafnodes").listen],
  ];
  for (const [name, listen] of said) {
    const wanted = containerPort(workload, name);
    if (wanted === undefined || typeof listen !== "string") continue;
    const [host = "", port] = listen.includes(":") ? listen.split(/:(?=\d+$)/) : ["0.0.0.0", listen];
    if (Number(port) !== wanted || /^(127\.|localhost|::1)/.test(host))
      yield { because: `listens at ${listen}, and its pods' port ${name} is ${wanted}` };
  }
}

const secondsIn = (text: string): number => {
  const [, digits, unit = "s"] = /^(\d+)(ms|s|m|h)?$/.exec(text) ?? [];
  return Number(digits ?? Number.NaN) * ({ ms: 0.001, s: 1, m: 60, h: 3600 }[unit] ?? Number.NaN);
};

/** Least and most of what is told in seconds or counted. Fifteen seconds of pings are what a dead connection may last unnoticed, times their number. */
function* bounds(tree: Block): Generator<Said> {
  const told = (key: string, block: Block = tree): string | undefined => wordIn(block, key);
  const outside = (text: string | undefined, least: number, most: number): boolean =>
    text !== undefined && !(secondsIn(text) >= least && secondsIn(text) <= most);
  const each: readonly (readonly [string, string | undefined, number, number])[] = [
    ["ping_interval", told("ping_interval"), 2, 120],
    ["write_deadline", told("write_deadline"), 2, 60],
    ["lame_duck_duration", told("lame_duck_duration"), 1, 120],
    ["reconnect", told("reconnect", blockIn(tree, "leafnodes")), 0.5, 30],
    ["ping_max", told("ping_max"), 1, 10],
  ];
  for (const [key, text, least, most] of each)
    if (outside(text, least, most)) yield { because: `has ${key} ${text}, wanted ${least} to ${most} s` };
  const connections = Number(told("max_connections") ?? 65_536);
  if (connections < 1000) yield { because: `takes ${connections} connections in all` };
  const pending = Number(told("max_pending") ?? 67_108_864);
  if (pending < 1_048_576) yield { because: `cuts off who is ${pending} bytes behind` };
}
