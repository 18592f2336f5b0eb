import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Counts } from "../../reference/engagement/counts";
import { Videos } from "../../reference/feed/videos";
import { type Engaged, engagedOf, type Uploaded, uploadedOf } from "../../reference/queue/events";
import { rankedFor } from "../../reference/recommendations/program";
import { learn } from "../../reference/training/learn";

const events = fc.uniqueArray(
  fc.record<Engaged>({
    id: fc.uuid(),
    video: fc.constantFrom("v1", "v2", "v3"),
    user: fc.constant("u"),
    kind: fc.constantFrom("view" as const, "like" as const),
  }),
  { selector: ({ id }) => id },
);
const countsOf = (some: readonly Engaged[]): Counts => {
  const counts = new Counts();
  for (const event of some) counts.add(event);
  return counts;
};

describe("counts", () => {
  it("are the same in whatever order events come, and however often", () => {
    fc.assert(
      fc.property(
        events.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
        ),
        ([all, shuffled]) => {
          const again = countsOf(shuffled);
          expect([...again.all()].sort()).toEqual([...countsOf(all).all()].sort());
          expect([again.events, again.doubled]).toEqual([all.length, all.length]);
        },
      ),
    );
  });
});

const upload = (n: number): Uploaded => ({
  ...{
    id: `v${n}`,
    key: `upload/2026/03/04/media/v${n}`,
    manifestKey: "m",
    sha256: "s",
    bytes: 1,
    site: "aws-us-east-2",
  },
  uploadedAt: new Date(Date.UTC(2026, 2, 4, 12, n)).toISOString(),
});

describe("the videos of a feed", () => {
  it("are the newest first, each once, in whatever order their events come", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 30 })), (order) => {
        const videos = new Videos();
        for (const n of order) videos.add(upload(n));
        const wanted = [...new Set(order)].sort((a, b) => b - a).map((n) => `v${n}`);
        expect(videos.newest(100).map(({ id }) => id)).toEqual(wanted);
      }),
    );
  });

  it("are bounded, and the oldest go", () => {
    const videos = new Videos(3);
    for (const n of [4, 1, 3, 2, 5]) videos.add(upload(n));
    expect(videos.newest(100).map(({ id }) => id)).toEqual(["v5", "v4", "v3"]);
  });

  it("are ranked by a model as far as it knows them, then by age", () => {
    const videos = new Videos();
    for (const n of [1, 2, 3]) videos.add(upload(n));
    expect(videos.ranked(["gone", "v1", "v1"], 3).map(({ id }) => id)).toEqual(["v1", "v3", "v2"]);
  });

  it("are ranked each once and no more than are wanted, whatever the model names", () => {
    const numbers = { maxLength: 12 };
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat({ max: 15 }), numbers),
        fc.array(fc.nat({ max: 20 }), numbers),
        fc.nat({ max: 15 }),
        (known, model, count) => {
          const videos = new Videos();
          for (const n of known) videos.add(upload(n));
          const named = [...new Set(model)].filter((n) => known.includes(n));
          const others = known.filter((n) => !named.includes(n)).sort((a, b) => b - a);
          const wanted = [...named, ...others].slice(0, count).map((n) => `v${n}`);
          const ids = model.map((n) => `v${n}`);
          expect(videos.ranked(ids, count).map(({ id }) => id)).toEqual(wanted);
        },
      ),
    );
  });
});

describe("a model", () => {
  const at = new Date("2026-03-04T12:00:00Z");

  it("ranks by likes and views, then by age", () => {
    const view = (video: string, n: number): Engaged => ({
      id: `${video}-${n}`,
      video,
      user: "u",
      kind: "view",
    });
    const counts = countsOf([view("v1", 1), view("v1", 2), { ...view("v2", 1), kind: "like" }]);
    const videos = new Videos();
    for (const n of [1, 2, 3]) videos.add(upload(n));
    expect(learn(counts, videos, { site: "aws-us-east-2", at, isWhole: true })).toMatchObject({
      videos: ["v2", "v1", "v3"],
      events: 3,
      madeAt: at.toISOString(),
    });
  });

  it("shows a user the same list each time, each video once, with some of the later ones", () => {
    const all = Array.from({ length: 200 }, (_, n) => `v${n}`);
    const list = rankedFor("u1", all);
    expect([rankedFor("u1", all), new Set(list).size]).toEqual([list, list.length]);
    expect(list.some((id) => all.indexOf(id) >= 50)).toBe(true);
  });
});

describe("an event", () => {
  it("of another version is none of ours", () => {
    const texts = ["", "{", "null", "[]", '{"id":1}', '{"id":"a","video":"b","user":"c","kind":"share"}'];
    expect(texts.map((text) => engagedOf(text) ?? uploadedOf(text))).toEqual(texts.map(() => undefined));
  });
});
