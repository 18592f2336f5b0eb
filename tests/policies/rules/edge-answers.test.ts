import { describe, expect, it } from "vitest";
import type { Graph } from "../../../graph/resource";
import { packSettings } from "../../../policies/pack/settings";
import { edgeAnswers } from "../../../policies/rules/edge-answers";
import { findings, now } from "../../support/findings";
import { fileEdited, stackGraph } from "../../support/graphs";
import { inCrossGuard } from "../../support/policy-view";

const staging = stackGraph("staging");
const domain = "staging.clips.example.com";

/** The text of one edge edited. */
const edited = (from: string, to: string): Graph =>
  fileEdited(staging, "oci-us-phoenix-1-edge", "haproxy.cfg", from, to);
const USERS = "  bind :8443";
const firstOfUsers = (line: string): Graph => edited(USERS, `  ${line}\n${USERS}`);
const firstOf = (section: string, line: string): Graph =>
  edited(`\n${section}\n`, `\n${section}\n  ${line}\n`);
const about = (graph: Graph): string => findings(edgeAnswers, graph).join("\n");

describe("edge-answers", () => {
  it.each(["prod", "staging", "chat", "prod-unknown"] as const)(
    "passes %s, also as CrossGuard shows it",
    (stack) => {
      expect(findings(edgeAnswers, stackGraph(stack))).toEqual([]);
      expect(findings(edgeAnswers, inCrossGuard(stackGraph(stack)))).toEqual([]);
    },
  );

  it.each([
    ["a refusal of all", "http-request deny", "with 403: http-request deny"],
    ["a refusal of a method", "http-request deny if { method PUT }", `PUT https://feed.${domain}/ with 403`],
    [
      "a refusal of a path",
      "http-request deny if { path_beg /upload }",
      `POST https://upload.${domain}/upload with 403`,
    ],
    [
      "a refusal by a named condition",
      "acl old path_beg /v1\n  http-request deny if old",
      `GET https://feed.${domain}/v1 with 403`,
    ],
    [
      "a refusal of some addresses",
      "http-request deny if { src 0.0.0.0/1 }",
      `may answer GET https://feed.${domain}/`,
    ],
    ["a way elsewhere", "http-request redirect location https://example.org", "with 302"],
    ["another host", "http-request set-header Host www.example.com", "with 421"],
    [
      "large bodies refused",
      "http-request deny if { req.body_size gt 1000000 }",
      `POST https://upload.${domain}/ with 403`,
    ],
    [
      "connections ended",
      "tcp-request connection reject if { src_conn_rate(every_client) gt 10 }",
      "refuses GET",
    ],
    ["another place for all", `use_backend unknown_host if { hdr(host) -m end ${domain} }`, "with 421"],
  ])("names the line that comes before the right ones: %s", (_, line, wanted) => {
    expect(about(firstOfUsers(line))).toContain(wanted);
  });

  it("takes nothing of it for a refusal where it can't hold for users", () => {
    for (const line of [
      "http-request deny if { src 10.0.0.0/8 }",
      "http-request deny if { req.fhdr(host) -m str other.example.com }",
      "http-request deny if { method TRACE }",
      "http-request set-header X-Edge one",
      "http-request allow if { path /healthz/x }",
    ])
      expect(about(firstOfUsers(line)), line).toBe("");
  });

  it.each([
    ["http-request lua.check", "http-request lua.check"],
    ["http-request set-path /v2%[path]", "http-request set-path"],
    ["filter compression", "filter compression"],
    ["http-request deny if { lua.bad }", "http-request deny if { lua.bad }"],
  ])("can't tell what it doesn't read: %s", (line, wanted) => {
    const found = edgeAnswers.check(firstOfUsers(line), packSettings(staging, now));
    expect(found.some(({ found }) => found.includes(wanted))).toBe(true);
    if (!line.includes("deny")) expect(found.every(({ unsure }) => unsure === true)).toBe(true);
  });

  it.each([
    [
      "server-template feed 9 feed.platform",
      "server-template feed 9 status.platform",
      "elsewhere than to feed",
    ],
    [
      `  use_backend upload if { var(txn.host) -m str upload.${domain} }`,
      `  use_backend status if { var(txn.host) -m str upload.${domain} }`,
      "elsewhere than to upload",
    ],
    [
      'hdr Retry-After 5 string "too much at once\\n" if { be_conn gt 549 }',
      "if { be_conn gt 20 }",
      "if { be_conn gt 20 }",
    ],
    ["  maxconn 4000", "  maxconn 40", "takes 40 connections in frontend public"],
    ["  timeout server 60s", "  timeout server 100ms", "timeout server 100ms"],
  ])("follows requests to their pods: %s", (from, to, wanted) => {
    expect(about(edited(from, to))).toContain(wanted);
  });

  it.each([
    [
      "backend health_answers",
      'http-request return status 200 string "ok\\n"',
      "stays green at /healthz/feed",
    ],
    ["backend health_answers", "http-request return status 503", "is red at /healthz/feed while all is well"],
  ])("holds health to what is served: %s %s", (section, line, wanted) => {
    // It stands before the condition that the host be one of this site's.
    expect(about(firstOf(section, line))).toContain(wanted);
  });

  it("holds health to what it needs: servers, the queue, the store", () => {
    const feed = edited(
      "{ path /healthz/feed } { nbsrv(feed) lt 3 }",
      "{ path /healthz/feed } { nbsrv(status) lt 3 }",
    );
    expect(about(feed)).toContain("stays green at /healthz/feed when no server of feed is up");
    const queue = edited('"no queue quorum\\n" if', '"no queue quorum\\n" if { always_false }');
    expect(about(queue)).toContain("stays green at /healthz/engagement when no server of the queue is up");
    const store = edited('"no media store\\n" if', '"no media store\\n" if { always_false }');
    expect(about(store)).toContain("stays green at /healthz/upload when its store can't be reached");
  });

  it("holds checks to what their servers answer", () => {
    const path = `uri /readyz ver HTTP/1.1 hdr Host feed.${domain}`;
    expect(about(edited(path, path.replace("readyz", "ready")))).toContain(
      "none of the paths that their pods are probed at",
    );
    expect(about(edited("check port 8222", "check port 8223"))).toContain("at which queue doesn't listen");
    expect(
      about(
        edited(
          `${path} hdr Connection close\n  http-check expect status 200-399`,
          `${path}\n  http-check expect status 204`,
        ),
      ),
    ).toContain("doesn't take 200");
  });

  it("hands on what it can't serve, and takes what is handed on", () => {
    const few = edited(
      "{ nbsrv(feed) lt 3 } { date,sub(proc.started) ge 3 }",
      "{ nbsrv(feed) lt 0 } { date,sub(proc.started) ge 3 }",
    );
    expect(about(few)).toContain("to no other site when no server of feed is up");
    const shut = firstOf(
      "frontend peers",
      "http-request deny if { req.fhdr_cnt(x-twincloud-handed-on) gt 0 }",
    );
    expect(about(shut)).toContain("(from another site's edge)");
    expect(about(edited("  default_backend queue", "  default_backend feed"))).toContain(
      "leads the queues' links elsewhere",
    );
  });
});
