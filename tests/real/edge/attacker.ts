/**
 * A client with bad intentions, in a process of its own: `attacker.ts KIND ADDRESS HOST CLIENT CONNECTIONS STREAMS`.
 * What ends is begun anew, at a bounded rate. Tells on its end what became of its requests.
 */
import * as http2 from "node:http2";
import * as net from "node:net";
import type * as tls from "node:tls";
import { connectAs, proxyHeader } from "../frame/proxied";

const [kind = "", address = "", host = "", client = "", connections = "1", streams = "1"] =
  process.argv.slice(2);
const PORT = 8443;
/** Begun again in a second, over all connections, so that the attacker's own work doesn't starve the machine. */
const AGAIN_PER_SECOND = 50;

const counts: Record<string, number> = {};
const count = (what: string | number) => {
  counts[what] = (counts[what] ?? 0) + 1;
};
const waiting: (() => void)[] = [];
setInterval(() => waiting.shift()?.(), 1000 / AGAIN_PER_SECOND);
const again = (begin: () => void) => waiting.push(begin);

/** TLS, and then nothing. */
function idle(): void {
  const socket = connectAs(client, address, PORT, "http/1.1");
  socket.on("secureConnect", () => count("connected"));
  socket.on("error", () => undefined);
  socket.on("close", () => again(idle));
}

/** Not even TLS. */
function silent(): void {
  const socket = net.connect({ host: address, port: PORT }, () => {
    count("connected");
    socket.write(proxyHeader(client));
  });
  socket.on("error", () => undefined);
  socket.on("close", () => again(silent));
}

/** Streams on an HTTP/2 connection, each as `act` has it. */
function session(act: (stream: http2.ClientHttp2Stream) => void, method: string, path: string): void {
  const made = http2.connect(`https://${host}:${PORT}`, {
    createConnection: () => connectAs(client, address, PORT, "h2") as tls.TLSSocket,
  });
  made.on("error", () => undefined);
  let open = true;
  made.on("close", () => {
    open = false;
    again(() => session(act, method, path));
  });
  const one = () => {
    if (!open || made.destroyed || made.closed) return;
    const stream = made.request(
      { ":method": method, ":path": path, ":authority": host },
      { endStream: method === "GET" },
    );
    stream.on("response", (headers) => count(headers[":status"] ?? 0));
    stream.on("error", () => undefined);
    stream.on("close", () => again(one));
    stream.resume();
    act(stream);
  };
  made.on("connect", () => {
    for (let begun = 0; begun < Number(streams); begun++) one();
  });
}

/** A byte now and then. */
function drip(stream: http2.ClientHttp2Stream): void {
  const timer = setInterval(() => stream.write("x"), 5000);
  stream.write("x");
  stream.on("close", () => clearInterval(timer));
}

/** A body without end. With 40 of them 50 Mbit/s: a client has a line, and here the pods are one small process. */
function flood(stream: http2.ClientHttp2Stream): void {
  const part = Buffer.alloc(32 * 1024);
  const timer = setInterval(() => {
    if (!stream.writableNeedDrain) stream.write(part);
  }, 200);
  stream.on("close", () => clearInterval(timer));
}

const attacks: Readonly<Record<string, () => void>> = {
  idle,
  silent,
  slow: () => session(drip, "POST", "/x"),
  huge: () => session(flood, "POST", "/x"),
  failing: () => session(() => undefined, "GET", "/fail"),
};
const attack = attacks[kind];
if (!attack) throw new Error(`no attack ${kind}; there are ${Object.keys(attacks).join(", ")}`);
for (let made = 0; made < Number(connections); made++) attack();
process.on("SIGTERM", () => {
  console.log(JSON.stringify(counts));
  process.exit(0);
});
