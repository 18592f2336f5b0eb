/** Every file of a report, rendered: what `<out>/<stack>/` will hold. */

import { version } from "../package.json";
import type { Verdict } from "../policies/pack/judge";
import { rules } from "../policies/rules";
import { renderHtml } from "./html/page";
import { renderJson } from "./json";
import { renderManifests } from "./manifests";
import { renderMarkdown } from "./markdown";
import type { PreviewReport } from "./model";
import { renderSarif } from "./sarif";
import { renderState } from "./state";

/** Contents by path below `<out>/<stack>/`; at its top only names that write.ts knows. */
export function renderFiles(report: PreviewReport): Map<string, string> {
  return new Map([
    ["preview.json", renderJson(report)],
    ["preview.md", renderMarkdown(report)],
    ["preview.html", renderHtml(report)],
    ...(report.policy ? [["preview.sarif", sarifOf(report, report.policy)] satisfies [string, string]] : []),
    ["state.json", renderState(report.graph)],
    ...[...renderManifests(report.graph)].map(([path, content]): [string, string] => [
      `manifests/${path}`,
      content,
    ]),
  ]);
}

const sarifOf = ({ stack, graph }: PreviewReport, verdict: Verdict): string =>
  renderSarif(graph, verdict, { stack, rules, toolVersion: version });
