/** What somebody outside may say to the edge, and what a workload hears of it. */
import { connectAs } from "../frame/proxied";
import type { EdgeWorld } from "./world";

const CLIENT = "203.0.113.7";

/** An HTTP/1.1 request as it is written, and the whole answer. */
function say(world: EdgeWorld, text: string): Promise<string> {
  return new Promise((done) => {
    const socket = connectAs(CLIENT, world.address, 8443, "http/1.1");
    let answer = "";
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("error", () => undefined).on("close", () => done(answer));
    socket.setTimeout(10_000, () => socket.destroy());
    socket.write(text);
  });
}

export async function hygiene(world: EdgeWorld): Promise<void> {
  const { lane } = world;
  const host = world.host("feed");
  const head = (line: string, ...headers: string[]) =>
    `${[`${line} HTTP/1.1`, `Host: ${host}`, "Connection: close", ...headers].join("\r\n")}\r\n\r\n`;
  const status = async (text: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(await say(world, text))?.[1]);
  const refused = async (what: string, wanted: number, text: string) => {
    const found = await status(text);
    lane.expect(`${what}: ${wanted}`, found === wanted, found);
  };

  await refused("CONNECT", 405, head(`CONNECT ${host}:443`));
  for (const method of ["TRACE", "DEBUG"]) await refused(method, 405, head(`${method} /x`));
  await refused(
    "a list of hosts",
    400,
    `GET /x HTTP/1.1\r\nHost: evil.example,${host}\r\nConnection: close\r\n\r\n`,
  );
  for (const path of [
    "/readyz",
    "/livez",
    "/startupz",
    "/metrics",
    "//readyz",
    "/%72eadyz",
    "/READYZ",
    "/metrics/x",
  ])
    await refused(`a probe's path from outside, ${path}`, 404, head(`GET ${path}`));
  // The last ones by servers that take parameters off a part of a path, or a backslash for a slash.
  for (const path of [
    "/./readyz",
    "/x/../readyz",
    "/x/%2e%2e/metrics",
    "/x/..;/readyz",
    "/;/readyz",
    "/x/..%5creadyz",
  ])
    await refused(`round about, ${path}`, 400, head(`GET ${path}`));

  for (const after of [":x", ":443:a@evil.example"])
    await refused(
      `what is no port after the host, ${after}`,
      400,
      `GET /x HTTP/1.1\r\nHost: ${host}${after}\r\nConnection: close\r\n\r\n`,
    );
  await smuggled(world, host, say);

  const lies = [
    "Client-IP: 10.0.0.1",
    "X-Forwarded: for=10.0.0.1",
    "X-Original-Forwarded-For: 10.0.0.1",
    "X-Azure-ClientIP: 10.0.0.1",
    "SSL-Client-Cert: CN=admin",
    "X-Forwarded-For: 10.0.0.1",
    "X-Forwarded-Host: evil.example",
    "X_Forwarded_For: 10.0.0.1",
    "Forwarded: for=10.0.0.1",
    "X-Real-IP: 10.0.0.1",
    "True-Client-IP: 10.0.0.1",
    "X-Original-URL: /admin",
    "X-Rewrite-URL: /admin",
    "X-HTTP-Method-Override: DELETE",
    "Proxy: http://evil.example",
  ];
  const answer = await say(world, head("GET /x", ...lies));
  lane.expect("HSTS", /^strict-transport-security: max-age=31536000\r$/im.test(answer));
  const heard = lastHeard(world);
  const claimed = Object.entries(heard).filter(([, value]) =>
    /10\.0\.0\.1|evil|admin|DELETE/.test(String(value)),
  );
  lane.expect("a workload hears none of what a client claims", claimed.length === 0, claimed);
  lane.expect("but where it really is", heard["x-forwarded-for"] === CLIENT, heard["x-forwarded-for"]);

  const upgraded = await say(
    world,
    head(
      "GET /upgrade",
      "Connection: Upgrade, HTTP2-Settings",
      "Upgrade: h2c",
      "HTTP2-Settings: AAMAAABkAAQAAP__",
    ),
  );
  const after = lastHeard(world);
  lane.expect(
    "a workload isn't asked to change the protocol",
    !upgraded.startsWith("HTTP/1.1 101") &&
      after.upgrade === undefined &&
      after["http2-settings"] === undefined &&
      !/upgrade/i.test(after.connection ?? ""),
    after,
  );
}

/** A second request hidden in the first, in ways that two readers of one text differ about. */
async function smuggled(
  world: EdgeWorld,
  host: string,
  say: (world: EdgeWorld, text: string) => Promise<string>,
): Promise<void> {
  const hidden = `GET /smuggled HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  const post = (body: string, ...headers: string[]) =>
    `${["POST /x HTTP/1.1", `Host: ${host}`, ...headers].join("\r\n")}\r\n\r\n${body}`;
  const chunked = "Transfer-Encoding: chunked";
  const ways: Readonly<Record<string, string>> = {
    "length and chunks": post(`0\r\n\r\n${hidden}`, `Content-Length: ${5 + hidden.length}`, chunked),
    "chunks under a name with a blank": post(
      `0\r\n\r\n${hidden}`,
      "Content-Length: 5",
      "Transfer-Encoding : chunked",
    ),
    "chunks spelt otherwise": post(`0\r\n\r\n${hidden}`, "Transfer-Encoding: xchunked"),
    "chunks and something more": post(`0\r\n\r\n${hidden}`, "Transfer-Encoding: chunked, identity"),
    "two lengths": post(`x${hidden}`, "Content-Length: 1", `Content-Length: ${1 + hidden.length}`),
    "a length with a sign": post(`x${hidden}`, "Content-Length: +1"),
    "a chunk's size too large": post(`x\r\n0\r\n\r\n${hidden}`, chunked).replace(
      "x\r\n",
      "FFFFFFFFFFFFFFFFF\r\n",
    ),
    "a lone return in a header": post(hidden, "Content-Length: 0", `A: b\r${chunked}`),
  };
  for (const [what, text] of Object.entries(ways)) {
    const answer = await say(world, text);
    const answers = answer.match(/^HTTP\/1\.1 \d+/gm) ?? [];
    // What comes after a request that two readers may end elsewhere is no request: one answer, and the connection's end.
    world.lane.expect(`smuggled by ${what}: nothing but one answer`, answers.length === 1, answers);
    const heard = world.pods.feed.map(({ lastPath }) => lastPath);
    world.lane.expect(`smuggled by ${what}: no pod hears it`, !heard.includes("/smuggled"), heard);
  }
}

/** Headers of the last request that any pod of the workload had. */
function lastHeard({ pods }: EdgeWorld) {
  const [last] = [...pods.feed].sort((a, b) => b.lastAt - a.lastAt);
  return last?.last ?? {};
}
