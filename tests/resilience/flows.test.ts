/** What arrives at each site over time and what it serves: what the page's map shows. */
import { describe, expect, it } from "vitest";
import { parseFault } from "../../resilience/faults/faults";
import { together } from "../../resilience/faults/scenarios";
import type { Platform } from "../../resilience/platform/platform";
import { Survey } from "../../resilience/verdict/survey";
import type { Line, Verdict } from "../../resilience/verdict/verdicts";
import { platform } from "./synthetic";

const on = platform({
  sites: [
    { region: "us-east-2", share: 40 },
    { region: "us-west-2", share: 60 },
  ],
  authorities: ["aws"],
});
const feedUnder = (of: Platform, ...faults: string[]): Verdict =>
  new Survey(of).verdicts(together(faults.map((text) => parseFault(text, of)))).feed as Verdict;

/** Up to a moment, on the line through the points. */
function valueAt(line: Line, time: number): number {
  const next = line.findIndex(([seconds]) => seconds >= time);
  const [to, b] = line[Math.max(0, next)] ?? [0, Number.NaN];
  const [from, a] = line[next - 1] ?? [to, b];
  return to === from ? b : a + ((b - a) * (time - from)) / (to - from);
}
const at = ({ flows }: Verdict, time: number) =>
  flows.map(({ arriving, served }) => [valueAt(arriving, time), valueAt(served, time)]);

describe("what arrives at each site", () => {
  it("is by the answers' weights while nothing fails, and all of it is served", () => {
    const calm = feedUnder(on);
    expect(at(calm, calm.lastingAt)).toEqual([
      [0.4, 0.4],
      [0.6, 0.6],
    ]);
  });

  it("goes on arriving at a dead site until its checks have failed, and leaves it as answers age", () => {
    const lost = feedUnder(on, "site:aws-us-east-2");
    // Left out after 42 s of checks; answers live for 30 s: half of the users have left after 57.
    expect(at(lost, 42)).toEqual([
      [0.4, 0],
      [0.6, 0.6],
    ]);
    expect(at(lost, 57)[0]).toEqual([0.2, 0]);
    expect(at(lost, 72)).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(at(lost, lost.lastingAt)).toEqual(at(lost, 72));
  });

  it("stays where half of the requests fail and nobody looks at live traffic", () => {
    const unwatched: Platform = { ...on, sites: on.sites.map(({ health: _, ...site }) => site) };
    const hurt = feedUnder(unwatched, "site:aws-us-east-2:brownout:0.5");
    expect(at(hurt, hurt.lastingAt)[0]).toEqual([0.4, 0.2]);
  });

  it("comes and goes where live traffic alone shows the failure, and lasts as the mean of that", () => {
    const hurt = feedUnder(on, "site:aws-us-east-2:brownout:0.5");
    const [arriving = 0, served = 0] = at(hurt, hurt.lastingAt)[0] ?? [];
    expect(arriving).toBeGreaterThan(0);
    expect(arriving).toBeLessThan(0.4);
    expect(served).toBeCloseTo(arriving / 2, 3);
    expect(valueAt(hurt.flows[0]?.arriving ?? [], 120)).toBe(0);
  });

  it.each([
    [],
    ["site:aws-us-east-2"],
    ["site:aws-us-east-2:brownout:0.5"],
    ["site:aws-us-east-2:brownout:0.9", "zone:aws-us-west-2/us-west-2-1"],
    ["zone:aws-us-east-2/us-east-2-1"],
    ["workload:aws-us-west-2/feed"],
    ["health-checks:aws", "site:aws-us-west-2"],
  ])("is served, over all sites, as the verdict says: %s %s", (...faults: string[]) => {
    const survey = new Survey(on);
    for (const verdict of Object.values(
      survey.verdicts(together(faults.map((text) => parseFault(text, on)))),
    )) {
      const times = verdict.timeline.map(([seconds]) => seconds);
      for (const time of [...times, verdict.lastingAt]) {
        const all = at(verdict, time);
        const sum = all.reduce((total, [, served = 0]) => total + served, 0);
        expect(sum).toBeCloseTo(valueAt(verdict.timeline, time), 3);
        for (const [arriving = 0, served = 0] of all) expect(served).toBeLessThanOrEqual(arriving + 1e-4);
        expect(all.reduce((total, [arriving = 0]) => total + arriving, 0)).toBeLessThanOrEqual(1 + 4e-4);
      }
      expect(valueAt(verdict.timeline, verdict.lastingAt)).toBeCloseTo(verdict.served, 3);
    }
  });
});
