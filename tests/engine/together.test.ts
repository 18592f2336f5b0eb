/** What can't stand together is asked once, of all that the program made. */
import { describe, expect, test } from "vitest";
import type { Answers, EndedResource } from "../../engine";
import { earlierState } from "../../engine/earlier";
import { stateOf } from "../../graph/from-state";
import { answers, Box, failure, named, run } from "./toy";

const urnOf = (name: string) => `urn:pulumi:test::shop::toy:store/box:Box::${name}`;

/** Boxes of one label can't be; the later one is refused. */
function alike(seen: EndedResource[][] = []): Answers {
  return {
    ...answers,
    together(resources) {
      seen.push([...resources]);
      return resources.flatMap((box, i) => {
        const first = resources.slice(0, i).find(({ inputs }) => inputs.label === box.inputs.label);
        return first ? [{ urn: box.urn, with: [first.urn], error: new Error(`like ${first.name}`) }] : [];
      });
    },
  };
}

function twoBoxes(label: string): void {
  new Box("one", { label: "red" });
  new Box("two", { label });
}

describe("resources that can't stand together", () => {
  test("fail the run with the one that is refused, and our line that made it", async () => {
    const error = await failure(() => twoBoxes("red"), { answers: alike() });

    expect(error.message).toMatch(
      new RegExp(
        `^the answer for ${urnOf("two")} failed: like one \\(tests/engine/together\\.test\\.ts:\\d+\\)$`,
      ),
    );
  });

  test("are asked for once, with their ids and outputs", async () => {
    const seen: EndedResource[][] = [];
    await run(() => twoBoxes("blue"), { answers: alike(seen) });

    expect(seen.map((boxes) => boxes.map(({ name, id, outputs }) => [name, id, outputs.size]))).toEqual([
      [
        ["one", "box-one", 3],
        ["two", "box-two", 3],
      ],
    ]);
  });

  test("aren't asked for where the program fails by itself", async () => {
    const seen: EndedResource[][] = [];
    const program = () => {
      twoBoxes("red");
      throw new Error("on purpose");
    };

    expect((await failure(program, { answers: alike(seen) })).message).toBe("on purpose");
    expect(seen).toEqual([]);
  });

  test("don't count what only stands elsewhere", async () => {
    const program = () => {
      new Box("one", { label: "red" });
      new Box("two", { label: "red" }, { id: "box-elsewhere" });
    };

    expect(named(await run(program, { answers: alike() }), "two").external).toBe(true);
  });
});

describe("over an earlier state", () => {
  const over = (...labels: readonly string[]) => ({
    answers: alike(),
    earlier: earlierState(
      stateOf({
        version: 3,
        deployment: {
          resources: ["one", "two"].map((name, i) => ({
            urn: urnOf(name),
            type: "toy:store/box:Box",
            custom: true,
            id: `old-${name}`,
            inputs: { label: labels[i] },
            outputs: { label: labels[i] },
          })),
        },
      }).entries,
    ),
  });

  test("what stands and doesn't change is let be: no cloud is asked for it", async () => {
    expect((await run(() => twoBoxes("red"), over("red", "red"))).resources).toHaveLength(4);
  });

  test("a change that brings it about is refused", async () => {
    expect((await failure(() => twoBoxes("red"), over("red", "blue"))).message).toContain("like one");
  });
});
