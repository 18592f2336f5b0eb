/** What the edge takes at a time, read back from the text that it is configured with. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEdgeLimits } from "../../../components/edge/edge-limits";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { edgeTimings } from "../../../components/edge/timings";
import { site, upload } from "./site";

describe("the limits of an edge", () => {
  it("are those that it was written with", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 600 }),
        (requestsPerReplica, responseSeconds) => {
          const text = haproxyConfig({
            ...site,
            capabilities: [{ ...upload, requestsPerReplica, responseSeconds }],
          });
          expect(readEdgeLimits(text)).toEqual({
            keepAliveSeconds: edgeTimings.keepAliveSeconds,
            byCapability: {
              upload: {
                placesPerServer: requestsPerReplica,
                // 512 MiB hold 5,499 requests beside their connections (memory.ts); 70 % of them are for who is heard.
                underWay: 3849,
                waitingPerServer: edgeTimings.waitingPerServer,
                queueSeconds: edgeTimings.queueSeconds,
                answerSeconds: responseSeconds,
                // What takes so long is sent or received meanwhile: its pace says nothing.
                ...(responseSeconds >= 30 ? {} : { paceSeconds: responseSeconds / 2, pacedLeast: 2 }),
              },
            },
          });
        },
      ),
    );
  });

  const text = haproxyConfig(site);
  const edited = (from: RegExp, to: string) => readEdgeLimits(text.replace(from, to)).byCapability.upload;

  it("are none where the text has none", () => {
    expect(edited(/(server-template upload [^\n]*) maxconn \d+/, "$1")).not.toHaveProperty("placesPerServer");
    expect(edited(/.*avg_queue.*/, "")).not.toHaveProperty("waitingPerServer");
    expect(edited(/^ {2}timeout server \d+s\n/gm, "")).toMatchObject({
      answerSeconds: Number.POSITIVE_INFINITY,
    });
    expect(readEdgeLimits(text.replace(/.*timeout http-keep-alive.*/, "")).keepAliveSeconds).toBe(
      edgeTimings.requestSeconds,
    );
  });

  it("know no refusal that is no more than a mark", () => {
    expect(edited(/(return status) 429( [^\n]*avg_queue)/, "$1 200$2")).not.toHaveProperty(
      "waitingPerServer",
    );
  });
});
