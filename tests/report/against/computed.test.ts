import { describe, expect, it } from "vitest";
import { pathText } from "../../../graph/paths";
import { SECRET, UNKNOWN } from "../../../graph/resource";
import { computedPaths, isSameText } from "../../../report/against/computed";

describe("isSameText", () => {
  const earlier = {
    inputs: {},
    id: "vpc-0a1b2c3d",
    outputs: { arn: "arn:aws:ec2:us-east-2:1:vpc/vpc-0a1b2c3d" },
  };
  const current = {
    inputs: {},
    id: "vpc-fake0001",
    outputs: { arn: "arn:aws:ec2:us-east-2:1:vpc/vpc-fake0001" },
  };
  const same = (before: string, after: string) => isSameText(before, after, [{ earlier, current }]);

  it("takes the real id of a resource for the one that the preview made up", () => {
    expect(same("vpc-0a1b2c3d", "vpc-fake0001")).toBe(true);
  });

  it("takes a text that the id is part of, too", () => {
    const policy = (arn: string) => `{"Resource":"${arn}","Action":"*"}`;
    expect(same(policy(earlier.outputs.arn), policy(current.outputs.arn))).toBe(true);
  });

  it("still sees what else differs in such a text", () => {
    expect(same(`${earlier.id}:80`, `${current.id}:8080`)).toBe(false);
    expect(same("vpc-99999999", current.id)).toBe(false);
  });

  it("follows the output that is meant where two had the same value", () => {
    const twice = { inputs: {}, id: "media", outputs: { name: "media" } };
    const now = { inputs: {}, id: "fake-id", outputs: { name: "media2" } };
    expect(isSameText("media", "media2", [{ earlier: twice, current: now }])).toBe(true);
    expect(isSameText("media", "fake-id", [{ earlier: twice, current: now }])).toBe(true);
  });
});

describe("computedPaths", () => {
  const bucket = {
    inputs: { bucket: "media" },
    id: "media",
    outputs: { bucket: "media", arn: "arn:aws:s3:::media" },
  };
  const paths = (inputs: Parameters<typeof computedPaths>[0], key: string) =>
    computedPaths(inputs, key, bucket).map(pathText);

  it("are those of the values made from what only a deployment knows", () => {
    expect(paths({ rules: [{ id: "a" }, { target: "arn:aws:s3:::media/x" }] }, "rules")).toEqual([
      "rules[1].target",
    ]);
  });

  it("are none for a value that the resource was given", () => {
    expect(paths({ name: "media" }, "name")).toEqual([]);
  });

  it("are the whole input where the values don't show how they depend", () => {
    expect(paths({ digest: "7d865e" }, "digest")).toEqual(["digest"]);
  });

  it("hold a secret or unknown value that may come from a secret or unknown output", () => {
    const key = { inputs: {}, id: "k", outputs: { pem: SECRET, arn: UNKNOWN } };
    expect(computedPaths({ data: { a: SECRET, b: "plain" } }, "data", key).map(pathText)).toEqual(["data.a"]);
    expect(computedPaths({ data: { a: UNKNOWN, b: "plain" } }, "data", key).map(pathText)).toEqual([
      "data.a",
    ]);
  });
});
