/** What somebody outside may say, and what of it a workload hears. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { sectionsOf, site } from "./site";

const config = haproxyConfig(site);
const frontend = sectionsOf(config).get("frontend public") ?? [];
const pattern = (line: RegExp): RegExp => {
  const found = frontend.map((one) => line.exec(one)?.[1]).find((one) => one !== undefined);
  if (found === undefined) throw new Error(`no line like ${line}`);
  return new RegExp(found);
};

describe("headers that a client sends", () => {
  const removed = pattern(/^http-request del-header (\S+) -m reg$/);

  it("don't reach a workload when they speak of earlier hops, of other paths or other methods", () => {
    for (const name of [
      "forwarded",
      "x-forwarded-for",
      "x-forwarded-host",
      "x-forwarded-prefix",
      "x_forwarded_for",
      "x-real-ip",
      "true-client-ip",
      "client-ip",
      "wl-proxy-client-ip",
      "x-azure-clientip",
      "x-appengine-user-ip",
      "x-envoy-external-address",
      "x-original-forwarded-for",
      "x-ssl-client-verify",
      "ssl-client-cert",
      "x-client-cert",
      "x-original-url",
      "x-rewrite-url",
      "x-http-method-override",
      "proxy",
    ])
      expect([name, removed.test(name)]).toEqual([name, true]);
  });

  it("don't reach it when they are of one connection", () => {
    for (const name of ["connection", "upgrade", "http2-settings", "te", "keep-alive"])
      expect([name, removed.test(name)]).toEqual([name, true]);
  });

  it("do when a workload needs them", () => {
    for (const name of [
      "authorization",
      "content-type",
      "content-length",
      "transfer-encoding",
      "cookie",
      "range",
      "if-none-match",
      "origin",
      "accept",
      "user-agent",
      "host",
      "expect",
      "x-request-id",
    ])
      expect([name, removed.test(name)]).toEqual([name, false]);
  });

  it("are replaced by what the edge knows, afterwards", () => {
    const at = (start: string) => frontend.findIndex((line) => line.startsWith(start));
    expect(at("http-request set-header X-Forwarded-For %[src]")).toBeGreaterThan(
      at("http-request del-header"),
    );
  });
});

describe("paths that aren't the public's", () => {
  const closed = pattern(/^http-request return status 404 if \{ path,url_dec -m reg -i (\S+) \}$/);
  const dots = pattern(/path,url_dec -m reg (\S+) \}$/);

  it("are those of probes and metrics", () => {
    for (const path of [
      "/readyz",
      "/livez",
      "/startupz",
      "/metrics",
      "//livez",
      "/metrics/",
      "/readyz;a",
      "/\\readyz",
    ])
      expect([path, closed.test(path)]).toEqual([path, true]);
    for (const path of ["/", "/x/readyz", "/livezz", "/healthz/upload", "/videos/metrics"])
      expect([path, closed.test(path)]).toEqual([path, false]);
  });

  it("can't be reached round about: a path with dot segments is refused, and no other", () => {
    const part = fc.stringMatching(/^[a-z0-9._-]{1,6}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const wanted = parts.some((one) => one === "." || one === "..");
        expect(dots.test(`/${parts.join("/")}`)).toBe(wanted);
      }),
    );
  });
});

describe("paths that a workload may read otherwise than the edge", () => {
  const dots = pattern(/path,url_dec -m reg (\S+) \}$/);

  it("are refused: dots with parameters, backslashes as separators, parts without a name", () => {
    for (const path of [
      "/x/..;/readyz",
      "/x/..;a=b/readyz",
      "/.;/x",
      "/x\\..\\readyz",
      "/;/readyz",
      "/;a=b/readyz",
    ])
      expect([path, dots.test(path)]).toEqual([path, true]);
    for (const path of ["/a..b", "/..a", "/a;b=c", "/a.b/c;d", "/watch/..."])
      expect([path, dots.test(path)]).toEqual([path, false]);
  });
});

describe("the edge's own ways in", () => {
  it("take a port after a host, and nothing else", () => {
    const host = pattern(/\{ req.fhdr\(host\) -m reg (\S+) \}$/);
    for (const one of ["a.example:x", "a.example:443:a@b", "a.example:80/x"])
      expect([one, host.test(one)]).toEqual([one, true]);
    for (const one of ["a.example", "a.example:443", "A.example:8443"])
      expect([one, host.test(one)]).toEqual([one, false]);
  });

  it("take the platform's methods only", () => {
    const [line = ""] = frontend.filter((one) => one.includes("return status 405"));
    expect(line).toMatch(/unless \{ method GET HEAD POST PUT PATCH DELETE OPTIONS \}$/);
  });

  it("look a host up whole", () => {
    expect(config).not.toContain("req.hdr(host)");
    expect(frontend).toContain("http-request set-var(txn.host) req.fhdr(host),host_only,lower");
  });

  it("give nobody inside the pod more than a look", () => {
    expect(sectionsOf(config).get("global")).toContain(
      "stats socket /var/run/haproxy/admin.sock mode 600 level user expose-fd listeners",
    );
  });

  it("tell browsers to stay with TLS, whatever is answered", () => {
    expect(frontend).toContain("http-after-response set-header Strict-Transport-Security max-age=31536000");
  });
});
