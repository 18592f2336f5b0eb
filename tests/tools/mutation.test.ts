import { describe, expect, it } from "vitest";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { acceptedBecause } from "../../tools/mutation/accepted";
import { isExcluded } from "../../tools/mutation/excluded";
import { matcher } from "../../tools/mutation/lists";
import { mutationsOf } from "../../tools/mutation/mutations";
import { type Part, reportLines } from "../../tools/mutation/report";
import { scoreOf } from "../../tools/mutation/score";
import { setAt, weakenings } from "../../tools/mutation/weaken";
import { now } from "../support/findings";
import { stackGraph } from "../support/graphs";

const told = (value: Parameters<typeof weakenings>[0]) =>
  weakenings(value, () => ["other"]).map(({ path, weakening, value: weak }) => [
    path.join("."),
    weakening,
    weak,
  ]);

describe("the weakenings of a value", () => {
  it("are its own and those of all that it holds, by their kind", () => {
    expect(told({ n: 3, on: true, name: "x", ttl: "30" })).toEqual([
      ["n", "deleted", undefined],
      ["n", "lowered", 1],
      ["n", "raised", 30],
      ["on", "deleted", undefined],
      ["on", "flipped", false],
      ["name", "deleted", undefined],
      ["name", "changed", "other"],
      ["ttl", "deleted", undefined],
      ["ttl", "lowered", "1"],
      ["ttl", "raised", "300"],
    ]);
  });

  it("take a list's items that are alike once, and others too", () => {
    const found = told({ list: [{ a: true }, { a: false }, { b: true }] }).map(
      ([path, weakening]) => `${path} ${weakening}`,
    );
    expect(found).toEqual([
      "list deleted",
      "list shrunk",
      "list.0 deleted",
      "list.0.a deleted",
      "list.0.a flipped",
      "list.2 deleted",
      "list.2.b deleted",
      "list.2.b flipped",
    ]);
  });

  it("reach into texts of JSON, and drop the lines of configurations", () => {
    const json = weakenings({ file: '{\n "n": 3 }\n' }, () => []);
    expect(json.map(({ weakening, within }) => [weakening, within])).toEqual([
      ["deleted", undefined],
      ["deleted", "n"],
      ["lowered", "n"],
      ["raised", "n"],
    ]);
    expect(json[2]?.value).toBe('{\n  "n": 1\n}\n');
    const lines = weakenings({ file: "a: 1\nblock {\n  b: 2\n}\n" }, () => []);
    expect(lines.map(({ within }) => within)).toEqual([undefined, "a: 1", "b: 2"]);
  });

  it("give more rights than were meant: of policies that let something be written, and those that deny", () => {
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: ["arn:aws:s3:::media/upload/*"] }],
    });
    const statement = `Allow any-user to manage objects in tenancy where all {target.bucket.name = 'media', request.permission = 'OBJECT_CREATE', any {target.object.name = 'upload/*'}}`;
    const wider = (text: string) =>
      weakenings({ text }, () => [])
        .filter(({ weakening }) => weakening === "widened")
        .map(({ value }) => value);
    expect(wider(policy)).toEqual([policy.replace("upload/*", "*")]);
    expect(wider(statement)).toEqual([
      statement.replace(", any {target.object.name = 'upload/*'}", ""),
      statement.replace("request.permission = 'OBJECT_CREATE', ", ""),
    ]);
    expect(wider(policy.replace("PutObject", "GetObject"))).toEqual([]);
  });

  it("leave everything else as it was", () => {
    expect(setAt({ a: [{ b: 1, c: 2 }], d: 3 }, ["a", 0, "b"], undefined)).toEqual({ a: [{ c: 2 }], d: 3 });
    expect(setAt({ d: 3 }, ["a", "b"], 1)).toEqual({ d: 3 });
  });
});

describe("the mutations of production", () => {
  const graph = stackGraph("prod");
  const mutations = mutationsOf(graph, isExcluded);

  it("are several hundred, of every kind of resource that isn't set apart", () => {
    expect(mutations.length).toBeGreaterThan(1_000);
    const types = new Set(mutations.map(({ type }) => type));
    const managed = graph.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
    expect(
      managed.filter(({ type }) => !types.has(type) && !isExcluded(type, "")).map(({ type }) => type),
    ).toEqual([]);
  });

  it("that take away what the rules are there for are caught", () => {
    const essential =
      /^(aws:route53\/(record|healthCheck)|oci:(Dns\/steeringPolicy|HealthChecks)|aws:s3\/bucketVersioning|kubernetes:(apps\/v1:Deployment|policy|autoscaling))/;
    const removals = mutations.filter(({ type, change }) => change === "removed" && essential.test(type));
    // Those that tell whether a site hands on lead nobody anywhere: an alarm listens to them.
    const leading = removals.filter(({ target }) => !target.includes("::forwarding-"));
    const sample = leading.filter((_, index) => index % 6 === 0);
    const fast = rules.filter(({ id }) => id !== "survival-objective");
    const { uncaught } = scoreOf(graph, sample, fast, packSettings(graph, now));
    expect(uncaught.map(({ target }) => target)).toEqual([]);
  });

  it("leave the graph that they are made of as it is", () => {
    const before = JSON.stringify(graph.resources[100]);
    for (const mutation of mutations.slice(0, 50)) mutation.apply();
    expect(JSON.stringify(graph.resources[100])).toBe(before);
  });
});

describe("what is left uncaught on purpose", () => {
  it("has a reason, and is never one of the things that the rules are about", () => {
    const at = (type: string, path: string, change: string) => acceptedBecause({ type, path, change });
    expect(at("oci:Dns/record:Record", "ttl", "raised")?.reason).toMatch(/whatever is asked for/);
    expect(at("aws:route53/record:Record", "", "removed")).toBeUndefined();
    expect(at("kubernetes:policy/v1:PodDisruptionBudget", "", "removed")).toBeUndefined();
    expect(
      at("aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status", "changed"),
    ).toBeUndefined();
  });

  it("is told by patterns in which * stands for any text", () => {
    expect([matcher("a*c")("abbc"), matcher("a.c")("abc"), matcher("*")("")]).toEqual([true, false, true]);
  });
});

describe("the score", () => {
  const edit = { type: "oci:Dns/record:Record", target: "x", scope: "one", change: "raised" } as const;
  const part = (caught: number, accepted: number, uncaught: number): Part => ({
    made: Array.from({ length: caught + accepted + uncaught }, () => edit.type),
    byRule: [["min-replicas", caught]],
    accepted: Array.from({ length: accepted }, () => ({ ...edit, path: "ttl" })),
    uncaught: Array.from({ length: uncaught }, () => ({ ...edit, path: "rdata" })),
  });
  const linesOf = (...parts: Part[]) => reportLines(parts, { list: false, seconds: 1 }).lines.join("\n");

  it("is the share of all mutations that a rule catches, and counts those left on purpose apart", () => {
    const lines = linesOf(part(6, 3, 0), part(0, 0, 1));
    expect(lines).toMatch(/^mutation score 60\.0 %: 6 of all /m);
    expect(lines).toMatch(/^ {2}30\.0 %: 3 are left uncaught on purpose /m);
    expect(lines).toMatch(/^ {2}10\.0 %: 1 are uncaught/m);
  });

  it("is never rounded up to 100 %", () => {
    expect(linesOf(part(9999, 1, 0))).toMatch(/^mutation score 99\.9 %/m);
    expect(linesOf(part(3, 0, 0))).toMatch(/^mutation score 100\.0 %/m);
  });
});
