/** Bounds of an edge's configuration that cut what must go on: its times, its places, its ciphers. */

import type { Said } from "../said";
import { listAt, textAt } from "../views/read";
import type { WorkloadView } from "../views/workloads";
import { setOf } from "../words";
import type { EdgeView } from "./edges";
import type { ProxyView } from "./read";
import { checkedServers, millisecondsIn } from "./servers";
import { askedOf } from "./walk";

/**
 * Milliseconds below which a wait ends what is well: a handshake across a continent takes a tenth of a second and is
 * sent anew after one, a phone on a bad line needs seconds for a request, an answer may take two seconds.
 */
const LEAST: Readonly<Record<string, number>> = {
  connect: 500,
  client: 5000,
  server: 1000,
  "http-request": 3000,
  "client-hs": 3000,
  queue: 500,
  check: 500,
  tunnel: 5000,
};

/** And above which the dead are waited for: nobody stays for that long. */
const MOST: Readonly<Record<string, number>> = {
  connect: 5000,
  queue: 15_000,
  check: 5000,
  "http-request": 60_000,
};

export function* limitsOf({ configuration, workload }: EdgeView, door: ProxyView): Generator<Said> {
  const { global, proxies } = configuration;
  for (const { kind, name, settings, rules } of proxies.values()) {
    for (const words of settings) {
      const [first = "", second = "", third = ""] = words;
      if (first === "timeout") {
        const time = millisecondsIn(third);
        const [least, most] = [LEAST[second] ?? 0, MOST[second] ?? Number.POSITIVE_INFINITY];
        if (time === undefined || time < least || time > most)
          yield { because: `cuts or waits wrongly in ${kind} ${name}: timeout ${second} ${third}` };
      } else if (first === "disabled") yield { because: `has ${kind} ${name} switched off` };
      else if (!KNOWN.has(first) || (first === "option" && !OPTIONS.has(second)))
        yield { because: `has a line in ${kind} ${name} that isn't read: ${words.join(" ")}`, unsure: true };
    }
    for (const { action, args, line } of rules) {
      if (action !== "set-timeout" && action !== "wait-for-body") continue;
      const [kept = "", text = ""] = action === "set-timeout" ? args : ["http-request", args[1]];
      const time = millisecondsIn(text);
      if (time === undefined || time < (LEAST[kept] ?? 0) || time > (MOST[kept] ?? Number.POSITIVE_INFINITY))
        yield { because: `cuts or waits wrongly in ${kind} ${name}: ${line}` };
    }
  }
  yield* checkedServers(configuration);
  yield* places(configuration.proxies, door, global);
  yield* secured(door, global);
  yield* mounted(configuration, workload);
  for (const words of global)
    if (!GLOBAL.has(words[0] ?? ""))
      yield { because: `has a line in global that isn't read: ${words.join(" ")}`, unsure: true };
}

