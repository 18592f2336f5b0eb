import { makeGraphs } from "./made-graphs";

/** Before any test: the graphs that tests run on, in processes of their own, as the SDK keeps global state. */
export default function setup(): Promise<void> {
  return makeGraphs();
}
