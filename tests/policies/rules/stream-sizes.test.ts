import { describe, expect, it } from "vitest";
import { packSettings } from "../../../policies/pack/settings";
import { streamSizes } from "../../../policies/rules/stream-sizes";
import { findings, now } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const setup = (site: string) => ofType("kubernetes:core/v1:ConfigMap", `${site}-queue-setup`);
const chicago = "oci-us-chicago-1";
const stream = `stream.engagement-${chicago}.json`;

/** A stream's definition as somebody rewrote it. */
const rewritten = (site: string, file: string, change: (definition: Record<string, unknown>) => void) =>
  changed(stackGraph("prod"), setup(site), (map) => {
    const definition = JSON.parse((map.inputs.data as Record<string, string>)[file] as string);
    change(definition);
    return setting(["data", file], JSON.stringify(definition))(map);
  });

const sized = (bytes: number) =>
  rewritten(chicago, stream, (definition) => {
    definition.max_bytes = bytes;
  });

/** Only what is said of one kind of thing. */
const about = (word: string, graph: ReturnType<typeof stackGraph>) =>
  findings(streamSizes, graph).filter((text) => text.includes(word));

describe("stream-sizes", () => {
  it.each(["prod", "staging", "prod-unknown", "chat", "ashburn-alone"] as const)("passes %s", (stack) => {
    expect(findings(streamSizes, stackGraph(stack))).toEqual([]);
  });

  it("tells of a stream that fills with the other cloud lost, and when", () => {
    // 24 replicas x 50/s x 0.5 x 30 of 50 % = 360 events/s of 334 B: 120,240 B/s.
    // 10 GiB: 10,737,418,240 / 120,240 = 89,300 s = 24.8 h. 72 h take 31.17e9 B = 29.03 GiB.
    const [first] = about("gives the stream", sized(10 * 2 ** 30));
    expect(first).toBe(
      "oci-us-chicago-1-queue-setup gives the stream engagement-oci-us-chicago-1 10 GiB, of which it is full after 24.8 h and then refuses its publishers: with the provider aws lost 360 events of 334 bytes come to it each second (assumptions meanDemandShare and requestsPerReplicaPerSecond); wanted 29.1 GiB or more, for what comes in its 72 h",
    );
  });

  it("wants no byte more than comes: the stack's own headroom is its own affair", () => {
    expect(about("gives the stream", sized(120_240 * 259_200))).toEqual([]);
    expect(about("gives the stream", sized(120_240 * 259_200 - 1))).toHaveLength(1);
  });

  it("tells of one whose events became larger, or are kept for longer", () => {
    const larger = rewritten(chicago, stream, (definition) => {
      definition.metadata = {
        ...(definition.metadata as object),
        "twincloud.dev/event-bytes": "500",
      };
    });
    expect(about("gives the stream", larger)).toHaveLength(1);
    const longer = rewritten(chicago, stream, (definition) => {
      definition.max_age = Number(definition.max_age) * 2;
    });
    expect(about("gives the stream", longer)).toHaveLength(1);
  });

  it("says what one that drops its oldest events does instead", () => {
    const dropping = rewritten(chicago, stream, (definition) => {
      Object.assign(definition, { discard: "old", max_bytes: 10 * 2 ** 30 });
    });
    expect(about("gives the stream", dropping)[0]).toContain("and then drops events before their time");
  });

  it.each([
    ["says nothing of its events", "doesn't tell how many events come to", { metadata: {} }],
    ["has no bound", "sets no bytes or no age for", { max_bytes: -1 }],
  ])("can't tell of a stream that %s", (_, said, change) => {
    const graph = rewritten(chicago, stream, (definition) => Object.assign(definition, change));
    const found = streamSizes
      .check(graph, packSettings(graph, now))
      .filter(({ found }) => found.includes(said));
    expect(found).toMatchObject([{ unsure: true }]);
  });

  it("tells of a mirror with less room, or less time, than what it mirrors", () => {
    const small = rewritten("aws-us-east-2", stream, (definition) => {
      Object.assign(definition, { max_bytes: 2 ** 30, max_age: 3_600_000_000_000 });
    });
    expect(findings(streamSizes, small)).toEqual([
      "aws-us-east-2-queue-setup gives its mirror of engagement-oci-us-chicago-1 1 GiB; wanted 37 GiB, as the stream",
      "aws-us-east-2-queue-setup keeps events in its mirror of engagement-oci-us-chicago-1 for 1 h; wanted 72 h",
    ]);
  });

  it("tells of streams that the servers' store has no room for", () => {
    const config = ofType("kubernetes:core/v1:ConfigMap", "aws-us-east-2-queue");
    const graph = changed(stackGraph("prod"), config, (map) => {
      const text = (map.inputs.data as Record<string, string>)["nats.conf"] as string;
      return setting(["data", "nats.conf"], text.replace(/max_file_store: \d+/, "max_file_store: 100G"))(map);
    });
    expect(about("max_file_store", graph)[0]).toMatch(
      /^aws-us-east-2-queue lets its streams take 100 GiB \(max_file_store\), and those that are defined reserve \d+ GiB; wanted \d+ GiB or more$/,
    );
  });

  it("tells of volumes that are smaller than the store", () => {
    const servers = ofType("kubernetes:apps/v1:StatefulSet", "aws-us-east-2-queue");
    const claim = ["spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"];
    const graph = changed(stackGraph("prod"), servers, setting(claim, "180Gi"));
    expect(findings(streamSizes, graph)).toEqual([
      // 37 + 25 + 37 + 25 of engagement, 19 + 13 + 19 + 13 of uploads
      "aws-us-east-2-queue claims volumes of 180 GiB for streams that may take 188 GiB; wanted a volume that holds them",
    ]);
  });

  it("asks a program that isn't ours for no size of its streams, and for room all the same", () => {
    const foreign = (graph: ReturnType<typeof stackGraph>) =>
      without(graph, ({ type }) => type === "pulumi:pulumi:Stack");
    expect(findings(streamSizes, foreign(sized(10 * 2 ** 30)))).not.toContainEqual(
      expect.stringContaining("gives the stream"),
    );
  });
});
