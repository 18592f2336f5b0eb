/** Small changes of a stack's settings, to be tried one at a time. */
import { describe, expect, it } from "vitest";
import { anotherSite, freeNetwork, inProportion, movedShares, quickerDns } from "../../cli/next-changes";
import { loadSettings, readStackFile } from "../../stacks/config";
import { type FixtureName, fixtureCatalog, fixtureFile, fixtureNames } from "../fixtures/stacks";

function load(name: FixtureName, values: Readonly<Record<string, unknown>>) {
  const loaded = loadSettings(values, { file: name, catalog: fixtureCatalog(name) });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.settings;
}

function stackOf(name: FixtureName) {
  const stack = readStackFile(fixtureFile(name));
  return { ...stack, settings: load(name, stack.values) };
}

const prod = stackOf("prod");

describe("changes that are tried next", () => {
  it.each(fixtureNames)("leave the settings of %s sound", (name) => {
    const stack = stackOf(name);
    for (const change of [...quickerDns(stack), ...movedShares(stack), ...anotherSite(stack)]) {
      expect(() => load(name, change.values), change.title).not.toThrow();
    }
  });

  it("halve the time to live, and take a probe away, where checks can't be more frequent", () => {
    expect(quickerDns(prod).map(({ title }) => title)).toEqual([
      "a time to live of 15 s instead of 30 s",
      "checks that fail after 2 probes instead of 3",
    ]);
    expect(quickerDns(prod).map(({ values }) => load("prod", values).dns)).toEqual([
      { ttl: 15, checkIntervalSeconds: 10, failureThreshold: 3 },
      { ttl: 30, checkIntervalSeconds: 10, failureThreshold: 2 },
    ]);
  });

  it("move ten points from each site to each other one", () => {
    const moves = movedShares(prod);
    expect(moves).toHaveLength(12);
    const [first] = moves;
    expect(first?.title).toBe("10 points of the traffic from oci-us-chicago-1 to oci-us-ashburn-1");
    expect(load("prod", first?.values ?? {}).sites.map(({ share }) => share)).toEqual([20, 30, 30, 20]);
  });

  it("add a site in a metro that has none, on a network of its own, with its part of the traffic", () => {
    const added = anotherSite(prod);
    expect(added.map(({ title }) => title)).toEqual([
      "another site, oci-us-phoenix-1, with 20 % of the traffic",
      "another site, oci-us-sanjose-1, with 20 % of the traffic",
      "another site, aws-us-west-1, with 20 % of the traffic",
    ]);
    const { sites } = load("prod", added[2]?.values ?? {});
    expect(sites.map(({ share }) => share)).toEqual([24, 16, 24, 16, 20]);
    expect(sites.at(-1)).toMatchObject({ id: "aws-us-west-1", cidr: "10.1.0.0/16" });
  });
});

describe("what a change is made from", () => {
  it("shares whole numbers out so that they add up", () => {
    // 30, 20 and 50 of 67: 20.1, 13.4 and 33.5; of the one that rounding leaves, the last has most.
    expect(inProportion([30, 20, 50], 67)).toEqual([20, 13, 34]);
  });

  it("finds a network that nobody has", () => {
    expect(freeNetwork(["10.1.0.0/16", "10.2.64.0/18", "172.16.0.0/16"])).toBe("10.3.0.0/16");
  });
});
