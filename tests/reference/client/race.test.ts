import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Attempt, type End, NobodyAnswersError, race } from "../../../reference/client/race";

const times = { delay: 250, limit: 5000, late: 1000 };

/** An attempt that succeeds or fails after some milliseconds, or never. */
function attempt(ms: number, how: "answers" | "fails" | "is silent") {
  const made = { begunAt: -1, cancelled: false };
  const start = (): Attempt<string> => {
    made.begunAt = Date.now();
    return {
      result: new Promise((resolve, reject) => {
        if (how === "answers") setTimeout(() => resolve(`after ${ms}`), ms);
        if (how === "fails") setTimeout(() => reject(new Error("refused")), ms);
      }),
      cancel: () => {
        made.cancelled = true;
      },
    };
  };
  return { made, start };
}

describe("a race", () => {
  let ends: [number, End<string>["kind"]][];
  const run = (all: readonly ReturnType<typeof attempt>[]) =>
    race(
      all.map(({ start }) => start),
      times,
      (index, { kind }) => ends.push([index, kind]),
    );
  beforeEach(() => {
    ends = [];
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("begins one attempt where that succeeds in time", async () => {
    const all = [attempt(200, "answers"), attempt(10, "answers")];
    const won = run(all);
    await vi.advanceTimersByTimeAsync(3000);
    expect(await won).toEqual({ index: 0, value: "after 200", begun: 1 });
    expect(all[1]?.made.begunAt).toBe(-1);
    expect(ends).toEqual([[0, "won"]]);
  });

  it("begins the next after 250 ms, and after 250 more", async () => {
    const all = [attempt(0, "is silent"), attempt(0, "is silent"), attempt(10, "answers")];
    const won = run(all);
    await vi.advanceTimersByTimeAsync(3000);
    expect(all.map(({ made }) => made.begunAt)).toEqual([0, 250, 500]);
    expect((await won).index).toBe(2);
    expect(ends).toEqual([
      [2, "won"],
      [0, "silent"],
      [1, "silent"],
    ]);
    expect(all.map(({ made }) => made.cancelled)).toEqual([true, true, false]);
  });

  it("begins the next at once where one fails", async () => {
    const all = [attempt(20, "fails"), attempt(10, "answers")];
    const won = run(all);
    await vi.advanceTimersByTimeAsync(3000);
    expect(all[1]?.made.begunAt).toBe(20);
    expect((await won).index).toBe(1);
    expect(ends).toEqual([
      [0, "failed"],
      [1, "won"],
    ]);
  });

  it("tells who was only slower from who is silent", async () => {
    const all = [attempt(900, "answers"), attempt(0, "is silent"), attempt(10, "answers")];
    const won = run(all);
    await vi.advanceTimersByTimeAsync(3000);
    expect((await won).index).toBe(2);
    expect(ends).toEqual([
      [2, "won"],
      [0, "slower"],
      [1, "silent"],
    ]);
  });

  it("ends when all have failed, or nobody has answered in time", async () => {
    const failed = run([attempt(20, "fails"), attempt(30, "fails")]).catch((error: Error) => error);
    await vi.advanceTimersByTimeAsync(60);
    expect(await failed).toBeInstanceOf(NobodyAnswersError);
    ends = [];
    const silent = attempt(0, "is silent");
    const nobody = run([silent]).catch((error: Error) => error);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await nobody).toBeInstanceOf(NobodyAnswersError);
    expect([ends, silent.made.cancelled]).toEqual([[], true]);
    await expect(run([])).rejects.toBeInstanceOf(NobodyAnswersError);
  });
});
