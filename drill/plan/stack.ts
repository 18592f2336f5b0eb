/** The stack that a drill runs: a stack file, its replicas multiplied by one factor. Pure. */
import type { StackFile } from "../../stacks/config";
import { toRuntime } from "../../stacks/runtime-config";

/** What carries the peak, times a factor; at least one of each. */
export function scaledStack<S extends StackFile>(stack: S, factor: number): S {
  const peak = stack.values["twincloud:peak"] as Readonly<Record<string, { readonly replicas: number }>>;
  const scaled = Object.fromEntries(
    Object.entries(peak).map(([name, { replicas }]) => [
      name,
      { replicas: Math.max(1, Math.round(replicas * factor)) },
    ]),
  );
  const values = { ...stack.values, "twincloud:peak": scaled };
  return { ...stack, values, runtime: toRuntime(values) };
}
