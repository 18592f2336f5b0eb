/** Every file of a report, rendered: what `<out>/<stack>/` will hold. */
import { renderJson } from "./json";
import { renderManifests } from "./manifests";
import { renderMarkdown } from "./markdown";
import type { PreviewReport } from "./model";
import { renderState } from "./state";

/** Contents by path below `<out>/<stack>/`; at its top only names that write.ts knows. */
export function renderFiles(report: PreviewReport): Map<string, string> {
  return new Map([
    ["preview.json", renderJson(report)],
    ["preview.md", renderMarkdown(report)],
    ["state.json", renderState(report.graph)],
    ...[...renderManifests(report.graph)].map(([path, content]): [string, string] => [
      `manifests/${path}`,
      content,
    ]),
  ]);
}
