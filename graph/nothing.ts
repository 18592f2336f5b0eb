/** Whether there is anything in a graph to give a verdict on. Pure. */
import { providerNames } from "./clouds/facts";
import { type Graph, SECRET, UNKNOWN, type Value } from "./resource";
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
    return {
      kind: "empty",
      text:
        gone > 0
          ? `nothing there: all ${gone} that it lists are deleted in the cloud and not made again yet`
          : "nothing there: destroyed, wrong stack, or refreshed with the wrong credentials",
    };
  }
  const known = managed.filter(({ type }) => judged.has(packageOf(type)));
  if (known.length === 0) {
    const packages = [...new Set(managed.map(({ type }) => packageOf(type)))].sort();
    return { kind: "foreign", text: `nothing that is known here: all of it is of ${packages.join(", ")}` };
  }
  const values = known.flatMap(({ inputs, outputs }) => [...leavesOf(inputs), ...leavesOf(outputs)]);
  return values.length > 0 && values.every((value) => value === SECRET || value === UNKNOWN)
    ? { kind: "unknown", text: "nothing that can be read: every value of it is unknown or a secret" }
    : undefined;
}

function leavesOf(value: Value): readonly Value[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
}
