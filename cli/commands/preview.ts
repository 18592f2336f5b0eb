/** `preview`: the plan of each stack, without an account and without the CLI. */
import path from "node:path";
import { type Command, Option } from "commander";
import { createColors } from "picocolors";
import { objectivesAsked } from "../../policies/pack/redundancy-objectives";
import { changesAgainst } from "../../report/against/changes";
import type { Earlier } from "../../report/against/earlier";
import { survivalChanges } from "../../report/against/verdict-changes";
import { judgedOf, renderFiles, sarifOf } from "../../report/files";
import type { PreviewReport } from "../../report/model";
import { printable } from "../../report/printable";
import type { Judged, Sources } from "../../report/sarif";
import { renderTerminal } from "../../report/terminal";
import { writeFiles, writeWhole } from "../../report/write";
import type { Survival } from "../../resilience/verdict/survival";
import { readAgainst } from "../against";
import { commitOf } from "../commit";
import { type CommandContext, wantsColor, widthFor } from "../context";
import { doubtsOf } from "../doubts";
import { codeOf, type ExitCode, exit, strictHelp, worst } from "../exit";
import { coverageLines } from "../foreign/coverage-lines";
import { addProgramOptions, type ProgramFlags, runGivenProgram } from "../foreign/program-flags";
import { judgeOf, redundancyOf } from "../policy-verdict";
import { folderInRepository } from "../repository";
import { runWithProgress } from "../run-program";
import { sourcesIn } from "../sources";
import { projectName, type StackSelection, selectStacks } from "../stack-files";
import { survivalVerdict } from "../survey";
import { exampleOf } from "../typed";

interface Flags extends StackSelection, ProgramFlags {
  readonly out?: string;
  readonly against?: string;
  readonly strict?: boolean;
}

const help = (context: CommandContext) => `
${exampleOf(context, "preview", "--stack prod --against main/preview.json")}
Relative paths start where you stand. Writes preview.json, .md, .html and .sarif, state.json and manifests/.
Ends with 0 when every mandatory rule is kept, 1 when one is broken or something can't be told or a change is refused,
2 when the input is wrong, 3 on a defect.`;

export function addPreview(program: Command, context: CommandContext, end: (code: ExitCode) => void): void {
  addProgramOptions(program.command("preview"))
    .description("plan every stack, without an account")
    .addOption(
      new Option("--stack <name>", "only this stack: NAME, ORG/NAME or ORG/PROJECT/NAME").conflicts("config"),
    )
    .option("--config <file>", "a stack file kept elsewhere, named Pulumi.<stack>.yaml")
    .option("--out <dir>", "where the files go, a folder per stack (default: out, in the project's folder)")
    .option("--against <file>", "an earlier preview.json or an exported state, to show what would change")
    .option("--strict", strictHelp)
    .addHelpText("after", help(context))
    .action(async (flags: Flags) => end(await preview(flags, context)));
}

/** A program that isn't ours: judged by its own redundancy.yaml, and its files written where the user stands. */
async function previewProgram(flags: Flags, context: CommandContext): Promise<ExitCode> {
  const now = new Date();
  const { stack, root, graph } = await runGivenProgram(flags, context);
  if (graph === undefined) return exit.input;
  const doubts = doubtsOf(graph, createColors(wantsColor(context)));
  if (doubts.nothing) {
    context.stdout.write(`${doubts.lines.join("\n")}\n`);
    return doubts.code;
  }
  const earlier = flags.against === undefined ? undefined : readAgainst(flags.against, [{ stack }], context);
  const policy = judgeOf(context, now, root)(graph);
  const survival = survivalVerdict(graph, now, objectivesAsked(redundancyOf(context, root)));
  const changes = earlier && changesAgainst(earlier, graph, policy.exempted);
  const report: PreviewReport = {
    stack,
    graph,
    judgedAt: now,
    folder: folderInRepository(root),
    policy,
    ...(survival ? { survival } : {}),
    ...(changes ? { changes } : {}),
    ...movedVerdicts(earlier, survival),
  };
  await deliver(report, sourcesIn(root), flags.out ?? "out", context);
  context.stdout.write(`${coverageLines(graph).map(printable).join("\n")}\n`);
  const fares = survival ? [codeOf(survival.verdict, policy.ours, flags.strict)] : [];
  const refused = changes && changes.refused.length > 0 ? [exit.broken] : [];
  return worst([codeOf(policy.verdict, policy.ours, flags.strict), ...fares, ...refused]);
}