/** As many connections as its servers take requests at a time. */
function* places(
  proxies: ReadonlyMap<string, ProxyView>,
  door: ProxyView,
  global: readonly (readonly string[])[],
): Generator<Said> {
  const numberIn = (settings: readonly (readonly string[])[]): number | undefined => {
    const found = settings.findLast(([first]) => first === "maxconn")?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const served = new Set(door.switches.map(({ backend }) => backend));
  const needed = [...served].reduce((sum, backend) => {
    const proxy = proxies.get(`backend ${backend}`);
    return sum + (proxy ? slots(proxy) : 0);
  }, 0);
  const [own, whole] = [numberIn(door.settings), numberIn(global)];
  const short = (what: string, has: number) =>
    `takes ${has} connections ${what}, and its servers take ${needed} requests at a time`;
  if (own !== undefined && !(own >= needed)) yield { because: short(`in frontend ${door.name}`, own) };
  if (whole !== undefined && !(whole >= needed)) yield { because: short("in all", whole) };
  for (const [key, limit] of LIMITS)
    for (const words of global)
      if (words[0] === key && !(Number(words[1]) >= limit))
        yield { because: `takes no more than it is told in global: ${words.join(" ")}` };
}

/** What a process may take in a second, and how many threads it needs. */
const LIMITS: readonly (readonly [string, number])[] = [
  ["nbthread", 1],
  ["tune.h2.max-concurrent-streams", 16],
];

const slots = (proxy: ProxyView): number =>
  askedOf(proxy).reduce((sum, { count, words, address }) => {
    const most = Number(words[words.lastIndexOf("maxconn") + 1]);
    return address.startsWith("unix@") || !words.includes("maxconn") ? sum : sum + count * most;
  }, 0);

/** Without its certificate the program doesn't start: it must lie where a Secret is mounted, under a name that it has. */
function* mounted({ proxies }: EdgeView["configuration"], workload: WorkloadView): Generator<Said> {
  const mounts = workload.containers.flatMap(({ raw }) =>
    listAt(raw, "volumeMounts").flatMap((mount) => textAt(mount, "mountPath") ?? []),
  );
  for (const { kind, name, binds } of proxies.values())
    for (const words of binds)
      for (const key of ["crt", "ca-file"]) {
        const file = words.includes(key) ? (words[words.indexOf(key) + 1] ?? "") : undefined;
        if (file === undefined) continue;
        const cut = file.lastIndexOf("/");
        const wanted = key === "crt" ? "tls.crt" : "ca.crt";
        if (!mounts.includes(file.slice(0, cut)) || file.slice(cut + 1) !== wanted)
          yield { because: `names ${file} in ${kind} ${name}, where its pods have no ${wanted} mounted` };
      }
}

/** Users have no certificates of their own, and most have nothing newer than TLS 1.2. */
function* secured(door: ProxyView, global: readonly (readonly string[])[]): Generator<Said> {
  for (const words of door.binds) {
    if (!words.includes("ssl") || !words.includes("crt"))
      yield { because: `serves users without TLS: bind ${words.join(" ")}` };
    if (words.includes("strict-sni"))
      yield { because: `ends handshakes that name no host: bind ${words.join(" ")}` };
    if (words.includes("verify") && words[words.indexOf("verify") + 1] !== "none")
      yield { because: `asks users for certificates: bind ${words.join(" ")}` };
    const protocols = words.includes("alpn")
      ? (words[words.indexOf("alpn") + 1] ?? "").split(",")
      : ["http/1.1"];
    if (!protocols.includes("http/1.1"))
      yield { because: `speaks no HTTP/1.1 with users: bind ${words.join(" ")}` };
  }
  const options = [...global.filter(([first]) => first === "ssl-default-bind-options"), ...door.binds].flat();
  const least = options[options.indexOf("ssl-min-ver") + 1];
  if (options.includes("no-tlsv12") || options.includes("ssl-max-ver") || least === "TLSv1.3")
    yield { because: "speaks no TLS 1.2, which many clients have nothing newer than" };
  for (const [first, list = ""] of global) {
    if (first === "ssl-default-bind-ciphers" && !/ECDHE-(?:ECDSA|RSA)-AES(?:128|256)-GCM/.test(list))
      yield { because: `has no cipher that clients of TLS 1.2 share: ${list}` };
    if (first === "ssl-default-bind-ciphersuites" && !/TLS_AES_128_GCM_SHA256/.test(list))
      yield { because: `lacks the cipher suite that all clients of TLS 1.3 have: ${list}` };
    if (first === "ssl-default-bind-curves" && !/P-256|X25519/.test(list))
      yield { because: `has no curve that clients share: ${list}` };
  }
}

/** Lines that say how and how fast, and not whether. */
const KNOWN = setOf(
  "mode log no option timeout maxconn retries retry-on balance http-check http-reuse tcp-request stick-table unique-id-format fullconn hash-type description id backlog default-server compression",
);
const OPTIONS = setOf(
  "httplog tcplog dontlognull dontlog-normal abortonclose redispatch httpchk allbackups idle-close-on-response http-server-close http-keep-alive forwardfor log-health-checks tcpka clitcpka srvtcpka prefer-last-server splice-auto socket-stats log-separate-errors",
);
const GLOBAL = setOf(
  "log maxconn nbthread tune.pattern.cache-size tune.h2.max-concurrent-streams tune.h2.fe.max-total-streams stats set-var setenv presetenv hard-stop-after close-spread-time ssl-load-extra-del-ext ssl-load-extra-files ssl-default-bind-options ssl-default-bind-curves ssl-default-bind-ciphers ssl-default-bind-ciphersuites .if .endif tune.bufsize description localpeer node tune.ssl.cachesize tune.ssl.lifetime ssl-default-server-options ssl-default-server-ciphers spread-checks",
);
