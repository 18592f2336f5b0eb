import { describe, expect, it } from "vitest";
import { longestWaitSeconds } from "../../../graph/views/schedule";

describe("the longest wait between two runs", () => {
  it.each([
    ["*/5 * * * *", 300],
    ["17 2 * * *", 86_400],
    ["0,10,50 * * * *", 2_400],
    ["0 9-17 * * *", 57_600],
    ["0 9 * * mon-fri", 259_200],
    ["0 0 * * 0,7", 604_800],
    ["30 8/4 * * *", 43_200],
    ["@hourly", 3_600],
    ["@weekly", 604_800],
  ])("of %s is %i s", (schedule, seconds) => {
    expect(longestWaitSeconds(schedule)).toBe(seconds);
  });

  it.each(["", "* * * *", "61 * * * *", "*/0 * * * *", "0 3 1 * *", "@monthly", "soon"])(
    "of %j can't be told",
    (schedule) => {
      expect(longestWaitSeconds(schedule)).toBeUndefined();
    },
  );
});
