/** Which faults of the model a drill can do, and what it does. */
import { describe, expect, it } from "vitest";
import { injectionOf } from "../../../drill/faults/inject";
import { parseFault } from "../../../resilience/faults/parse-fault";
import { platformOf } from "../../../resilience/platform/from-graph";
import { stackGraph } from "../../support/graphs";

const platform = platformOf(stackGraph("staging"), new Date("2026-03-03T00:00:00Z"));
const done = (text: string) => injectionOf(parseFault(text, platform), platform).what;

describe("a fault that is drilled", () => {
  it.each([
    ["site:oci-us-phoenix-1", "oci-us-phoenix-1 is cut off, and all that runs there is killed"],
    [
      "site:oci-us-phoenix-1:brownout:0.9",
      "all pods at oci-us-phoenix-1 fail 90 % of their users' requests, and answer every probe",
    ],
    ["workload:aws-us-east-2/feed", "every pod of feed at aws-us-east-2 is killed"],
    ["queue:aws-us-east-2", "two of three servers of the queue at aws-us-east-2 are killed"],
    ["link:aws-oci", "nothing passes between aws-us-east-2 and oci-us-phoenix-1"],
    ["dns-authority:oci", "the DNS of oci answers nobody"],
  ])("%s: %s", (text, what) => {
    expect(done(text)).toBe(what);
  });

  it("is refused by name where it can't be done, with what can", () => {
    expect(() => done("site:oci-us-phoenix-1:slow:0.5")).toThrow(
      /site:oci-us-phoenix-1:slow:0.5.*can't be drilled yet; wanted one of the kinds site, zone/,
    );
  });
});
