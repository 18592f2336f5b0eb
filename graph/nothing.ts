/** Whether there is anything in a graph to give a verdict on. Pure. */
import { providerNames } from "./clouds/facts";
import { type Graph, type GraphResource, SECRET, UNKNOWN, type Value } from "./resource";
import { packageOf } from "./urn";

export interface NothingToJudge {
  readonly kind: "empty" | "foreign" | "unknown";
  /** In a line, with what to look for. */
  readonly text: string;
}

const judged: ReadonlySet<string> = new Set([...providerNames, "kubernetes"]);

/** Undefined where there is something; a verdict on nothing must not read as a good one. */
export function nothingToJudge(graph: Graph): NothingToJudge | undefined {
  const managed = graph.resources.filter(
    (resource) => resource.custom && !resource.type.startsWith("pulumi:"),
  );
  if (managed.length === 0) {
    const gone = graph.notes.filter(({ kind }) => kind === "pending-replacement").length;
    const opaque = graph.notes.filter(({ kind }) => kind === "opaque").length;
    return {
      kind: "empty",
      text:
        opaque > 0
          ? `nothing that can be looked into: all of it is made by ${opaque === 1 ? "a component" : `${opaque} components`} whose providers run by themselves; what was deployed can be judged by --state`
          : gone > 0
            ? `nothing there: all ${gone} that it lists are deleted in the cloud and not made again yet`
            : "nothing there: destroyed, wrong stack, or refreshed with the wrong credentials",
    };
  }
  const known = managed.filter(({ type }) => judged.has(packageOf(type)));
  if (known.length === 0) {
    const packages = [...new Set(managed.map(({ type }) => packageOf(type)))].sort();
    return { kind: "foreign", text: `nothing that is known here: all of it is of ${packages.join(", ")}` };
  }
  let hidden = 0;
  for (const value of leavesIn(known)) {
    if (value !== SECRET && value !== UNKNOWN) return undefined;
    hidden++;
  }
  return hidden > 0
    ? { kind: "unknown", text: "nothing that can be read: every value of it is unknown or a secret" }
    : undefined;
}

/** One after the other, as the first that can be read ends the search. */
function* leavesIn(resources: readonly GraphResource[]): Generator<Value> {
  for (const { inputs, outputs } of resources) {
    yield* leavesOf(inputs);
    yield* leavesOf(outputs);
  }
}

function* leavesOf(value: Value): Generator<Value> {
  if (typeof value !== "object" || value === null) yield value;
  else for (const inner of Object.values(value)) yield* leavesOf(inner);
}
