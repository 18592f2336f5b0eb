import { describe, expect, it } from "vitest";
import { seeded } from "../../../drill/load/random";
import { Videos } from "../../../drill/load/videos";

describe("the videos that users know", () => {
  it("are those of late", () => {
    const videos = new Videos(seeded(1));
    for (let number = 0; number < 1000; number++) videos.add(`${number}`);
    const picked = Array.from({ length: 500 }, () => Number(videos.any()));
    expect(Math.min(...picked)).toBeGreaterThanOrEqual(600);
  });

  it("have had more views than are shown now, where it is so", () => {
    const videos = new Videos(seeded(1));
    videos.add("a");
    expect(videos.seen("a", 5)).toBeUndefined();
    expect(videos.seen("a", 0)).toBe(5);
    expect(videos.seen("a", 6)).toBeUndefined();
  });
});
