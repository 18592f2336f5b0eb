/** TLS, hosts and what stands on the status port. */
import { spawnSync } from "node:child_process";
import * as http2 from "node:http2";
import * as https from "node:https";
import { endpointsPath } from "../../../components/edge/endpoints";
import { siteHost } from "../../../components/site-names";
import { ask, plain } from "../../../drill/frame/requests";
import { type EdgeWorld, endpoints, SITE } from "./world";

export async function routing(world: EdgeWorld): Promise<void> {
  const { lane, address } = world;
  const slow = slowUpload(world);
  const upload = await ask(address, 8443, world.host("upload"), "/x");
  lane.expect(
    "a request is routed by its host",
    upload.status === 200 && String(upload.headers["x-pod"]).startsWith("upload-"),
  );
  const feed = await ask(address, 8443, `${world.host("feed")}:443`, "/x", {
    servername: world.host("feed"),
  });
  lane.expect(
    "with a port in the host, and a server name",
    String(feed.headers["x-pod"]).startsWith("feed-"),
  );
  const own = await ask(address, 8443, siteHost(world.host("feed"), SITE), "/x");
  const answered = world.pods.feed.find(({ name }) => name === own.headers["x-pod"]);
  lane.expect(
    "a request for the site's own name too, and the workload sees the public one",
    own.status === 200 && answered?.last.host === world.host("feed"),
    answered?.last.host,
  );
  const other = await ask(address, 8443, siteHost(world.host("feed"), "aws-us-east-2"), "/x");
  lane.expect("another site's name: 421", other.status === 421, other.status);
  for (const host of [world.host("upload"), siteHost(world.host("feed"), SITE), address]) {
    const document = await ask(address, 8443, host, endpointsPath);
    lane.expect(
      "the document of endpoints, whole, whatever the host",
      document.status === 200 &&
        document.body === endpoints &&
        document.headers["content-type"] === "application/json" &&
        document.headers["cache-control"] === "public, max-age=86400",
      document.status,
    );
  }
  const pod = world.pods.feed.find(({ name }) => name === feed.headers["x-pod"]);
  lane.expect(
    "the workload and the client get the same request id",
    pod?.last["x-request-id"] !== undefined && pod.last["x-request-id"] === feed.headers["x-request-id"],
  );
  lane.expect(
    "the workload is told who asks, and how",
    pod?.last["x-forwarded-for"] !== undefined && pod.last["x-forwarded-proto"] === "https",
  );
  lane.expect("by address with another host: 421", (await ask(address, 8443, address, "/x")).status === 421);
  lane.expect(
    "health by address, whatever the host",
    (await ask(address, 8443, address, "/healthz/upload")).status === 200,
  );
  lane.expect(
    "health of what isn't a capability: 404",
    (await ask(address, 8443, address, "/healthz/nothing")).status === 404,
  );
  lane.expect("/livez on the status port", (await plain(address, 8404, "/livez")).status === 200);
  const metrics = await plain(address, 8404, "/metrics");
  lane.expect("/metrics there", metrics.status === 200 && metrics.body.includes("haproxy_server_status"));
  lane.expect("and nothing else there", (await plain(address, 8404, "/")).status === 404);
  const h2 = await overHttp2(world);
  lane.expect("HTTP/2", h2 === "h2 200", h2);
  const old = spawnSync(
    "openssl",
    ["s_client", "-connect", `${address}:8443`, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
    { input: "", encoding: "utf8" },
  );
  lane.expect("TLS 1.1 is refused", !/Cipher is (?!\(NONE\))/.test(old.stdout));
  const status = await slow;
  lane.expect("an upload that takes 8 s passes an answer's time-out of 3 s", status === 200, status);
}

/** A body that comes slower than an answer may. */
function slowUpload({ address, host }: EdgeWorld): Promise<number> {
  return new Promise((done) => {
    const headers = { host: host("upload"), "transfer-encoding": "chunked" };
    const options = { host: address, port: 8443, path: "/u", method: "POST", servername: "", headers };
    const request = https.request({ ...options, rejectUnauthorized: false }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    request.on("error", () => done(0));
    let parts = 0;
    const timer = setInterval(() => {
      request.write(Buffer.alloc(1000));
      if (++parts < 8) return;
      clearInterval(timer);
      request.end();
    }, 1000);
  });
}

function overHttp2({ address, host }: EdgeWorld): Promise<string> {
  return new Promise((done) => {
    const session = http2.connect(`https://${address}:8443`, { rejectUnauthorized: false, servername: "" });
    session.on("error", (error) => done(error.message));
    const request = session.request({ ":path": "/x", ":authority": host("engagement") });
    request.on("response", (headers) => {
      done(`${session.alpnProtocol} ${headers[":status"]}`);
      session.close();
    });
    request.end();
  });
}
