/** A DNS server for A records over UDP, whose names and manners may be changed while it runs. */
import * as dgram from "node:dgram";
import type { Lane } from "./lane";

const TYPE_A = 1;
const NXDOMAIN = 3;
const SERVFAIL = 2;
/** Of an answer, in seconds. */
const TTL = 5;

export class DnsServer {
  readonly names = new Map<string, readonly string[]>();
  mode: "ok" | "silent" | "servfail" = "ok";
  delayMs = 0;

  async listen(lane: Pick<Lane, "onEnd">, address: string, port: number): Promise<void> {
    const socket = dgram.createSocket("udp4");
    let open = true;
    socket.on("message", (query, from) => {
      if (this.mode === "silent") return;
      const answer = this.answer(query);
      setTimeout(() => open && socket.send(answer, from.port, from.address), this.delayMs);
    });
    await new Promise<void>((done, failed) => socket.once("error", failed).bind(port, address, done));
    lane.onEnd(() => {
      open = false;
      socket.close();
    });
  }

  private answer(query: Buffer): Buffer {
    const { name, end } = questionOf(query);
    const known = this.names.get(name);
    const addresses = this.mode === "ok" && query.readUInt16BE(end - 4) === TYPE_A ? (known ?? []) : [];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    const code = this.mode === "servfail" ? SERVFAIL : known && known.length > 0 ? 0 : NXDOMAIN;
    header.writeUInt16BE(0x8580 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(addresses.length, 6);
    const records = [...addresses]
      .sort(() => Math.random() - 0.5)
      .map((ip) =>
        Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, TTL, 0, 4, ...ip.split(".").map(Number)]),
      );
    return Buffer.concat([header, query.subarray(12, end), ...records]);
  }
}

/** The name that a query asks for, in small letters, and where its question ends. */
function questionOf(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString());
    at += length + 1;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 5 };
}
