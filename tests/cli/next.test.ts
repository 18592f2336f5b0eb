/** `survive --next`: what is tried, what is named, and what is refused. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import type { Properties } from "../../graph/resource";
import { changed, ofType, setting, stackGraph } from "../support/graphs";
import { Project } from "./project";

const staging = stackGraph("staging");
/** Slower to call an address well again too, so that fewer users come back to a brownout; slower than the rules allow. */
const slow = changed(
  staging,
  ofType("aws:route53/healthCheck:HealthCheck"),
  setting(["failureThreshold"], 10),
);
/** As if it rested on fewer outages. */
const quiet = graphOf(
  staging.resources.map((resource) => {
    const { twincloud } = resource.outputs;
    if (resource.type !== "pulumi:pulumi:Stack" || typeof twincloud !== "object") return resource;
    const told = { ...(twincloud as Properties), assumptions: { ociRegionEventsAYear: 0 } };
    return { ...resource, outputs: { ...resource.outputs, twincloud: told } };
  }),
);

let project: Project;
beforeAll(() => {
  project = new Project("staging");
  project.program = async ({ config }) => {
    const { ttl, failureThreshold } = JSON.parse(config["twincloud:dns"] ?? "{}");
    return failureThreshold === 2 ? quiet : ttl === 15 ? slow : staging;
  };
});
afterAll(() => project.remove());

describe("survive --next", () => {
  it("names what saves most on the changed stack, and what saves nothing", async () => {
    const { stdout } = await project.run(["survive", "--stack", "staging", "--next"]);
    const told = stdout.slice(stdout.indexOf("\nnext: "));
    expect(told).toMatch(
      /^ {2}1\. checks that fail after 2 probes instead of 3: \d+\.\d min a year less \(/m,
    );
    expect(told).not.toMatch(/^ {2}2\. /m);
    // What is handed on doesn't wait for DNS.
    expect(told).toMatch(/^ {2}under 0\.1 min, or more than now: .*a time to live of 15 s instead of 30 s/m);
    expect(told).toMatch(/^ {2}under 0\.1 min, or more than now: .*another site, aws-us-east-1/m);
  }, 240_000);

  it("is refused where there are no settings to change", async () => {
    project.write("state.json", "{}");
    const { code, stderr } = await project.run(["survive", "--state", "state.json", "--next"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--next");
  });
});
