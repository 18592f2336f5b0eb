/** What the writer of the edge's configuration writes, its reader reads back. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proxyProtocols } from "../../../components/edge/doors";
import { type CapabilityHealth, readEdgeHealth } from "../../../components/edge/edge-health";
import { haproxyConfig } from "../../../components/edge/haproxy";
import type { EdgeCapability, EdgeInput } from "../../../components/edge/input";
import { edgeTimings, minimumServers } from "../../../components/edge/timings";
import { site, upload } from "./site";

const word = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);
const capability = fc
  .record({
    name: word.filter((name) => !["queue", "live", "lately"].includes(name)),
    host: word,
    port: fc.integer({ min: 1, max: 65_535 }),
    ceiling: fc.integer({ min: 1, max: 200 }),
    floor: fc.integer({ min: 1, max: 200 }),
    requestsPerReplica: fc.integer({ min: 1, max: 1000 }),
    responseSeconds: fc.integer({ min: 1, max: 3600 }),
    needs: fc.subarray(["queue", "mediaStore"] as const),
  })
  .map(
    ({ host, floor, ceiling, ...rest }): EdgeCapability => ({
      ...rest,
      host: `${host}.clips.example.com`,
      service: `${rest.name}.platform.svc.cluster.local`,
      readinessPath: "/readyz",
      floor: Math.min(floor, ceiling),
      ceiling,
    }),
  );
const input: fc.Arbitrary<EdgeInput> = fc.record({
  capabilities: fc.uniqueArray(capability, {
    minLength: 1,
    maxLength: 8,
    selector: ({ name, host }) => `${name} ${host}`,
    comparator: (a, b) => a.split(" ").some((part, at) => part === b.split(" ")[at]),
  }),
  drain: fc.boolean(),
  queue: fc.record({
    service: fc.constant("queue.queue.svc.cluster.local"),
    replicas: fc.integer({ min: 1, max: 9 }),
  }),
  mediaStore: fc.record({ host: fc.constant("media.s3.us-east-2.amazonaws.com") }),
  maxConnections: fc.integer({ min: 100, max: 100_000 }),
  // What so many connections take, and some.
  memoryMiB: fc.integer({ min: 6000, max: 16_000 }),
  proxyProtocol: fc.constantFrom(...proxyProtocols),
  perClient: fc.record({
    connections: fc.integer({ min: 1, max: 100_000 }),
    requestsPerSecond: fc.integer({ min: 1, max: 100_000 }),
    placesPercent: fc.integer({ min: 1, max: 100 }),
  }),
  threads: fc.integer({ min: 1, max: 64 }),
});

const expected = ({ name, floor, needs }: EdgeCapability, drain: boolean): CapabilityHealth => ({
  path: `/healthz/${name}`,
  minimumServers: drain ? 0 : minimumServers(floor),
  watchesFailures: !drain,
  watchesQueue: !drain && needs.includes("queue"),
  watchesStore: !drain && needs.includes("mediaStore"),
  drained: drain,
});

describe("the edge's configuration, written and read back", () => {
  it("says of every capability when its health is red", () => {
    fc.assert(
      fc.property(input, (site) => {
        const { byCapability } = readEdgeHealth(haproxyConfig(site), "urn");
        const wanted = site.capabilities.map((one) => [one.name, expected(one, site.drain)]);
        expect(byCapability).toEqual(Object.fromEntries(wanted));
      }),
    );
  });

  it("says how soon it notices, whatever else the site is like", () => {
    fc.assert(
      fc.property(input, (site) => {
        const { byCapability: _, ...read } = readEdgeHealth(haproxyConfig(site), "urn");
        expect(read).toEqual({
          urn: "urn",
          checkIntervalSeconds: edgeTimings.checkIntervalSeconds,
          checkTimeoutSeconds: edgeTimings.checkTimeoutSeconds,
          fall: edgeTimings.fall,
          rise: edgeTimings.rise,
          errorLimit: edgeTimings.errorLimit,
          retries: edgeTimings.retries,
          // A drained site is red already.
          ...(site.drain
            ? {}
            : {
                brownout: {
                  windowSeconds: edgeTimings.failureWindowSeconds,
                  minimumRequests: edgeTimings.failureMinimumRequests,
                  failurePercent: edgeTimings.failurePercent,
                  holdSeconds: edgeTimings.brownoutHoldSeconds,
                },
              }),
          // A store is asked half as often.
          storeIntervalSeconds: 2 * edgeTimings.checkIntervalSeconds,
        });
      }),
    );
  });
});

describe("a configuration without what the edge watches", () => {
  const some = (text: string) => readEdgeHealth(text, "urn");
  const feed = {
    ...upload,
    ...{ name: "feed", host: "feed.clips.example.com", service: "feed.platform.svc.cluster.local" },
    ...{ requestsPerReplica: 64, responseSeconds: 5, needs: [] },
  };
  const whole = haproxyConfig({ ...site, capabilities: [feed] });

  it("is one that marks no server down on live failures", () => {
    expect(some(whole)).toHaveProperty("errorLimit");
    expect(some(whole.replaceAll("on-error mark-down", "on-error fastinter"))).not.toHaveProperty(
      "errorLimit",
    );
  });

  it("is one that holds no health red after a brownout", () => {
    expect(some(whole)).toHaveProperty("brownout");
    expect(some(whole.replace(/http_fail_rate/g, "http_err_rate"))).not.toHaveProperty("brownout");
  });

  it("is one whose health answers always green", () => {
    const green = whole.replaceAll(" status 503 ", " status 200 ");
    expect(some(green).byCapability.feed).toMatchObject({ minimumServers: 0, watchesFailures: false });
  });
});
