/** What the authorities' checkers see when something between or beneath them is lost. */
import { describe, expect, it } from "vitest";
import { fault } from "../../../resilience/faults/faults";
import { scenarioOf, together } from "../../../resilience/faults/scenarios";
import { platformOf } from "../../../resilience/platform/from-graph";
import type { Checker } from "../../../resilience/platform/platform";
import { Survey } from "../../../resilience/verdict/survey";
import { now } from "../../support/findings";
import { stackGraph } from "../../support/graphs";
import { platform } from "../synthetic";

const checker = (operator: string, region: string, metro: string): Checker => ({
  operator,
  lostWith: [operator, `${operator}-${region}`, metro],
});
const sites = [
  { provider: "aws", region: "east", metro: "here", share: 50 },
  { provider: "oci", region: "west", metro: "there", share: 50 },
];
const feed = (checkers: readonly Checker[], ...faults: ReturnType<typeof fault>[]) =>
  new Survey(platform({ sites, authorities: ["oci"], checkers })).verdicts(together(faults)).feed;

describe("checkers that stand in a metro", () => {
  const inside = checker("aws", "east", "here");
  const outside = checker("aws", "far", "elsewhere");

  it("are lost with it: all of them, and the answers of what is dead stay", () => {
    const verdict = feed([inside], fault("metro", "here"));
    expect(verdict).toMatchObject({ served: 0.5, detectSeconds: null });
    expect(verdict?.because).toContain(
      "OCI DNS goes on answering with what nobody checks: all who look for it are lost too.",
    );
  });

  it("leave the others to judge, and the answers move", () => {
    expect(feed([inside, outside], fault("metro", "here"))?.served).toBe(1);
  });

  it("are lost with their region and their provider as well", () => {
    expect(feed([inside], fault("site", "aws-east"))?.detectSeconds).toBeNull();
    expect(feed([inside, outside], fault("provider", "aws"))?.detectSeconds).toBeNull();
  });
});

describe("checkers on one side of a link", () => {
  const aws = checker("aws", "far", "elsewhere");
  const google: Checker = { operator: "google", lostWith: ["google"] };

  it("call the other side unwell when the link is down, where so many must agree as stand there", () => {
    const cut = feed([aws], fault("link", "aws-oci"));
    const seen = feed([aws, google], fault("link", "aws-oci"));
    expect(cut).not.toEqual(seen);
    expect(seen?.lostSeconds).toBe(0);
  });
});

describe("the checkers of a graph", () => {
  const [capability] = platformOf(stackGraph("prod"), now).capabilities.filter(({ name }) => name === "feed");
  const lostWith = (authority: number) =>
    capability?.answers[authority]?.answers[0]?.check?.checkers.map((each) => each.lostWith);

  it("stand in Route 53's regions, in AWS's networks", () => {
    expect(lostWith(0)).toEqual([
      ["aws", "aws-us-east-1", "northern-virginia"],
      ["aws", "aws-us-west-1", "san-francisco-bay"],
      ["aws", "aws-us-west-2", "oregon"],
    ]);
  });

  it("stand at OCI's vantage points, in the networks of those who run them", () => {
    expect(lostWith(1)).toEqual([["azure", "chicago"], ["azure"], ["google"], ["google"], ["aws", "oregon"]]);
  });

  it("outlive any one fault of prod's", () => {
    const survey = new Survey(platformOf(stackGraph("prod"), now));
    for (const name of ["northern-virginia", "oregon", "chicago"]) {
      const { because = [] } = survey.verdicts(scenarioOf(fault("metro", name))).feed ?? {};
      expect(because.filter((reason) => reason.includes("nobody checks"))).toEqual([]);
    }
  });
});
