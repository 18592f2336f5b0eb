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
  for (const path of ["/./readyz", "/x/../readyz", "/x/%2e%2e/metrics"])
    await refused(`round about, ${path}`, 400, head(`GET ${path}`));

  const lies = [
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

/** Headers of the last request that any pod of the workload had. */
function lastHeard({ pods }: EdgeWorld) {
  const [last] = [...pods.feed].sort((a, b) => b.lastAt - a.lastAt);
  return last?.last ?? {};
}
