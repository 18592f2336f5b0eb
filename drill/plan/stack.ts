/** The stack that a drill runs: a stack file, its replicas multiplied by one factor, and what is asked of them. Pure. */
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

/** @param share of the peak that users ask for; the stack's own assumption, or the usual one, where absent */
export function askedStack<S extends StackFile>(stack: S, share: number | undefined): S {
  if (share === undefined) return stack;
  const known = stack.values["twincloud:assumptions"] as Readonly<Record<string, unknown>> | undefined;
  const values = { ...stack.values, "twincloud:assumptions": { ...known, demandShare: share } };
  return { ...stack, values, runtime: toRuntime(values) };
}
