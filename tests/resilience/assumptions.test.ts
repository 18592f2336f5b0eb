/** Assumptions: overridden by name. */
import { describe, expect, it } from "vitest";
import { assumedIn, toldValue } from "../../graph/clouds/assumed";
import { facts } from "../../graph/clouds/facts";
import { ofThePlatform, ofUsersAndDns } from "../../resilience/assumption-list";
import {
  assumptionNamed,
  assumptionNames,
  assumptionProblems,
  assumptionsWith,
} from "../../resilience/assumptions";
import { ofOutages } from "../../resilience/yearly/outage-list";

describe("assumptions", () => {
  it("are overridden by a stack", () => {
    expect(assumptionsWith({ podStartSeconds: 90 })).toMatchObject({
      podStartSeconds: 90,
      nodeStartSeconds: 300,
    });
  });

  it("hold those of every cloud, each under a name of its own", () => {
    const ofClouds = Object.values(facts).flatMap(({ authority, nodesThatCome, outages }) => [
      ...assumedIn(authority),
      ...assumedIn(nodesThatCome),
      ...assumedIn(outages),
    ]);
    expect(ofClouds.map(({ name }) => name).sort()).toEqual([
      "awsNodesThatCome",
      "awsOutageLongHours",
      "awsOutageMedianHours",
      "awsRegionEventsAYear",
      "awsUsEast1EventsAYear",
      "awsUsEast2EventsAYear",
      "awsUsWest2EventsAYear",
      "ociAllUnhealthyAnswers",
      "ociFailureThreshold",
      "ociMonitorsNeedTheirRegion",
      "ociNegativeSeconds",
      "ociNodesThatCome",
      "ociOutageLongHours",
      "ociOutageMedianHours",
      "ociRegionEventsAYear",
      "ociVantageShare",
      "route53ConnectSeconds",
      "route53HealthyShare",
      "route53NegativeSeconds",
    ]);
    const common = [ofUsersAndDns, ofThePlatform, ofOutages].flatMap((list) => Object.keys(list));
    expect(assumptionNames).toHaveLength(common.length + ofClouds.length);
    for (const { name } of ofClouds) expect(assumptionNames).toContain(name);
  });

  it("are documented by a page, where they say so, and lie within what is plausible", () => {
    for (const name of assumptionNames) {
      const entry = assumptionNamed(name);
      if (!entry) throw new Error(`no ${name}`);
      const { value, unit, link, source, plausible } = entry;
      if (source === "documented" || link !== undefined) expect(link, name).toMatch(/^https:\/\/[a-z]/);
      if (!plausible) continue;
      const [low, high] = plausible.range;
      if (typeof value === "number") {
        expect(low, name).toBeLessThan(Number(high));
        expect(value, name).toBeGreaterThanOrEqual(Number(low));
        expect(value, name).toBeLessThanOrEqual(Number(high));
      } else {
        expect([low, high], name).toContain(value);
        expect(low, name).not.toBe(high);
      }
      // What is true or not has no bound to be named; everything else has one.
      expect(plausible.while.includes("{}"), name).toBe(unit !== "yes or no");
      expect(assumptionProblems({ [name]: low })).toEqual([]);
      expect(assumptionProblems({ [name]: high })).toEqual([]);
    }
  });

  it("of a cloud are what a stack says, where it says something", () => {
    const { threshold } = facts.oci.authority.checks;
    expect(toldValue(threshold, assumptionsWith())).toBe(3);
    expect(toldValue(threshold, assumptionsWith({ ociFailureThreshold: 5 }))).toBe(5);
  });

  it("name each override that is wrong, with what is wanted", () => {
    const wrong = {
      podStartSecond: 1,
      demandShare: 50,
      ociAllUnhealthyAnswers: "some",
      clientsTryNextAddress: 1,
      podStartSeconds: -1,
    };
    expect(assumptionProblems(wrong).map(({ name, wanted }) => [name, wanted.slice(0, 24)])).toEqual([
      ["podStartSecond", `one of ${assumptionNames.join(", ")}`.slice(0, 24)],
      ["demandShare", "a share, 0 to 1"],
      ["ociAllUnhealthyAnswers", '"none" or "all"'],
      ["clientsTryNextAddress", "true or false"],
      ["podStartSeconds", "seconds, 0 or more"],
    ]);
    expect(() => assumptionsWith(wrong)).toThrow(
      /twincloud:assumptions.demandShare is 50; wanted a share, 0 to 1/,
    );
  });
});
