/** What the model reads of a stack's streams. */
import { describe, expect, it } from "vitest";
import { platformOf } from "../../../resilience/platform/from-graph";
import { untoldOf } from "../../../resilience/platform/untold";
import { Survey } from "../../../resilience/verdict/survey";
import { calmOf } from "../../../resilience/verdict/survival";
import { now } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";
import { withoutForwarding } from "../../support/without-forwarding";

const chicago = "oci-us-chicago-1";
const name = `engagement-${chicago}`;

const rewritten = (change: Record<string, unknown>) =>
  changed(stackGraph("prod"), ofType("kubernetes:core/v1:ConfigMap", `${chicago}-queue-setup`), (map) => {
    const file = `stream.${name}.json`;
    const definition = JSON.parse((map.inputs.data as Record<string, string>)[file] as string);
    return setting(["data", file], JSON.stringify({ ...definition, ...change }))(map);
  });

describe("a stack's streams", () => {
  it("are read where they begin, with what they say of their events", () => {
    const site = platformOf(stackGraph("prod"), now).sites.find(({ id }) => id === chicago);
    expect(site?.queue?.streams.map((stream) => stream.name)).toEqual([name, `uploads-${chicago}`]);
    expect(site?.queue?.streams[0]).toMatchObject({
      publishers: ["engagement"],
      eventsPerRequest: 1,
      eventBytes: 334,
      maxBytes: 37 * 2 ** 30,
      maxAgeSeconds: 259_200,
      refusesWhenFull: true,
    });
  });

  it("are told while nothing fails where they fill by themselves", () => {
    // 24 x 50/s x 0.5 x 30 % = 180 events/s of 334 B: 10 GiB last 178,600 s = 49.6 h, and events are kept for 72 h.
    const survey = new Survey(withoutForwarding(platformOf(rewritten({ max_bytes: 10 * 2 ** 30 }), now)));
    const { engagement } = survey.verdicts({ id: "calm", kind: "calm", title: "calm", faults: [] });
    expect(engagement?.because).toContain(
      `the stream ${name} is full after 49.6 h of this with nothing failing (assumptions meanDemandShare and requestsPerReplicaPerSecond) and refuses what is published.`,
    );
    expect(engagement?.state).not.toBe("up");
    expect(calmOf(survey).because.join(" ")).toContain("Before anything fails");
  });

  it("can't be judged where one doesn't say what comes to it: by whom the queue is needed, that is said of", () => {
    const untold = untoldOf(rewritten({ metadata: {} })).filter(({ what }) => what.includes("stream"));
    expect(untold.map(({ capability, what }) => [capability, what])).toEqual(
      ["engagement", "monetization", "training"].map((capability) => [
        capability,
        `how many events come to the stream ${name}`,
      ]),
    );
    expect(untoldOf(stackGraph("prod")).filter(({ what }) => what.includes("stream"))).toEqual([]);
  });
});
