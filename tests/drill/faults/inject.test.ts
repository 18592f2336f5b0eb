/** Which faults of the model a drill can do, and what it does. */
import { describe, expect, it } from "vitest";
import { injectionOf, injectionsOf } from "../../../drill/faults/inject";
import { parseFault } from "../../../resilience/faults/parse-fault";
import { platformOf } from "../../../resilience/platform/from-graph";
import { stackGraph } from "../../support/graphs";

const platform = platformOf(stackGraph("staging"), new Date("2026-03-03T00:00:00Z"));
const done = (text: string) => injectionOf(parseFault(text, platform), platform).what;

describe("a fault that is drilled", () => {
  it.each([
    ["site:oci-us-phoenix-1", "oci-us-phoenix-1 is cut off, and its power is cut"],
    [
      "site:oci-us-phoenix-1:brownout:0.9",
      "all pods at oci-us-phoenix-1 fail 90 % of their users' requests, and answer every probe",
    ],
    [
      "site:oci-us-phoenix-1:slow:0.5",
      "all pods at oci-us-phoenix-1 never answer 50 % of their users' requests, and answer every probe",
    ],
    [
      "site:oci-us-phoenix-1:brownout-front:0.25",
      "25 % of all requests and probes that come to oci-us-phoenix-1 fail before its edge looks at them",
    ],
    [
      "zone:oci-us-phoenix-1/PHX-AD-2:brownout:0.5",
      "all pods in PHX-AD-2 of oci-us-phoenix-1 fail 50 % of their users' requests, and answer every probe",
    ],
    ["metro:phoenix", "oci-us-phoenix-1 is cut off, and its power is cut"],
    [
      "provider:aws",
      "aws-us-east-2 is cut off, and its power is cut; the DNS of aws answers nobody; the checkers in aws are gone",
    ],
    ["provider-blind:aws", "aws-us-east-2 is cut off, and its power is cut; the DNS of aws heeds no check"],
    ["workload:aws-us-east-2/feed", "every pod of feed at aws-us-east-2 is killed"],
    [
      "bad-change:everywhere/feed",
      "all pods of feed at aws-us-east-2 fail 100 % of their users' requests, and answer every probe; all pods of feed at oci-us-phoenix-1 fail 100 % of their users' requests, and answer every probe",
    ],
    ["queue:aws-us-east-2", "two of three servers of the queue at aws-us-east-2 are killed"],
    ["link:aws-oci", "nothing passes between aws-us-east-2 and oci-us-phoenix-1"],
    ["link:aws-to-oci", "no connection can be opened from aws-us-east-2 to oci-us-phoenix-1"],
    ["dns-authority:oci", "the DNS of oci answers nobody"],
    [
      "expiry:entrance-certificate/aws-us-east-2",
      "the certificate of the edge at aws-us-east-2 for the public names runs out",
    ],
  ])("%s: %s", (text, what) => {
    expect(done(text)).toBe(what);
  });

  it.each(["flapping:aws-us-east-2", "flapping:aws"])(
    "cuts off what comes and goes, and leaves its power on, as nothing starts in half a round: %s",
    (text) => {
      const faults = [{ fault: parseFault(text, platform), start: 0 }];
      const begun = injectionsOf(faults, platform);
      expect(begun.length).toBeGreaterThan(1);
      for (const { injection } of begun) expect(injection.what).toMatch(/^aws-us-east-2 is cut off(;|$)/);
    },
  );

  it.each([
    ["registry:aws-us-east-2", /registry:aws-us-east-2.*can't be drilled: nothing pulls an image/],
    ["site:oci-us-phoenix-1:control", /can't be drilled: a drill starts, moves and changes nothing/],
    ["queue:aws-us-east-2:brownout:0.5", /can't be drilled: NATS answers or doesn't/],
  ])("is refused by name where one machine can't do it, with the reason: %s", (text, words) => {
    expect(() => done(text)).toThrow(words);
  });
});
