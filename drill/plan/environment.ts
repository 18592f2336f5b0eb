/** A workload's plain environment, as deployed. Pure. */
import { listAt, textAt } from "../../graph/views/read";
import type { WorkloadView } from "../../graph/views/workloads";

/** Without what comes from Secrets. */
export function envOf({ containers }: Pick<WorkloadView, "containers">): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { raw } of containers) {
    for (const item of listAt(raw, "env")) {
      const [name, value] = [textAt(item, "name"), textAt(item, "value")];
      if (name !== undefined && value !== undefined) env[name] = value;
    }
  }
  return env;
}
