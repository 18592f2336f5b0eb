/** What one client may take of the edge, as its configuration has it. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heardFailures, placesOf, unheardPlaces } from "../../../components/edge/clients";
import { proxyProtocols } from "../../../components/edge/doors";
import { haproxyConfig } from "../../../components/edge/haproxy";
import type { EdgeInput } from "../../../components/edge/input";
import { edgeTimings } from "../../../components/edge/timings";
import { sectionsOf, site, upload } from "./site";

const lines = (input: EdgeInput, section: string) => sectionsOf(haproxyConfig(input)).get(section) ?? [];
const frontend = (input: EdgeInput = site) => lines(input, "frontend public").join("\n");

describe("one client's share of the edge", () => {
  it("is a quarter of a workload's places by default, and at least one", () => {
    expect(placesOf(upload, site.perClient)).toBe(12);
    expect(placesOf({ ...upload, floor: 1, requestsPerReplica: 1 }, site.perClient)).toBe(1);
    for (const name of ["upload", "upload_unheard", "upload_any"]) {
      const [first] = lines(site, `backend ${name}`);
      expect(first).toMatch(/return status 429 .*sc2_conn_cur\(clients_by_host\) gt 12 \}/);
    }
  });

  it("follows the settings, each number in its rule", () => {
    const perClient = { connections: 7, requestsPerSecond: 3, placesPercent: 50 };
    const input = { ...site, perClient };
    const text = frontend(input);
    expect(text).toContain("tcp-request session reject if { sc1_conn_cur(every_client) gt 7 }");
    // Over ten seconds.
    expect(text).toMatch(/return status 429 .*sc1_http_req_rate\(every_client\) gt 30 \}/);
    expect(lines(input, "backend upload")[0]).toMatch(/sc2_conn_cur\(clients_by_host\) gt 24 \}/);
  });

  it("leaves places to the others, whatever the workload is like", () => {
    const shares = fc.record({
      floor: fc.integer({ min: 2, max: 200 }),
      requests: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(shares, ({ floor, requests }) => {
        const places = placesOf({ ...upload, floor, requestsPerReplica: requests }, site.perClient);
        expect(places).toBeLessThanOrEqual((floor * requests) / 2);
      }),
    );
  });

  it("is counted only where clients are told apart, or all of them would be one", () => {
    for (const proxyProtocol of proxyProtocols) {
      const counted = /track-sc[12] src|sc2_|every_client/.test(haproxyConfig({ ...site, proxyProtocol }));
      expect([proxyProtocol, counted]).toEqual([proxyProtocol, proxyProtocol === "required"]);
    }
  });
});

describe("the table of clients by host", () => {
  it("holds the longest address and host", () => {
    const [table] = lines(site, "backend clients_by_host");
    const longest = `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/${upload.host}`;
    expect(Number(/len (\d+)/.exec(table ?? "")?.[1])).toBeGreaterThanOrEqual(longest.length);
  });

  it("isn't filled with hosts that nobody serves", () => {
    expect(frontend()).toContain(
      "http-request track-sc2 src,concat(/,txn.host) table clients_by_host if { var(txn.host) -m str upload.clips.example.com }",
    );
  });
});

describe("a client whose requests fail", () => {
  it("isn't heard from before it could mark one server down by itself", () => {
    expect(heardFailures).toBeLessThan(edgeTimings.errorLimit);
    expect(frontend()).toContain(`sc2_conn_cur(clients_by_host),add(txn.failed) gt ${heardFailures} }`);
  });

  it("can't make a brownout of a site alone", () => {
    const fewestFailures = (edgeTimings.failureMinimumRequests * edgeTimings.failurePercent) / 100;
    expect(heardFailures).toBeLessThan(fewestFailures / 2);
  });

  it("is served by the same pods, none of which is watched or counted for it", () => {
    const unheard = lines(site, "backend upload_unheard").join("\n");
    expect(unheard).toContain(
      `server-template upload_unheard 24 upload.platform.svc.cluster.local:8080 maxconn ${unheardPlaces(upload)}`,
    );
    expect(unheard).not.toMatch(/observe|track-sc|table live/);
  });

  it("isn't counted by the last resort either", () => {
    for (const name of ["upload", "upload_any"])
      expect(lines(site, `backend ${name}`)).toContain(
        "http-request track-sc0 str(upload) table live unless { var(txn.unheard) -m bool }",
      );
  });
});

describe("a body that drips in", () => {
  it("is waited for before a place at a server is taken, in every backend of a workload", () => {
    for (const name of ["upload", "upload_unheard", "upload_any"])
      expect(lines(site, `backend ${name}`)).toContain("http-request wait-for-body time 10s");
  });
});
