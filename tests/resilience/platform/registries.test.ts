/** A registry is the same however its host is spelled: for the rules, and for what is lost with it. */
import { beforeAll, describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import type { Graph, GraphResource } from "../../../graph/resource";
import { judge } from "../../../policies/pack/judge";
import { packSettings } from "../../../policies/pack/settings";
import { rules } from "../../../policies/rules";
import { faultNames } from "../../../resilience/faults/faults";
import { platformOf } from "../../../resilience/platform/from-graph";
import { stackGraph } from "../../support/graphs";

const now = new Date("2026-11-22T00:00:00Z");
const prod = stackGraph("prod");
const OWN = "ocir.us-chicago-1.oci.oraclecloud.com";

/** Every pod of Chicago pulls from a registry in Ashburn. */
function pullingFrom(host: string): Graph {
  const text = JSON.stringify(prod.resources);
  if (!text.includes(OWN)) throw new Error(`nothing pulls from ${OWN}`);
  return graphOf(JSON.parse(text.replaceAll(OWN, host)) as GraphResource[]);
}

const registries = (graph: Graph) => faultNames(platformOf(graph, now), "registry");
const violations = (graph: Graph) =>
  judge(graph, rules, packSettings(graph, now), []).violations.map(({ rule, urn }) => `${rule} ${urn}`);

describe("the registry that Chicago pulls from, in Ashburn", () => {
  let [byRegion, byKey]: Graph[] = [];
  beforeAll(() => {
    byRegion = pullingFrom("ocir.us-ashburn-1.oci.oraclecloud.com");
    byKey = pullingFrom("iad.ocir.io");
  });

  it("is one registry by either name, that of the site there", () => {
    const left = registries(prod).filter((name) => name !== "oci-us-chicago-1");
    expect(registries(byRegion as Graph)).toEqual(left);
    expect(registries(byKey as Graph)).toEqual(left);
  });

  it("breaks the same rules by either name, as Chicago can't start pods without Ashburn", () => {
    const found = violations(byKey as Graph);
    expect(found).toEqual(violations(byRegion as Graph));
    expect(found.some((line) => line.startsWith("registry-independence "))).toBe(true);
  });
});

describe("an image without a host", () => {
  it("is lost with Docker Hub, whatever its tag", () => {
    const pulls = (image: string) => registries(pullingFrom(image));
    // The path goes on behind what stands for the host.
    expect(pulls("shop")).toEqual(pulls("docker.io/shop"));
    expect(pulls("shop")).toContain("docker.io");
  });
});
