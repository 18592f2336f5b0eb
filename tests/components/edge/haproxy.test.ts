import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { haproxyConfig } from "../../../components/edge/haproxy";
import type { EdgeCapability, EdgeInput } from "../../../components/edge/input";
import { site as edge, upload as edgeUpload } from "./site";

const upload: EdgeCapability = { ...edgeUpload, requestsPerReplica: 64, needs: ["queue", "mediaStore"] };
const status: EdgeCapability = {
  ...upload,
  name: "status",
  host: "status.clips.example.com",
  service: "status.platform.svc.cluster.local",
  floor: 3,
  ceiling: 3,
  responseSeconds: 5,
  needs: [],
};
const site: EdgeInput = { ...edge, capabilities: [upload, status] };

/** Lines of one section, trimmed, without comments: `section(config, "backend upload")`. */
function section(config: string, title: string): string[] {
  const lines = config.split("\n");
  const start = lines.indexOf(title);
  if (start < 0) throw new Error(`no section ${title}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^[a-z]/.test(line));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
const sections = (config: string): string[] => config.split("\n").filter((line) => /^[a-z]/.test(line));
const frontend = (input: EdgeInput) => section(haproxyConfig(input), "frontend public");
/** What one capability's health answers, in order: status, words, condition. */
const answers = (input: EdgeInput, name: string) =>
  section(haproxyConfig(input), "backend health_answers").flatMap((line) => {
    const found = /^http-request return status (\d+) .* string "(.*)\\n" if (.*)$/.exec(line);
    return found?.[3]?.includes(`{ path /healthz/${name} }`) ? [found.slice(1, 4)] : [];
  });

describe("the edge's health answer for a capability", () => {
  it("is red below half of the workload's floor, whatever its ceiling", () => {
    expect(answers(site, "upload")).toContainEqual([
      "503",
      "too few servers",
      "{ path /healthz/upload } { nbsrv(upload) lt 3 }",
    ]);
    const scaled = { ...site, capabilities: [{ ...upload, ceiling: 200 }] };
    expect(answers(scaled, "upload")).toEqual(answers(site, "upload"));
  });

  it("is red without a majority of the queue's servers, where the capability needs the queue", () => {
    expect(answers(site, "upload")).toContainEqual([
      "503",
      "no queue quorum",
      "{ path /healthz/upload } { nbsrv(queue) lt 2 }",
    ]);
    expect(answers(site, "status").map(([, words]) => words)).not.toContain("no queue quorum");
  });

  it("is red without the site's own media store, where the capability needs it", () => {
    expect(answers(site, "upload")).toContainEqual([
      "503",
      "no media store",
      "{ path /healthz/upload } { nbsrv(media_store) lt 1 }",
    ]);
    expect(answers(site, "status").map(([, words]) => words)).not.toContain("no media store");
  });

  it("is red while live requests have failed", () => {
    expect(answers(site, "status")).toContainEqual([
      "503",
      "live requests fail",
      "{ path /healthz/status } { date,sub(proc.brownout_status) lt 300 }",
    ]);
  });

  it("is green last, when nothing was red", () => {
    for (const name of ["upload", "status"]) {
      expect(answers(site, name).at(-1)).toEqual(["200", "ok", `{ path /healthz/${name} }`]);
    }
  });

  it("is red first of all for every capability of a drained site", () => {
    for (const name of ["upload", "status"]) {
      expect(answers({ ...site, drain: true }, name)[0]).toEqual([
        "503",
        "drained",
        `{ path /healthz/${name} }`,
      ]);
    }
  });

  it("is given before any routing, so that every host gets it", () => {
    const [first] = frontend(site).filter((line) => line.startsWith("use_backend"));
    expect(first).toBe("use_backend health_answers if { path /healthz } or { path_beg /healthz/ }");
  });

  it("is no rule for any other request to go through", () => {
    expect(frontend(site).filter((line) => line.includes("/healthz"))).toHaveLength(1);
  });

  it("is that there is no such thing, for a name that isn't a capability's", () => {
    expect(section(haproxyConfig(site), "backend health_answers").at(-1)).toBe(
      "http-request return status 404",
    );
  });
});

describe("a drained site", () => {
  it("routes and serves as before", () => {
    const routes = (input: EdgeInput) => frontend(input).filter((line) => line.startsWith("use_backend"));
    expect(routes({ ...site, drain: true })).toEqual(routes(site));
  });

  it("stays alive for its load balancer", () => {
    const alive = section(haproxyConfig({ ...site, drain: true }), "frontend probes");
    expect(alive).toContain(
      'http-request return status 200 content-type text/plain string "live\\n" if { path /livez }',
    );
  });
});

describe("the edge's routes", () => {
  it("lead from each host to its own workload", () => {
    expect(frontend(site)).toContain(
      "use_backend upload if { var(txn.host) -m str upload.clips.example.com }",
    );
  });

  it("try any pod when no server is up, rather than refuse", () => {
    expect(frontend(site)).toContain(
      "use_backend upload_any if { var(txn.host) -m str upload.clips.example.com } { nbsrv(upload) lt 1 } !{ stopping }",
    );
    const any = section(haproxyConfig(site), "backend upload_any");
    expect(any).toContain(
      "http-request do-resolve(txn.pod,cluster,ipv4) str(upload.platform.svc.cluster.local)",
    );
    expect(any.filter((line) => line.startsWith("server"))).toEqual(["server pod 0.0.0.0:0 maxconn 384"]);
  });

  it("answer an unknown host with 421", () => {
    expect(frontend(site)).toContain("default_backend unknown_host");
    expect(section(haproxyConfig(site), "backend unknown_host")[0]).toMatch(/return status 421 /);
  });

  it("replace what a client claims about earlier hops", () => {
    expect(frontend(site)).toEqual(
      expect.arrayContaining([
        "http-request set-header X-Forwarded-For %[src]",
        "http-request set-header X-Request-Id %[unique-id]",
      ]),
    );
  });
});

describe("a workload's servers", () => {
  const backend = section(haproxyConfig(site), "backend upload");

  it("are as many places as its ceiling, of its own headless Service", () => {
    expect(backend).toContain("server-template upload 24 upload.platform.svc.cluster.local:8080 maxconn 64");
  });

  it("are marked down on failures of live requests, and by checks of the readiness path", () => {
    expect(backend.find((line) => line.startsWith("default-server"))).toMatch(
      /check .*observe layer7 error-limit 10 on-error mark-down$/,
    );
    expect(backend).toContain(
      "http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host upload.clips.example.com hdr Connection close",
    );
  });

  it("are waited for as long as the capability says", () => {
    expect(backend).toContain("timeout server 60s");
    expect(section(haproxyConfig(site), "backend status")).toContain("timeout server 5s");
  });

  it("get a request again only when the connection failed", () => {
    const defaults = section(haproxyConfig(site), "defaults");
    expect(defaults.filter((line) => /^(retries|retry-on|option redispatch)/.test(line))).toEqual([
      "option redispatch 1",
      "retries 2",
      "retry-on conn-failure",
    ]);
  });
});

describe("the edge's other parts", () => {
  it("ask each queue server whether it follows a leader, and pass leaf links to those that do", () => {
    const queue = section(haproxyConfig(site), "backend queue");
    expect(queue[0]).toBe("mode tcp");
    expect(queue.join("\n")).toMatch(/uri \/healthz\?js-meta-only=true .*check port 8222 /s);
    expect(queue.at(-1)).toBe("server-template queue 3 queue.queue.svc.cluster.local:7422");
  });

  it("take leaf links from named networks only, where they are named", () => {
    expect(section(haproxyConfig(site), "frontend leaf").join("\n")).not.toContain("reject");
    const named = { ...site, leafSources: ["203.0.113.9", "198.51.100.0/24"] };
    expect(section(haproxyConfig(named), "frontend leaf")).toContain(
      "tcp-request session reject unless { src 198.51.100.0/24 203.0.113.9 }",
    );
  });

  it("take the media store for alive unless it fails on its side", () => {
    const store = section(haproxyConfig(site), "backend media_store");
    expect(store).toContain("http-check expect status 100-499");
    expect(store.find((line) => line.startsWith("default-server"))).toContain("check-ssl");
  });

  it("keep known addresses while DNS is dead, but not those that DNS has dropped", () => {
    const resolvers = section(haproxyConfig(site), "resolvers cluster");
    expect(resolvers).toContain("hold timeout 3600s");
    expect(resolvers).toContain("hold other 3600s");
    expect(resolvers).toContain("hold obsolete 5s");
    expect(resolvers).toContain("parse-resolv-conf");
  });

  it("listen on the ports that pods without privileges may, and write nowhere but the run directory", () => {
    const config = haproxyConfig({ ...site, proxyProtocol: "none" });
    expect([...config.matchAll(/^ {2}bind \S*:(\d+)/gm)].map(([, port]) => Number(port)).sort()).toEqual([
      7422, 8404, 8443,
    ]);
    expect(config).not.toMatch(/^\s*(user|group|chroot|daemon|pidfile)\b/m);
    expect(config.match(/\/var\/\S+/g)).toEqual(["/var/run/haproxy/admin.sock"]);
  });

  it("end TLS with the mounted certificate, for a connection by address too", () => {
    const bind = frontend(site)[0];
    expect(bind).toBe("bind :8443 accept-proxy ssl crt /etc/edge-tls/tls.crt alpn h2,http/1.1");
    expect(haproxyConfig(site)).not.toContain("strict-sni");
    expect(section(haproxyConfig(site), "global")).toContain("ssl-default-bind-options ssl-min-ver TLSv1.2");
  });
});

describe("the edge's configuration as a whole", () => {
  it("does not depend on the order of capabilities", () => {
    expect(haproxyConfig({ ...site, capabilities: [status, upload] })).toBe(haproxyConfig(site));
  });

  it("names every backend once, and no backend that isn't there", () => {
    const config = haproxyConfig(site);
    const titles = sections(config);
    expect(new Set(titles).size).toBe(titles.length);
    for (const [, used] of config.matchAll(/^ {2}(?:use_backend|default_backend) (\S+)/gm)) {
      expect(titles).toContain(`backend ${used}`);
    }
  });

  it("is never red for fewer servers than half of any floor, and always at none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (floor) => {
        const input = { ...site, capabilities: [{ ...upload, floor, ceiling: 200 }] };
        const [, , condition = ""] = answers(input, "upload").find(([, w]) => w === "too few servers") ?? [];
        const least = Number(/lt (\d+)/.exec(condition)?.[1]);
        expect(least).toBeGreaterThanOrEqual(1);
        expect(least).toBeLessThanOrEqual((floor + 1) / 2);
      }),
    );
  });

  it("refuses what would break out of its line, naming the key", () => {
    const broken = (change: Partial<EdgeCapability>) => () =>
      haproxyConfig({ ...site, capabilities: [{ ...upload, ...change }] });
    expect(broken({ host: "a b" })).toThrow(/capability "upload" host is "a b"; it must be a host name/);
    expect(broken({ service: "x\nserver y 1.2.3.4" })).toThrow(/service/);
    expect(broken({ readinessPath: '/"' })).toThrow(/readinessPath/);
    for (const name of ["queue", "live", "lately"]) expect(broken({ name })).toThrow(/name/);
    expect(broken({ floor: 25 })).toThrow(/floor is 25; it must be 1 to its ceiling 24/);
    expect(broken({ port: 0 })).toThrow(/port/);
    expect(() => haproxyConfig({ ...site, capabilities: [upload, upload] })).toThrow(/only one/);
    expect(() => haproxyConfig({ ...site, leafSources: ["any"] })).toThrow(/leafSources/);
    expect(() => haproxyConfig({ ...site, maxConnections: 5 })).toThrow(/maxConnections/);
  });
});
