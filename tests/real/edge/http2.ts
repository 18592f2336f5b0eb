/** What a client that writes its own HTTP/2 may say, frame by frame, and what a workload hears of it. */
import { connectAs } from "../frame/proxied";
import type { EdgeWorld } from "./world";

const CLIENT = "203.0.113.21";
const [DATA, HEADERS, RST_STREAM, SETTINGS, GOAWAY, CONTINUATION] = [0, 1, 3, 4, 7, 9] as const;
const [END_STREAM, END_HEADERS] = [0x1, 0x4] as const;

type Field = readonly [name: string, value: string];

function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** HPACK without its tables: each field literally, of up to 126 bytes. */
const block = (fields: readonly Field[]): Buffer =>
  Buffer.concat(
    fields.map(([name, value]) =>
      Buffer.concat([
        Buffer.from([0, name.length]),
        Buffer.from(name, "latin1"),
        Buffer.from([value.length]),
        Buffer.from(value, "latin1"),
      ]),
    ),
  );

interface Heard {
  /** Types of the frames that came, the connection's own settings left out. */
  readonly frames: readonly number[];
  readonly body: string;
}

/** Writes frames on a connection of its own; what comes within a second and a half, or until its end. */
function say(world: EdgeWorld, frames: readonly Buffer[]): Promise<Heard> {
  return new Promise((done) => {
    const socket = connectAs(CLIENT, world.address, 8443, "h2");
    let got = Buffer.alloc(0);
    socket.on("data", (data: Buffer) => {
      got = Buffer.concat([got, data]);
    });
    const end = () => {
      socket.destroy();
      done(read(got));
    };
    socket.on("error", () => undefined).once("close", end);
    socket.once("secureConnect", () => {
      socket.write(
        Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), frame(SETTINGS, 0, 0), ...frames]),
      );
      setTimeout(end, 1500);
    });
  });
}

function read(bytes: Buffer): Heard {
  const frames: number[] = [];
  let body = "";
  for (let at = 0; at + 9 <= bytes.length; ) {
    const [length, type] = [bytes.readUIntBE(at, 3), bytes.readUInt8(at + 3)];
    if ([DATA, HEADERS, RST_STREAM, GOAWAY].some((one) => one === type)) frames.push(type);
    if (type === DATA) body += bytes.subarray(at + 9, at + 9 + length).toString();
    at += 9 + length;
  }
  return { frames, body };
}

export async function http2Frames(world: EdgeWorld): Promise<void> {
  const { lane } = world;
  const request = (method = "GET", path = "/x", ...more: Field[]): readonly Field[] => [
    [":method", method],
    [":scheme", "https"],
    [":path", path],
    [":authority", world.host("feed")],
    ...more,
  ];
  const get = (fields: readonly Field[]) => [frame(HEADERS, END_STREAM | END_HEADERS, 1, block(fields))];
  const post = (body: string, ...more: Field[]) => [
    frame(HEADERS, END_HEADERS, 1, block(request("POST", "/x", ...more))),
    frame(DATA, END_STREAM, 1, Buffer.from(body)),
  ];
  const served = () => Math.max(0, ...world.pods.feed.map(({ lastAt }) => lastAt));

  const right = await say(world, get(request()));
  lane.expect("a request by frames of one's own is answered", right.frames.includes(HEADERS), right);

  const hidden = `0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: ${world.host("feed")}\r\n\r\n`;
  const ways: Readonly<Record<string, readonly Buffer[]>> = {
    "chunks, which HTTP/2 doesn't know": post(hidden, ["transfer-encoding", "chunked"]),
    "a length of nothing before a body": post(hidden, ["content-length", "0"]),
    "two lengths": post("abc", ["content-length", "3"], ["content-length", "4"]),
    "a new line in a value": get(request("GET", "/x", ["a", "b\r\nx-forwarded-for: 10.0.0.1"])),
    "a new line in a name": get(request("GET", "/x", ["a: b\r\nc", "d"])),
    "a request in the path": get(request("GET", "/x HTTP/1.1\r\nHost: evil.example\r\n\r\n")),
    "a request in the method": get(request("GET / HTTP/1.1\r\nA: ")),
    "two authorities": get(request("GET", "/x", [":authority", "evil.example"])),
    "a connection's own header": get(request("GET", "/x", ["connection", "x-forwarded-for"])),
  };
  for (const [what, frames] of Object.entries(ways)) {
    const before = served();
    const { frames: heard } = await say(world, frames);
    lane.expect(
      `${what}: refused, and no workload hears of it`,
      !heard.includes(HEADERS) && heard.includes(RST_STREAM) && served() === before,
      heard,
    );
  }

  const before = served();
  const more = frame(CONTINUATION, 0, 1, block([["a", "x".repeat(100)]]));
  const endless = [
    frame(HEADERS, END_STREAM, 1, block(request())),
    ...Array.from({ length: 2000 }, () => more),
  ];
  const { frames: last } = await say(world, endless);
  lane.expect(
    "headers without end: the connection's end, and no request",
    last.includes(GOAWAY) && !last.includes(HEADERS) && served() === before,
    last,
  );
}
