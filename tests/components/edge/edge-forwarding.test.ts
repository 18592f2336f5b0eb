/** What the edge's configuration says of handing on, read back from the text. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proxyProtocols } from "../../../components/edge/doors";
import { readEdgeForwarding } from "../../../components/edge/edge-forwarding";
import type { EdgePeer } from "../../../components/edge/forwarding-input";
import { haproxyConfig } from "../../../components/edge/haproxy";
import type { EdgeInput } from "../../../components/edge/input";
import { minimumServers, edgeTimings as t } from "../../../components/edge/timings";
import { edgePorts } from "../../../components/ports";
import { site, upload } from "./site";

const peers: readonly EdgePeer[] = [
  { site: "oci-us-chicago-1", addresses: ["192.0.2.1"], weight: 128, otherProvider: true },
  { site: "aws-us-west-2", addresses: ["192.0.2.2", "192.0.2.3"], weight: 64, otherProvider: false },
];
const input: EdgeInput = {
  ...site,
  capabilities: [{ ...upload, responseSeconds: 5, canary: true }],
  forwarding: {
    site: "aws-us-east-2",
    peers,
    sources: ["203.0.113.7"],
    siblings: { service: "edge-pods.edge.svc.cluster.local", ceiling: 12 },
  },
};

describe("what an edge hands on", () => {
  it("is what it was written with, however connections come", () => {
    const found = (proxyProtocol: EdgeInput["proxyProtocol"]) =>
      readEdgeForwarding(haproxyConfig({ ...input, proxyProtocol }));
    for (const mode of proxyProtocols) {
      expect(found(mode)).toEqual({
        takesFrom: ["oci-us-chicago-1", "aws-us-west-2"],
        takesOn: edgePorts.peers,
        byCapability: {
          upload: {
            peers: [
              {
                site: "oci-us-chicago-1",
                host: "192.0.2.1",
                port: edgePorts.peers,
                weight: 128,
                last: false,
              },
              { site: "aws-us-west-2", host: "192.0.2.2", port: edgePorts.peers, weight: 64, last: true },
              { site: "aws-us-west-2", host: "192.0.2.3", port: edgePorts.peers, weight: 64, last: true },
            ],
            home: true,
            failures: [
              { windowSeconds: 2, percent: 5, leastFailures: 8 },
              { windowSeconds: 30, percent: 5, leastFailures: 8 },
            ],
            // A fifth of five seconds.
            slow: { windowSeconds: 2, budgetSeconds: 1, leastUnderWay: 8, lastsSeconds: 0.5 },
            relapse: { windowSeconds: 2, percent: 5, leastFailures: 2, lastsSeconds: 400 },
            holdSeconds: 5,
            fewServers: minimumServers(upload.floor),
            whenFull: true,
            trial: {
              percent: 5,
              // Four in two seconds.
              leastPerSecond: 2,
              answerSeconds: 1,
              retries: true,
              renews: true,
              reddens: { windowSeconds: 30, least: 50, goodPercent: 75 },
            },
            canary: {
              servers: Math.min(3, upload.floor),
              least: Math.ceil(Math.min(3, upload.floor) / 2),
              intervalSeconds: 10,
              answerSeconds: 5,
              fastSeconds: 1,
              fall: 1,
              rise: 12,
            },
            peerErrorLimit: 5,
            roomShare: 0.8,
            takes: true,
          },
        },
      });
    }
  });

  it("follows the edge's timings, as they stand in the text", () => {
    expect(t).toMatchObject({
      sickWindowSeconds: 2,
      failureWindowSeconds: 30,
      sickPercent: 5,
      sickMinimumFailures: 8,
      sickHoldSeconds: 5,
      trialPercent: 5,
      trialMinimum: 4,
      trialSeconds: 1,
      triedMinimum: 50,
      roomPercent: 80,
      canaryRise: 12,
      unprovenSeconds: 400,
      provenAnswers: 20,
    });
  });

  it("is nothing where the edge has no peers", () => {
    expect(readEdgeForwarding(haproxyConfig(site))).toBeUndefined();
  });

  it("asks peers of the same provider first where there are no others", () => {
    const alone = { ...(input.forwarding as NonNullable<EdgeInput["forwarding"]>), peers: peers.slice(1) };
    const found = readEdgeForwarding(haproxyConfig({ ...input, forwarding: alone }));
    expect(found?.byCapability.upload?.peers.map(({ last }) => last)).toEqual([false, false]);
  });

  it("keeps capabilities apart, whatever they are called", () => {
    const name = fc.constantFrom("feed", "feed-two", "status", "a", "peer", "any", "up");
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), (names) => {
        const capabilities = names.map((one, place) => ({
          ...upload,
          name: one,
          host: `${one}.example.com`,
          floor: 2 * (place + 1),
          ceiling: 40,
          canary: place % 2 === 0,
        }));
        const found = readEdgeForwarding(haproxyConfig({ ...input, capabilities }))?.byCapability ?? {};
        expect(Object.keys(found).sort()).toEqual([...names].sort());
        for (const [place, one] of names.entries()) {
          expect(found[one]?.fewServers).toBe(place + 1);
          expect(found[one]?.canary !== undefined).toBe(place % 2 === 0);
          expect(found[one]?.failures).toHaveLength(2);
          // A canary tells that it is well; where there is none, so many good answers in a row do.
          const { holdSeconds, provenAnswers } = found[one] ?? {};
          expect([holdSeconds, provenAnswers]).toEqual(place % 2 === 0 ? [5, undefined] : [400, 20]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("in a text that was changed", () => {
  const text = haproxyConfig(input);
  const edited = (from: RegExp | string, to: string) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    return readEdgeForwarding(changed);
  };

  it("a peer whose certificate isn't asked for is none, nor one whose name isn't checked", () => {
    const peersAfter = (from: RegExp, to: string) => edited(from, to)?.byCapability.upload?.peers;
    expect(peersAfter(/verify required(\n {2}server oci)/, "verify none$1")).toEqual([]);
    expect(peersAfter(/ verifyhost \S+/g, "")).toEqual([]);
  });

  it("nobody is let in where the port asks for no certificate", () => {
    const found = edited(/(bind [^\n]*\/ca\.crt) verify required( alpn http)/, "$1 verify none$2");
    expect(found?.takesFrom).toEqual([]);
  });

  it("nothing leaves without a rule that leads there", () => {
    expect(edited(/ {2}use_backend upload_peer [^\n]*\n/, "")?.byCapability.upload).toMatchObject({
      peers: [],
      failures: [],
      fewServers: 0,
      whenFull: false,
    });
  });

  it("failures that set nothing are no rule", () => {
    expect(
      edited(/[^\n]*sc-set-gpt0\(1\) date\(5\) if [^\n]* ge 8 \} \{[^\n]*div\(txn\.lately\)[^\n]*\n/, "")
        ?.byCapability.upload?.failures,
    ).toEqual([{ windowSeconds: 30, percent: 5, leastFailures: 8 }]);
  });

  it("what is drained takes nobody's requests", () => {
    const found = readEdgeForwarding(haproxyConfig({ ...input, drain: true }));
    expect(found?.byCapability.upload?.takes).toBe(false);
  });

  it("what isn't served at home when peers refuse is said to be lost", () => {
    expect(edited(/ {2}server here unix@[^\n]*here\.sock\n/, "")?.byCapability.upload?.home).toBe(false);
  });
});
