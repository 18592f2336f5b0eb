import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryAfter } from "../../../reference/client/client";
import { readDocument } from "../../../reference/client/document";
import { Budget, Memory } from "../../../reference/client/memory";
import { Preference, placesOf } from "../../../reference/client/places";
import { documentOf, ids, publicName, type SiteId } from "./sites";

const timings = { rest: 2000, longestRest: 120_000 };
function memoryAt(clock: { now: number }, random = 0.5): Memory {
  return new Memory({ now: () => clock.now, random: () => random }, timings);
}

describe("who is sick", () => {
  it("rests twice as long each time, and two minutes at most, half of it more or less", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (times, random) => {
          const memory = memoryAt({ now: 0 }, random);
          for (let time = 0; time < times; time++) memory.sicken("a");
          const usual = Math.min(120_000, 2000 * 2 ** (times - 1));
          expect(memory.restsUntil("a")).toBeGreaterThanOrEqual(usual * 0.5);
          expect(memory.restsUntil("a")).toBeLessThanOrEqual(usual * 1.5);
        },
      ),
    );
  });

  it("is well after two good answers to a probe, and not after one between bad ones", () => {
    const memory = memoryAt({ now: 0 });
    memory.sicken("a");
    memory.recover("a");
    memory.sicken("a");
    memory.recover("a");
    expect(memory.isSick("a")).toBe(true);
    memory.recover("a");
    expect(memory.isSick("a")).toBe(false);
  });

  it("comes back ever more seldom when its probes are good and its answers aren't", () => {
    const clock = { now: 0 };
    const memory = memoryAt(clock);
    const rests = [0, 1, 2].map(() => {
      memory.sicken("a");
      const rest = memory.restsUntil("a") - clock.now;
      clock.now = memory.restsUntil("a");
      memory.recover("a");
      memory.recover("a");
      return rest;
    });
    expect(rests).toEqual([2000, 4000, 8000]);
    clock.now += 3 * timings.longestRest;
    memory.sicken("a");
    expect(memory.restsUntil("a") - clock.now).toBe(2000);
  });

  /** Answers in turn, well and not, over and over. */
  function answered(memory: Memory, turn: readonly boolean[], times: number): void {
    for (let time = 0; time < times; time++)
      for (const good of turn)
        if (good) memory.served("a");
        else memory.failed("a");
  }

  it("is who fails three times, soon one after another", () => {
    const memory = memoryAt({ now: 0 });
    answered(memory, [false], 2);
    expect(memory.isSick("a")).toBe(false);
    answered(memory, [true, false], 1);
    expect(memory.isSick("a")).toBe(false);
    answered(memory, [false], 1);
    expect(memory.isSick("a")).toBe(true);
  });

  it("isn't who fails one request of five, for ever so long, but is who fails one of three", () => {
    const [few, many] = [memoryAt({ now: 0 }), memoryAt({ now: 0 })];
    answered(few, [false, true, true, true, true], 1000);
    answered(many, [false, true, true], 6);
    expect([few.isSick("a"), many.isSick("a")]).toEqual([false, true]);
  });

  it("is who fails once, a moment after its probes were good again", () => {
    const clock = { now: 0 };
    const memory = memoryAt(clock);
    memory.sicken("a");
    memory.recover("a");
    memory.recover("a");
    memory.failed("a");
    expect(memory.isSick("a")).toBe(true);
  });

  it("is never asked sooner than it said, when it has too much to do", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (random) => {
        const memory = memoryAt({ now: 10 }, random);
        memory.tooMuch("a", 5000);
        expect(memory.busyUntil("a")).toBeGreaterThanOrEqual(5010);
        expect(memory.busyUntil("a")).toBeLessThanOrEqual(7510);
      }),
    );
  });
});

describe("what is spent on asking again", () => {
  it("is a tenth of the requests, beside the first few", () => {
    const budget = new Budget();
    let again = 0;
    for (let request = 0; request < 1000; request++) {
      budget.earn();
      while (budget.take()) again++;
    }
    expect(again).toBeGreaterThanOrEqual(100);
    expect(again).toBeLessThanOrEqual(105);
  });
});

describe("the order of sites", () => {
  const endpoints = (weights: Partial<Record<SiteId, number>>) =>
    readDocument(documentOf(weights), "clips.test");

  it("makes each site home to its share of the apps", () => {
    let seed = 1;
    // Park and Miller's generator.
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const all = endpoints({ "oci-a": 50, "aws-b": 30, "aws-c": 20 });
    const homes = Array.from({ length: 10_000 }, () => new Preference(random).order(all)[0]);
    const share = (id: string) => homes.filter((home) => home === id).length / homes.length;
    // Four standard deviations of a share of one half.
    for (const [id, wanted] of [
      ["oci-a", 0.5],
      ["aws-b", 0.3],
      ["aws-c", 0.2],
    ] as const)
      expect(Math.abs(share(id) - wanted)).toBeLessThan(0.02);
  });

  it("stays an app's own, with those that have no share last", () => {
    const preference = new Preference(() => 0.5);
    const some = endpoints({ "aws-b": 1 });
    const first = preference.order(some);
    expect(first[0]).toBe("aws-b");
    expect(preference.order(some)).toEqual(first);
  });

  it("has the public name after the well ones, and the sick ones last, whose rest is over first", () => {
    const memory = memoryAt({ now: 0 });
    const places = () =>
      placesOf("feed", publicName, endpoints({ "oci-a": 1 }), new Preference(() => 0.5), memory).map(
        ({ site }) => site,
      );
    expect(places()).toEqual([...ids, "by DNS"]);
    memory.sicken("oci-a");
    memory.sicken("oci-a");
    memory.sicken("aws-b/feed");
    expect(places()).toEqual(["aws-c", "by DNS", "aws-b", "oci-a"]);
  });

  it("is the public name alone without a document", () => {
    const memory = memoryAt({ now: 0 });
    const places = placesOf("feed", publicName, undefined, new Preference(() => 0.5), memory);
    expect(places).toEqual([{ site: "by DNS", host: publicName }]);
  });
});

describe("Retry-After", () => {
  it("is seconds or a date", () => {
    expect(retryAfter("5")).toBe(5000);
    expect(retryAfter(undefined)).toBeUndefined();
    expect(retryAfter("soon")).toBeUndefined();
    const date = retryAfter(new Date(Date.now() + 10_000).toUTCString()) ?? 0;
    expect(date).toBeGreaterThan(8000);
    expect(date).toBeLessThanOrEqual(10_000);
  });
});
