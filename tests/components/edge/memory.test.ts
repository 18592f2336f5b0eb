/** What a pod of the edge holds at most, against its memory limit. */
import { describe, expect, it } from "vitest";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { requestsWithin, streamsPerConnection } from "../../../components/edge/memory";
import { site, upload } from "./site";

describe("the memory of a pod of the edge", () => {
  it("counts requests beside connections", () => {
    // 512 MiB: 80 % is 419,430 KiB, less 61,440 for the program and 160,000 for 4,000 connections.
    expect(requestsWithin(512, 4000)).toBe(Math.floor(197_990 / 36));
    expect(requestsWithin(512, 5000)).toBeLessThan(requestsWithin(512, 4000));
  });

  it("isn't promised twice: what the backends take together is what fits", () => {
    for (const names of [["upload"], ["upload", "feed", "status"]]) {
      const capabilities = names.map((name) => ({ ...upload, name, host: `${name}.clips.example.com` }));
      const limits = [...haproxyConfig({ ...site, capabilities }).matchAll(/\{ be_conn gt (\d+) \}/g)];
      const sum = limits.reduce((all, [, limit]) => all + Number(limit), 0);
      expect(limits).toHaveLength(3 * names.length);
      expect(sum).toBeLessThanOrEqual(requestsWithin(512, 4000));
      expect(sum).toBeGreaterThan(0.95 * requestsWithin(512, 4000));
    }
  });

  it("refuses connections that leave nothing for requests", () => {
    expect(() => haproxyConfig({ ...site, maxConnections: 10_000 })).toThrow(
      "edge configuration: memoryMiB is 512; it must be enough for 10000 connections and their requests",
    );
  });

  it("bounds the streams of a connection", () => {
    expect(haproxyConfig(site)).toContain(`\n  tune.h2.max-concurrent-streams ${streamsPerConnection}\n`);
    expect(streamsPerConnection).toBeLessThan(100);
  });
});
