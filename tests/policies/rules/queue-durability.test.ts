import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../graph/resource";
import { queueDurability } from "../../../policies/rules/queue-durability";
import { onCluster, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const servers = ofType("kubernetes:apps/v1:StatefulSet", "aws-us-east-2-queue");
const config = ofType("kubernetes:core/v1:ConfigMap", "aws-us-east-2-queue");
const setup = (site: string) => ofType("kubernetes:core/v1:ConfigMap", `${site}-queue-setup`);

const edited = (which: typeof config, file: string, from: string | RegExp, to: string) =>
  changed(stackGraph("prod"), which, (map) => {
    const text = (map.inputs.data as Record<string, string>)[file] ?? "";
    if (text.replace(from, to) === text) throw new Error(`${file} doesn't hold ${from}`);
    return setting(["data", file], text.replace(from, to))(map);
  });

describe("queue-durability", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(queueDurability, stackGraph(stack))).toEqual([]);
  });

  it.each(["prod", "prod-unknown"] as const)("blocks %s with two servers at a site", (stack) => {
    const found = findings(
      queueDurability,
      changed(stackGraph(stack), servers, setting(["spec", "replicas"], 2)),
    );
    expect(found).toContain("aws-us-east-2-queue runs 2 JetStream servers; wanted 3 or more");
    expect(found).toContain(
      "aws-us-east-2-queue-setup asks for 3 replicas of the stream uploads-aws-us-east-2 on 2 servers; wanted no more than there are servers",
    );
  });

  it.each(["prod", "prod-unknown"] as const)("blocks %s with streams on no volume", (stack) => {
    const bare = changed(stackGraph(stack), servers, setting(["spec", "volumeClaimTemplates"], undefined));
    const wanted = "wanted JetStream's store_dir on a volume of its own for each server";
    expect(findings(queueDurability, bare)).toEqual([
      `aws-us-east-2-queue keeps its streams on no claimed volume; ${wanted}`,
    ]);
    const elsewhere = edited(config, "nats.conf", /store_dir: "[^"]*"/, 'store_dir: "/var/run/nats/streams"');
    expect(findings(queueDurability, elsewhere)).toEqual([
      `aws-us-east-2-queue keeps its streams on no claimed volume; ${wanted}`,
    ]);
  });

  it("blocks acknowledgements before the disk has the event", () => {
    expect(findings(queueDurability, edited(config, "nats.conf", /\n *sync_interval: always/, ""))).toEqual([
      "aws-us-east-2-queue acknowledges up to two minutes before the disk has it, as sync_interval is not set; wanted sync_interval: always, as plain data",
    ]);
    expect(
      findings(queueDurability, edited(config, "nats.conf", "sync_interval: always", 'sync_interval: "10s"')),
    ).toEqual([
      "aws-us-east-2-queue acknowledges before the disk has it, with sync_interval 10s; wanted sync_interval: always, as plain data",
    ]);
    // A comment sets nothing.
    expect(
      findings(queueDurability, edited(config, "nats.conf", "  sync_interval", "  # sync_interval")),
    ).toHaveLength(1);
  });

  it("fails closed where the configuration isn't known yet", () => {
    const found = findings(queueDurability, changed(stackGraph("prod"), config, setting(["data"], UNKNOWN)));
    expect(found).toContain(
      "aws-us-east-2-queue has a JetStream configuration that can't be told yet; wanted sync_interval: always, as plain data",
    );
  });

  it("blocks a stream with fewer replicas, or in memory", () => {
    const file = "stream.uploads-aws-us-east-2.json";
    expect(
      findings(
        queueDurability,
        edited(setup("aws-us-east-2"), file, '"num_replicas": 3', '"num_replicas": 1'),
      ),
    ).toEqual([
      "aws-us-east-2-queue-setup gives the stream uploads-aws-us-east-2 1 replicas; wanted 3 or more",
    ]);
    expect(
      findings(
        queueDurability,
        edited(setup("aws-us-east-2"), file, '"storage": "file"', '"storage": "memory"'),
      ),
    ).toEqual([
      "aws-us-east-2-queue-setup keeps the stream uploads-aws-us-east-2 in memory; wanted storage on file",
    ]);
  });

  it("blocks a stream that no other provider mirrors", () => {
    const file = "stream.uploads-aws-us-east-2.json";
    const unmirrored = changed(
      changed(stackGraph("prod"), setup("oci-us-chicago-1"), setting(["data", file], undefined)),
      setup("oci-us-ashburn-1"),
      setting(["data", file], undefined),
    );
    expect(findings(queueDurability, unmirrored)).toEqual([
      "aws-us-east-2-queue-setup defines the stream uploads-aws-us-east-2, which only aws-us-west-2 mirrors; wanted a mirror at a site of another provider",
    ]);
  });

  it.each(["prod", "prod-unknown"] as const)(
    "blocks %s when the setup of a site's streams is gone",
    (stack) => {
      expect(findings(queueDurability, without(stackGraph(stack), setup("aws-us-east-2")))).toContain(
        "aws-us-east-2-queue has no streams that this program defines, so nothing says that another provider mirrors them; wanted streams defined in a ConfigMap that a job beside the servers applies, each mirrored elsewhere",
      );
    },
  );

  it("blocks a mirror of a stream that isn't there", () => {
    const found = findings(
      queueDurability,
      edited(
        setup("oci-us-chicago-1"),
        "stream.uploads-aws-us-east-2.json",
        '"JS.aws-us-east-2.API',
        '"JS.aws-us-east-9.API',
      ),
    );
    expect(found).toEqual([
      "oci-us-chicago-1-queue-setup defines uploads-aws-us-east-2 as a mirror of uploads-aws-us-east-2 of the domain aws-us-east-9, which no queue of this stack has; wanted the name and the domain of a stream that is there",
    ]);
  });

  it.each([
    ["of another name", '"durable_name": "mirror-', '"durable_name": "x-'],
    ["sent elsewhere", '"deliver_subject": "mirror.', '"deliver_subject": "x.'],
    ["that forgets what the mirror has", '"ack_policy": "flow_control"', '"ack_policy": "none"'],
    ["that begins late", '"deliver_policy": "all"', '"deliver_policy": "new"'],
  ])("blocks a mirror whose origin feeds it by a consumer %s", (_, from, to) => {
    const file = "mirror-consumer.uploads-aws-us-east-2.mirror-oci-us-chicago-1.json";
    expect(findings(queueDurability, edited(setup("aws-us-east-2"), file, from, to))).toEqual([
      "oci-us-chicago-1-queue-setup has uploads-aws-us-east-2 fed by the consumer mirror-oci-us-chicago-1, which aws-us-east-2 defines not so; wanted at the origin a durable consumer of that name and deliver_subject, with deliver_policy all and ack_policy flow_control",
    ]);
  });

  it("blocks a stream without its subjects, which other sites keep", () => {
    const found = findings(
      queueDurability,
      edited(setup("aws-us-east-2"), "stream.uploads-aws-us-east-2.json", /"subjects": \[[^\]]*\],/, ""),
    );
    expect(found).toEqual([
      "aws-us-east-2-queue-setup keeps no stream of upload.>, which other sites keep; wanted a stream of its own for it",
      "aws-us-east-2-queue-setup defines the stream uploads-aws-us-east-2 without a subject; wanted the subjects that are published to it",
    ]);
  });

  it("blocks a mirror that no leaf link leads to", () => {
    const cut = changed(
      changed(stackGraph("prod"), config, setting(["data", "leaf-remotes.conf"], "remotes: []")),
      (one) => one.type === "kubernetes:core/v1:ConfigMap" && one.name === "oci-us-chicago-1-queue",
      setting(["data", "leaf-remotes.conf"], "remotes: []"),
    );
    expect(findings(queueDurability, cut)).toContain(
      "oci-us-chicago-1-queue mirrors uploads-aws-us-east-2 of aws-us-east-2 and has no leaf link to it; wanted a leaf link that one of the two dials",
    );
  });

  it("blocks servers that wait for each other when all start anew", () => {
    const ordered = changed(stackGraph("prod"), servers, setting(["spec", "podManagementPolicy"], undefined));
    expect(findings(queueDurability, ordered)).toEqual([
      "aws-us-east-2-queue starts its servers one after another, and the first is never ready without the others; wanted podManagementPolicy: Parallel",
    ]);
    const service = ofType("kubernetes:core/v1:Service", "aws-us-east-2-queue");
    const hidden = changed(stackGraph("prod"), service, setting(["spec", "publishNotReadyAddresses"], false));
    expect(findings(queueDurability, hidden)).toEqual([
      "aws-us-east-2-queue hides servers that are not ready from those that they wait for; wanted publishNotReadyAddresses: true",
    ]);
  });

  it("blocks volumes that are made before their servers have a zone", () => {
    const ofOci = (one: { type: string; name: string }) =>
      one.type === "kubernetes:storage.k8s.io/v1:StorageClass" && one.name.startsWith("oci-us-chicago-1");
    const early = changed(stackGraph("prod"), ofOci, setting(["volumeBindingMode"], "Immediate"));
    expect(findings(queueDurability, early)).toEqual([
      expect.stringContaining("makes the queue's volumes before their servers have a zone"),
    ]);
  });

  it("blocks leaf links that nothing listens for", () => {
    const closed = without(stackGraph("prod"), ofType("aws:lb/listener:Listener", "aws-us-east-2-edge-leaf"));
    expect(findings(queueDurability, closed)).toContain(
      "oci-us-chicago-1-queue dials aws-us-east-2 by aws-us-east-2-edge, which has no listener on port 7422; wanted a listener that passes the leaf links through to the queue",
    );
  });

  it("finds JetStream in any program by the configuration that is mounted, and NATS without it is no queue", () => {
    const nats = (text: string) => [
      onCluster("aws", "v1", "ConfigMap", "nats-config", { inputs: { data: { "nats.conf": text } } }),
      onCluster("aws", "apps/v1", "StatefulSet", "nats", {
        inputs: {
          spec: {
            replicas: 1,
            template: {
              spec: {
                containers: [{ image: "nats:2.11", command: ["nats-server", "-c", "/etc/nats/nats.conf"] }],
                volumes: [{ configMap: { name: "nats-config" } }],
              },
            },
          },
        },
      }),
    ];
    expect(findings(queueDurability, twoSites(...nats("jetstream: { store_dir: /data }\n")))).toHaveLength(5);
    expect(findings(queueDurability, twoSites(...nats("listen: 0.0.0.0:4222\n")))).toEqual([]);
  });
});
