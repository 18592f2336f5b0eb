import { describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import { nothingToJudge } from "../../graph/nothing";
import { SECRET, UNKNOWN } from "../../graph/resource";
import { component, provider, resource, twoSites } from "./fixtures";

const around = [
  component("pulumi:pulumi:Stack", "s"),
  provider("aws", "p"),
  component("twincloud:Site", "c"),
];

describe("nothingToJudge", () => {
  it("is no reason where something that is known stands", () => {
    expect(nothingToJudge(twoSites())).toBeUndefined();
  });

  it.each([
    ["no resource at all", []],
    ["a stack, providers and components alone", around],
  ])("says what to look for where there is %s", (_, resources) => {
    expect(nothingToJudge(graphOf(resources))).toEqual({
      kind: "empty",
      text: "nothing there: destroyed, wrong stack, or refreshed with the wrong credentials",
    });
  });

  it("says that all is deleted in the cloud where that is so", () => {
    const notes = [{ urn: "u", kind: "pending-replacement", text: "gone" } as const];
    expect(nothingToJudge(graphOf(around, notes))?.text).toMatch(
      /^nothing there: all 1 that it lists are deleted/,
    );
  });

  it("says that what is there is hidden by those who make it, where it isn't empty at all", () => {
    const notes = [{ urn: "u", kind: "opaque", text: "made elsewhere" } as const];
    expect(nothingToJudge(graphOf(around, notes))).toEqual({
      kind: "empty",
      text: "nothing that can be looked into: all of it is made by a component whose providers run by themselves; what was deployed can be judged by --state",
    });
  });

  it("names the providers where none of them is known", () => {
    const foreign = graphOf([...around, resource("gcp:storage/bucket:Bucket", "b")]);
    expect(nothingToJudge(foreign)).toMatchObject({
      kind: "foreign",
      text: expect.stringContaining("of gcp"),
    });
  });

  it("can't judge what shows no value at all", () => {
    const hidden = { inputs: { bucket: SECRET, tags: { a: UNKNOWN } }, outputs: { arn: UNKNOWN } };
    expect(nothingToJudge(graphOf([resource("aws:s3/bucket:Bucket", "b", hidden)]))?.kind).toBe("unknown");
    const some = { ...hidden, outputs: { arn: "arn:aws:s3:::b" } };
    expect(nothingToJudge(graphOf([resource("aws:s3/bucket:Bucket", "b", some)]))).toBeUndefined();
  });
});
