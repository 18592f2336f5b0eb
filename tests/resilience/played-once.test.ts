/** What is played once for several faults is what each of them would have been by itself. */
import { describe, expect, it } from "vitest";
import { singleFaults } from "../../resilience/faults/faults";
import { scenarioOf } from "../../resilience/faults/scenarios";
import { platformOf } from "../../resilience/platform/from-graph";
import { Survey } from "../../resilience/verdict/survey";
import { stackGraph } from "../support/graphs";

const now = new Date("2026-03-03T00:00:00Z");

describe("verdicts of many faults", () => {
  it.each(["staging", "chat"] as const)(
    "are those of each fault alone, reasons and curves too, on %s",
    (stack) => {
      const platform = platformOf(stackGraph(stack), now);
      const together = new Survey(platform);
      const differing = singleFaults(platform)
        .map(scenarioOf)
        .filter((scenario) => {
          const alone = new Survey(platform).verdicts(scenario);
          return JSON.stringify(together.verdicts(scenario)) !== JSON.stringify(alone);
        })
        .map(({ id }) => id);
      expect(differing).toEqual([]);
    },
  );
});