async function preview(flags: Flags, context: CommandContext): Promise<ExitCode> {
  if (flags.program !== undefined) return previewProgram(flags, context);
  const now = new Date();
  const judge = judgeOf(context, now);
  const project = projectName(context);
  const stacks = selectStacks(flags, context);
  const earlier = flags.against === undefined ? undefined : readAgainst(flags.against, stacks, context);
  const run = context.loadProgram();
  const codes: ExitCode[] = [];
  const sources = sourcesIn(context.root);
  const judged: Judged[] = [];
  const commit = commitOf(context.root);
  for (const stack of stacks) {
    const before = earlier?.stack === stack.stack ? earlier : undefined;
    const graph = await runWithProgress(run, project, stack, context, before?.entries);
    if (graph === undefined) {
      codes.push(exit.defect);
      continue;
    }
    const policy = judge(graph, true);
    const changes = before && changesAgainst(before, graph, policy.exempted);
    const isRefused = changes !== undefined && changes.refused.length > 0;
    const survival = survivalVerdict(graph, now);
    // What is missed is the rule survival-objective's to tell, which knows what is drained.
    const isUntold = policy.ours && survival?.verdict === "unknown";
    codes.push(isRefused || isUntold ? exit.broken : codeOf(policy.verdict, policy.ours));
    const report: PreviewReport = {
      stack: stack.stack,
      graph,
      judgedAt: now,
      settings: path.relative(context.root, path.resolve(context.cwd, stack.file)),
      policy,
      ...(commit === undefined ? {} : { commit }),
      ...(survival ? { survival } : {}),
      ...(changes ? { changes } : {}),
      ...movedVerdicts(before, survival),
    };
    await deliver(report, sources, flags.out, context);
    const verdict = judgedOf(report);
    if (verdict) judged.push(verdict);
  }
  const isAll = flags.stack === undefined && flags.config === undefined;
  if (isAll && judged.length > 0) await deliverTogether(judged, sources, flags.out, context);
  return worst(codes);
}

/** What users have now beside what they had before, where both are known. */
const movedVerdicts = (
  earlier: Earlier | undefined,
  survival: Survival | undefined,
): Pick<PreviewReport, "survivalChanges"> =>
  earlier?.survival && survival ? { survivalChanges: survivalChanges(earlier.survival, survival) } : {};

/** As the user would name it. */
const outOf = (out: string | undefined, { root, cwd }: CommandContext): string =>
  out ?? path.relative(cwd, path.join(root, "out"));

/** What GitHub takes 20 runs of at most, as one run of all stacks. */
async function deliverTogether(
  judged: readonly Judged[],
  sources: Sources,
  out: string | undefined,
  context: CommandContext,
): Promise<void> {
  const file = path.join(outOf(out, context), "preview.sarif");
  await writeWhole(path.resolve(context.cwd, file), sarifOf(judged, sources));
  context.stdout.write(`broken rules of all ${judged.length} stacks in ${printable(file)}\n`);
}

async function deliver(
  report: PreviewReport,
  sources: Sources,
  out: string | undefined,
  context: CommandContext,
): Promise<void> {
  const { cwd, stdout } = context;
  const folder = path.join(outOf(out, context), report.stack);
  const files = renderFiles(report, sources);
  await writeFiles(path.resolve(cwd, folder), files);
  const text = renderTerminal(report, {
    color: wantsColor(context),
    width: widthFor(context),
    out: folder,
    files: [...files.keys()],
  });
  stdout.write(`${text}\n`);
}
