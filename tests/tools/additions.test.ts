import path from "node:path";
import { describe, expect, it } from "vitest";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { editsOfHaproxy } from "../../tools/mutation/additions/haproxy";
import { made } from "../../tools/mutation/additions/new-resources";
import { providerTypes } from "../../tools/mutation/additions/provider-types";
import { settable } from "../../tools/mutation/additions/settings";
import { addedTo } from "../../tools/mutation/additions/texts";
import { isExcluded } from "../../tools/mutation/excluded";
import { layerOf, layers } from "../../tools/mutation/layers";
import { mutationsOf } from "../../tools/mutation/mutations";
import { sampled } from "../../tools/mutation/sample";
import { scoreOf } from "../../tools/mutation/score";
import { now } from "../support/findings";
import { stackGraph } from "../support/graphs";

const types = providerTypes(path.resolve(__dirname, "../../node_modules"));
const said = (text: string) => addedTo(text).map(({ weakening, within }) => `${weakening} ${within}`);

describe("inputs that could be set", () => {
  it("are those that the provider's types know and the resource leaves out, with the values they list", () => {
    const found = settable("aws:s3/bucketVersioning:BucketVersioning", { bucket: "media" }, types);
    expect(found.map(({ path: at }) => at.join("."))).not.toContain("bucket");
    const natGateway = settable("aws:ec2/natGateway:NatGateway", {}, types);
    const connectivity = natGateway.filter(({ path: [key] }) => key === "connectivityType");
    expect(connectivity.map(({ value }) => value)).toEqual(["private"]);
  });

  it("are looked for in what is set as well", () => {
    const spec = { template: { spec: { containers: [{ name: "a" }] } } };
    const found = settable("kubernetes:apps/v1:Deployment", { spec }, types);
    expect(found.map(({ path: at, within }) => `${at.join(".")} ${within}`)).toEqual(
      expect.arrayContaining([
        "spec.paused true",
        "spec.template.spec.hostNetwork true",
        "spec.template.spec.dnsPolicy Default",
      ]),
    );
  });
});

describe("what could be added to a text", () => {
  it("is by HAProxy's grammar: rules before the others, settings after them, once for sections that are alike", () => {
    const text =
      "defaults\n  retries 2\nfrontend a\n  bind :80\n  default_backend feed_any\nbackend feed_any\n  server x a:1 check\n";
    const edits = editsOfHaproxy(text);
    const denied = edits.find(({ within }) => within === "frontend a: http-request deny");
    expect(denied?.value).toContain("frontend a\n  http-request deny\n  bind :80");
    const unchecked = edits.find(({ within }) => within.endsWith("the word check of a server"));
    expect(unchecked?.value).toContain("server x a:1\n");
    expect(edits.map(({ within }) => within)).toContain(
      "frontend a: another backend in default_backend feed_any",
    );
  });

  it("is a denial beside each right of a policy, a condition on each that is given, and its statement gone", () => {
    const text = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::media/*" }],
    });
    expect(said(text)).toEqual(
      expect.arrayContaining([
        "added Deny s3:GetObject",
        "added only until a day: statement 1",
        "replaced another resource: statement 1",
        "line dropped statement 1",
      ]),
    );
    const other = addedTo(text).find(({ within }) => within === "another resource: statement 1");
    expect(other?.value).toContain('"arn:aws:s3:::elsewhere/*"');
  });

  it("is a condition more on a statement of OCI's, and another of each of its words", () => {
    const statement = "Allow group a to manage objects in tenancy where target.bucket.name = 'media'";
    expect(said(statement)).toEqual(
      expect.arrayContaining(["replaced denied", "replaced of another bucket", "added only until a day"]),
    );
  });

  it("is an early end of a script, an option of the program that it calls, and copying turned into moving", () => {
    const edits = said("#!/bin/sh\nrclone copy a: b: --transfers 4\n");
    expect(edits).toEqual(
      expect.arrayContaining([
        "added exit 0 before rclone copy a: b: --transfers 4",
        expect.stringMatching(/^added --dry-run for rclone copy/),
        expect.stringMatching(/^replaced move for copy/),
      ]),
    );
  });

  it("is nothing for texts that nobody reads", () => {
    expect(addedTo("hello\nworld\n")).toEqual([]);
  });
});

describe("the additions to production", () => {
  const graph = stackGraph("prod");
  const all = mutationsOf(graph, isExcluded, types);

  it("are thousands, in every layer", () => {
    expect(all.length).toBeGreaterThan(5_000);
    const found = new Set(all.map(({ type }) => layerOf(type)));
    expect(layers.filter((layer) => !found.has(layer))).toEqual([]);
  });

  it("stand where what they are added beside stands", () => {
    const [beside] = graph.byType.get("aws:ec2/vpc:Vpc") ?? [];
    if (!beside) throw new Error("prod has no VPC");
    const one = made({ type: "aws:ec2/route:Route", what: "a way", beside, inputs: { a: 1 }, from: ["a"] });
    expect(one.urn).toMatch(/\$aws:ec2\/route:Route::.*-a-way$/);
    expect(one.propertyDependencies).toEqual({ a: [beside.urn] });
  });

  it("are caught where they deny what users and copies need: a sample", () => {
    const denials = all.filter(
      ({ type, change, path: what }) =>
        change === "added" &&
        /networkAcl:|bucketPolicy|ResourceQuota|LimitRange/.test(type) &&
        !what.includes("names") &&
        // Its block of public access takes nothing in that lets everybody read.
        !what.includes("for everybody"),
    );
    const settings = packSettings(graph, now);
    const asked = rules.filter(({ id }) =>
      ["ways-open", "pod-starts", "rights-suffice", "bucket-durability"].includes(id),
    );
    const { mutations, uncaught } = scoreOf(graph, sampled(denials, { most: 12, seed: 1 }), asked, settings);
    expect(mutations).toBe(12);
    expect(uncaught.map(({ type, path: what }) => `${type}${what}`)).toEqual([]);
  });
});

describe("a sample", () => {
  const items = Array.from({ length: 100 }, (_, index) => index);

  it("is the same for the same seed, another for another, and in the order of all", () => {
    const one = sampled(items, { most: 10, seed: 1 });
    expect(one).toHaveLength(10);
    expect(sampled(items, { most: 10, seed: 1 })).toEqual(one);
    expect(sampled(items, { most: 10, seed: 2 })).not.toEqual(one);
    expect([...one].sort((a, b) => a - b)).toEqual(one);
  });
});
