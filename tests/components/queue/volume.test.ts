import { describe, expect, it } from "vitest";
import { volumeGiB } from "../../../components/queue/queue";
import { video } from "../../fixtures/catalogs/video";

const plan = (sites: number) => ({
  sites: Array.from({ length: sites }, (_, i) => `site-${i}`),
  families: video.eventFamilies,
  workloads: [],
});

describe("the queue's volumes", () => {
  it("stay the same when a site is added, as a change would replace every site's servers at once", () => {
    expect(volumeGiB(plan(5))).toBe(volumeGiB(plan(2)));
  });

  it("have room for 16 sites' streams and a quarter more", () => {
    // (2 + 10) GiB of each site x 16 sites x 1.25
    expect(volumeGiB(plan(2))).toBe(240);
  });

  it("refuse more sites than they have room for", () => {
    expect(() => volumeGiB(plan(17))).toThrow("sites: found 17 sites, wanted no more than 16");
  });
});
