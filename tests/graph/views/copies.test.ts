import { describe, expect, it } from "vitest";
import { keys } from "../../../graph/dependencies";
import type { Graph } from "../../../graph/resource";
import { copiesOf } from "../../../graph/views/copies";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const CRON_JOB = "kubernetes:batch/v1:CronJob";
const within = (graph: Graph, job: string) =>
  copiesOf(graph)
    .filter(({ resource }) => resource.name === job)
    .map(({ fromName, withinSeconds }) => [fromName.split("/")[1], withinSeconds]);
const late = "aws-us-east-2-mirror-late-recent";
const leaving = (seconds: string) =>
  changed(
    stackGraph("prod"),
    ofType(CRON_JOB, late),
    setting(["metadata", "annotations", keys.copiesAfter], seconds),
  );

describe("a job that copies", () => {
  it("does so within its schedule's longest wait", () => {
    expect(within(stackGraph("prod"), "aws-us-east-2-mirror-recent")).toEqual([["us-chicago-1", 300]]);
  });

  it("does so as much later as it leaves to others what it found", () => {
    expect(within(stackGraph("prod"), late)).toEqual([["us-ashburn-1", 3600 + 1500]]);
  });

  it("does so within nobody knows what where that is no number", () => {
    expect(within(leaving("a while"), late)).toEqual([["us-ashburn-1", undefined]]);
    expect(within(leaving("-60"), late)).toEqual([["us-ashburn-1", undefined]]);
  });

  it("copies nothing where it has nothing to copy from", () => {
    expect(within(stackGraph("prod"), "oci-us-chicago-1-mirror-late-recent")).toEqual([]);
  });
});
