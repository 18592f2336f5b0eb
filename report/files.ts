/** Every file of a report, rendered: what `<out>/<stack>/` will hold. */

import { version } from "../package.json";
import { rules } from "../policies/rules";
import { renderHtml } from "./html/page";
import { renderJson } from "./json";
import { renderManifests } from "./manifests";
import { renderMarkdown } from "./markdown";
import type { PreviewReport } from "./model";
import { type Judged, renderSarif, renderSarifOf, type Sources } from "./sarif";
import { renderState } from "./state";

/**
 * Contents by path below `<out>/<stack>/`; at its top only names that write.ts knows.
 * @param sources the files of the project, for what is told of their lines
 */
export function renderFiles(report: PreviewReport, sources?: Sources): Map<string, string> {
  const judged = judgedOf(report);
  const context = { ...rulesAsTheyAre, ...(sources ? { sources } : {}) };
  return new Map([
    ["preview.json", renderJson(report)],
    ["preview.md", renderMarkdown(report)],
    ["preview.html", renderHtml(report)],
    ...(judged ? [["preview.sarif", renderSarif(judged, context)] satisfies [string, string]] : []),
    ["state.json", renderState(report.graph)],
    ...[...renderManifests(report.graph)].map(([path, content]): [string, string] => [
      `manifests/${path}`,
      content,
    ]),
  ]);
}

const rulesAsTheyAre = { rules, toolVersion: version };

/** The verdicts of some stacks as one file with one run. */
export const sarifOf = (judged: readonly Judged[], sources: Sources): string =>
  renderSarifOf(judged, "twincloud/", { ...rulesAsTheyAre, sources });

/** What a report says of the rules, without its graph. */
export const judgedOf = ({ stack, policy, settings, folder }: PreviewReport): Judged | undefined =>
  policy && {
    stack,
    verdict: policy,
    ...(settings === undefined ? {} : { settings }),
    ...(folder === undefined ? {} : { folder }),
  };
