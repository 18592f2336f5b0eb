/** What every command makes of a state, in process. */
import { StateError, stateOf } from "../../graph/from-state";
import { nothingToJudge } from "../../graph/nothing";
import type { Graph } from "../../graph/resource";
import { StackSettingsError } from "../../graph/stack-settings";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { changesAgainst } from "../../report/against/changes";
import { InputError } from "../../report/input-error";
import { survivalOf } from "../../resilience/verdict/survival";
import { now } from "./findings";
import type { RawState } from "./mutated-states";

/** The survival model is asked by itself. */
const fast = rules.filter(({ id }) => id !== "survival-objective");

/** How commands tell what is wrong with the input; anything else is a defect. */
function isTold(error: unknown): boolean {
  return (
    error instanceof StateError ||
    error instanceof InputError ||
    error instanceof StackSettingsError ||
    // What the stack overrides of the model's assumptions: `surveyGraph` makes an InputError of it.
    (error instanceof RangeError && /assumption/.test(error.message))
  );
}

/** Ids of the rules that are broken or can't be told; undefined where the input was refused, or nothing can be told of it. */
export function brokenRules(state: RawState): ReadonlySet<string> | undefined {
  return told(() => {
    const { graph } = stateOf(state);
    if (nothingToJudge(graph)) return undefined;
    const { violations, unknown } = judge(graph, fast, packSettings(graph, now));
    return new Set([...violations, ...unknown].map(({ rule }) => rule));
  });
}

interface Asked {
  readonly survival: boolean;
  readonly against: boolean;
}

const everything: Asked = { survival: true, against: true };

/**
 * Whether the state was judged, or refused in words; fails as a command would.
 * @param planned what `--against` compares with
 * @param only what is asked: the model and the comparison take longest
 */
export function runCommands(state: RawState, planned: Graph, only: Asked = everything): "judged" | "refused" {
  const judged = told(() => {
    const { graph, pending } = stateOf(state);
    if (only.against) {
      changesAgainst(
        { file: "state", stack: "x", resources: graph.resources, pending, notes: graph.notes },
        planned,
      );
    }
    if (nothingToJudge(graph)) return false;
    judge(graph, fast, packSettings(graph, now));
    if (only.survival) survivalOf(graph, { now });
    return true;
  });
  return judged ? "judged" : "refused";
}

function told<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    if (isTold(error)) return undefined;
    throw error;
  }
}
