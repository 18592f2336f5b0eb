import { describe, expect, it } from "vitest";
import type { Graph } from "../../../graph/resource";
import { packSettings } from "../../../policies/pack/settings";
import { queueAnswers } from "../../../policies/rules/queue-answers";
import { findings, now } from "../../support/findings";
import { fileEdited, stackGraph } from "../../support/graphs";
import { inCrossGuard } from "../../support/policy-view";

const staging = stackGraph("staging");
const SITE = "oci-us-phoenix-1";
const PEER = "aws-us-east-2";
const SERVERS = "nats.conf";
const STREAM = `stream.engagement-${SITE}.json`;
const CONSUMER = `consumer.engagement-${SITE}.engagement.json`;

const edited = (file: string, from: string, to: string): Graph => fileEdited(staging, SITE, file, from, to);
const about = (graph: Graph): string => findings(queueAnswers, graph).join("\n");

describe("queue-answers", () => {
  it.each(["prod", "staging", "chat", "prod-unknown"] as const)(
    "passes %s, also as CrossGuard shows it",
    (stack) => {
      expect(findings(queueAnswers, stackGraph(stack))).toEqual([]);
      expect(findings(queueAnswers, inCrossGuard(stackGraph(stack)))).toEqual([]);
    },
  );

  it.each([
    [
      "a denial",
      'publish { allow: [\n            "engage.>"',
      'publish { deny: "engage.>", allow: [\n            "engage.>"',
      "is denied to publish engage.>",
    ],
    [
      "a narrower right",
      'allow: [\n            "engage.>"',
      'allow: [\n            "engage.like"',
      "may not publish engage.>",
    ],
    [
      "an export to others",
      'service: "engage.>", accounts: ["workload_engagement"]',
      'service: "engage.>", accounts: ["workload_feed"]',
      "doesn't export engage.> to workload_engagement",
    ],
    [
      "small events",
      "max_subscriptions: 20000, max_payload: 24576",
      "max_subscriptions: 20000, max_payload: 128",
      "takes 128 bytes of engagement at once",
    ],
    [
      "few connections",
      "max_connections: 100, max_leafnodes: 0",
      "max_connections: 1, max_leafnodes: 0",
      "takes 1 connections of engagement",
    ],
    ["another user", "engagement.workload.oci", "engagements.workload.oci", "knows no user of engagement"],
    [
      "an account without streams",
      "jetstream { max_streams: 2, max_consumers: 4 }",
      "jetstream: disabled",
      "which keeps no streams",
    ],
  ])("follows a publisher's events to their stream: %s", (_, from, to, wanted) => {
    expect(about(edited(SERVERS, from, to))).toContain(wanted);
  });

  it("follows a stream's events to its consumers", () => {
    const ack = `"$JS.ACK.engagement-${SITE}.engagement.>"\n            "JS`;
    expect(about(edited(SERVERS, ack, '"JS'))).toContain(
      `keeps engagement from events of engagement-${SITE}: may not publish $JS.ACK`,
    );
    expect(about(edited(SERVERS, '"_INBOX.engagement.>"', '"_INBOXES.engagement.>"'))).toContain(
      "may hear none of its inboxes",
    );
  });

  it("follows them to other sites' mirrors, and theirs to its own", () => {
    expect(about(edited(SERVERS, `"mirror.${PEER}.>"`, '"mirror.nobody.>"'))).toContain(
      "keeps a mirror from its events",
    );
    const remote = edited("leaf-remotes.conf", `account: "to_${PEER}"`, 'account: "to_nobody"');
    expect(about(remote)).toContain(`dials no leaf link for to_${PEER}`);
    expect(about(remote)).toContain("binds a leaf link to to_nobody, and no account is called that");
  });

  it.each([
    [STREAM, '"discard": "new"', '"discard": "old"', "drops what it acknowledged"],
    [STREAM, '"retention": "limits"', '"retention": "interest"', "with retention interest"],
    [STREAM, '"max_msg_size": 16384', '"max_msg_size": 200', "events of at most 200 bytes"],
    [STREAM, '"max_consumers": 4', '"max_consumers": 1', "takes 1 consumers"],
    [STREAM, '"engage.>"', '"engage.like"', "which no stream keeps as a whole"],
    [CONSUMER, '"deliver_policy": "all"', '"deliver_policy": "new"', "begins at new"],
    [CONSUMER, '"ack_policy": "explicit"', '"ack_policy": "none"', "with ack_policy none"],
    [CONSUMER, '"max_deliver": -1', '"max_deliver": 2', "gives an event up after 2 tries"],
    [
      CONSUMER,
      '"max_deliver": -1',
      '"max_deliver": -1, "filter_subject": "engage.like"',
      "with filter_subject",
    ],
  ])("reads what %s defines: %s becomes %s", (file, from, to, wanted) => {
    expect(about(edited(file, from, to))).toContain(wanted);
  });

  it.each([
    ['listen: "0.0.0.0:4222"', 'listen: "127.0.0.1:4222"', "listens at 127.0.0.1:4222"],
    ["/etc/queue-tls/server/tls.crt", "/etc/queue-tls/other/tls.crt", "no tls.crt is mounted there"],
    ["max_connections: 10000", "max_connections: 10", "takes 10 connections in all"],
    ['    "tls://queue-2.queue.queue.svc.cluster.local:6222"\n', "", "has routes to 2 servers, of 3"],
  ])("reads the servers' own settings: %s becomes %s", (from, to, wanted) => {
    expect(about(edited(SERVERS, from, to))).toContain(wanted);
  });

  it.each([
    "authorization { timeout: 1 }",
    'mappings { "engage.>": "elsewhere" }',
    "no_auth_user: somebody",
    "jetstream { {",
  ])("can't tell what it doesn't read: %s", (line) => {
    const all = queueAnswers.check(
      edited(SERVERS, "logtime_utc: true", `logtime_utc: true\n${line}`),
      packSettings(staging, now),
    );
    expect(all.length).toBeGreaterThan(0);
    expect(all.every(({ unsure }) => unsure === true)).toBe(true);
  });
});
