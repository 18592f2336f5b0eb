/** Every page that is made from code, whole or in part. Pure. */
import { combinations } from "../answers/combinations";
import { refusalsPage } from "../answers/combinations-page";
import { survivalVerdict } from "../cli/survey";
import type { Catalog } from "../components/catalog";
import type { Graph } from "../graph/resource";
import { judge } from "../policies/pack/judge";
import { rulesPage } from "../policies/pack/rules-page";
import { packSettings } from "../policies/pack/settings";
import { rules } from "../policies/rules";
import { renderFiles } from "../report/files";
import { renderTerminal } from "../report/terminal";
import { assumptionsPage } from "../resilience/assumptions";
import { schemaFiles } from "./schemas";

/** What the pages are made from, beside the code. */
export interface Materials {
  /** The preview of the stack that the README shows. */
  readonly graph: Graph;
  readonly stack: string;
  /** The catalog that it is of. */
  readonly catalog: Catalog;
  readonly now: Date;
  /** The README as it is: one block of it is made. */
  readonly readme: string;
}

/** Text by file, from the checkout. */
export function pagesOf(materials: Materials): ReadonlyMap<string, string> {
  return new Map([
    ["docs/rules.md", rulesPage(rules)],
    ["docs/assumptions.md", assumptionsPage()],
    ...schemaFiles(materials.catalog),
    ["docs/refusals.md", refusalsPage(combinations)],
    ["README.md", readmeWith(materials)],
  ]);
}

/** The README with today's preview between the marks `preview of <stack>`. */
function readmeWith({ graph, stack, now, readme }: Materials): string {
  const [begin, end] = [`<!-- preview of ${stack} -->\n`, `<!-- /preview of ${stack} -->`];
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`README.md has no block between ${begin.trim()} and ${end}`);
  return `${before}${begin}\`\`\`\n${terminalOf(graph, stack, now).trimEnd()}\n\`\`\`\n${end}${after}`;
}

/** What `npm run preview -- --stack <stack>` prints where there are no colours. */
function terminalOf(graph: Graph, stack: string, now: Date): string {
  const policy = judge(graph, rules, packSettings(graph, now));
  const survival = survivalVerdict(graph, now);
  const report = { stack, graph, policy, ...(survival && { survival }) };
  const files = [...renderFiles(report).keys()];
  return renderTerminal(report, { color: false, width: 120, out: `out/${stack}`, files });
}
