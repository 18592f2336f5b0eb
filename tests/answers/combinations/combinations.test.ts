import { describe, expect, it } from "vitest";
import { createAnswers, UNKNOWN } from "../../../answers";
import { refusedTogether, togetherError } from "../../../answers/combination";
import { combinations } from "../../../answers/combinations";
import { type Registered, registered, worldOf } from "../../../answers/registered";
import { fixtureNames } from "../../fixtures/stacks";
import { stackGraph } from "../../support/graphs";
import { cases } from "./cases";
import { made, refusedOf } from "./made";

describe("what services refuse together", () => {
  it.each(Object.entries(cases))("%s", (id, { refused, subject, property, reason }) => {
    expect(
      refusedOf(...refused).map((one) => [one.combination.id, one.subject.name, one.property, one.reason]),
    ).toEqual([[id, subject, property, expect.stringMatching(reason)]]);
  });

  it.each(Object.entries(cases))("%s: and not what is right", (_id, { passing }) => {
    expect(refusedOf(...passing)).toEqual([]);
  });

  it("has a case for every combination", () => {
    expect(combinations.map(({ id }) => id).sort()).toEqual(Object.keys(cases).sort());
  });

  it("names a source for every combination, and no id twice", () => {
    for (const { id, source, refuses } of combinations) {
      expect([id, new URL(source.url).protocol]).toEqual([id, "https:"]);
      expect([source.title, refuses].map((text) => text.trim().length > 10)).toEqual([true, true]);
    }
    expect(new Set(combinations.map(({ id }) => id)).size).toBe(combinations.length);
  });

  it("looks only at types that are answered for", () => {
    const { types } = createAnswers();
    const looked = combinations.flatMap(({ subjects, others }) => [...subjects, ...others]);
    expect(looked.filter((type) => !types.includes(type))).toEqual([]);
  });

  it("says who is refused, by what field, and where the source stands", () => {
    const [first] = refusedOf(...(cases["aws/zonal-autoshift-registered"]?.refused ?? []));
    expect(first && togetherError(first).message).toBe(
      'aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration "autoshift" would be refused: ' +
        "resourceArn: cluster is not registered for zonal shift: its zonalShiftConfig.enabled is not true " +
        "(aws/zonal-autoshift-registered in docs/refusals.md)",
    );
  });

  it("passes what isn't known yet", () => {
    const [first] = cases["aws/zonal-autoshift-registered"]?.refused ?? [];
    const cluster = { ...first, inputs: { zonalShiftConfig: { enabled: UNKNOWN } } } as Registered;
    const autoshift = (cases["aws/zonal-autoshift-registered"]?.refused ?? []).slice(1);
    expect(refusedOf(registered(cluster), ...autoshift)).toEqual([]);
  });

  it("takes a bucket for unversioned only where all that is set on it is known", () => {
    const bucket = made("aws:s3/bucket:Bucket", "there", { bucket: "there" });
    const [here, , copies] = cases["aws/replication-unversioned"]?.refused ?? [];
    const all = [bucket, here, copies].filter((one) => one !== undefined);
    const refused = (knows: boolean) =>
      refusedTogether(
        worldOf(all, () => knows),
        combinations,
      ).length;
    expect([refused(true), refused(false)]).toEqual([1, 0]);
  });

  it("says nothing of Object Storage's rights in a stack without any policy", () => {
    const [, lifecycle] = cases["oci/object-storage-not-authorized"]?.refused ?? [];
    expect(refusedOf(...[lifecycle].filter((one) => one !== undefined))).toEqual([]);
  });
});

describe("the frozen stacks", () => {
  it.each([...fixtureNames])("have nothing in %s that is refused", (name) => {
    const graph = stackGraph(name);
    const standing = graph.resources
      .filter(({ custom, external }) => custom && !external)
      .map(({ urn, type, name: named, id = "", inputs, outputs, provider }) =>
        registered({
          urn,
          type,
          name: named,
          id,
          inputs,
          outputs,
          provider: graph.byUrn.get(provider ?? "")?.inputs ?? {},
        }),
      );
    expect(standing.length).toBeGreaterThan(100);
    expect(refusedTogether(worldOf(standing), combinations).map(({ reason }) => reason)).toEqual([]);
  });
});
