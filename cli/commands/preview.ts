/** `preview`: the plan of each stack, without an account and without the CLI. */
import path from "node:path";
import { type Command, Option } from "commander";
import { isBroken } from "../../policies/pack/judge";
import { changesAgainst } from "../../report/against/changes";
import { type Earlier, readEarlier } from "../../report/against/earlier";
import { survivalChanges } from "../../report/against/survival";
import { renderFiles } from "../../report/files";
import { InputError } from "../../report/input-error";
import type { PreviewReport } from "../../report/model";
import { renderTerminal } from "../../report/terminal";
import { writeFiles } from "../../report/write";
import type { StackFile } from "../../stacks/config";
import { type ExitCode, exit, worst } from "../exit";
import { readGiven } from "../given-file";
import { judgeOf } from "../policy-verdict";
import { runTold } from "../run-told";
import { projectName, type StackSelection, selectStacks } from "../stack-files";
import { type Surroundings, wantsColor } from "../surroundings";
import { survivalVerdict } from "../survival";

interface Flags extends StackSelection {
  readonly out: string;
  readonly against?: string;
}

export function addPreview(
  program: Command,
  surroundings: Surroundings,
  end: (code: ExitCode) => void,
): void {
  program
    .command("preview")
    .description("plan every stack, without an account")
    .addOption(new Option("--stack <name>", "only this stack").conflicts("config"))
    .option("--config <file>", "a stack file kept elsewhere, named Pulumi.<stack>.yaml")
    .option("--out <dir>", "where the files go, a folder per stack", "out")
    .option("--against <file>", "an earlier preview.json or an exported state, to show what would change")
    .action(async (flags: Flags) => end(await preview(flags, surroundings)));
}

async function preview(flags: Flags, surroundings: Surroundings): Promise<ExitCode> {
  const now = new Date();
  const judge = judgeOf(surroundings, now);
  const project = projectName(surroundings);
  const stacks = selectStacks(flags, surroundings);
  const earlier = flags.against === undefined ? undefined : readAgainst(flags.against, stacks, surroundings);
  const run = surroundings.loadProgram();
  const codes: ExitCode[] = [];
  for (const stack of stacks) {
    const graph = await runTold(run, project, stack, surroundings);
    if (graph === undefined) {
      codes.push(exit.defect);
      continue;
    }
    const changes = earlier?.stack === stack.stack ? changesAgainst(earlier, graph) : undefined;
    const policy = judge(graph);
    codes.push(isBroken(policy) ? exit.broken : exit.clean);
    const survival = survivalVerdict(graph, now);
    const report: PreviewReport = {
      stack: stack.stack,
      graph,
      policy,
      ...(survival ? { survival } : {}),
      ...(changes ? { changes } : {}),
      ...(changes && survival && earlier?.survival
        ? { survivalChanges: survivalChanges(earlier.survival, survival) }
        : {}),
    };
    await deliver(report, flags.out, surroundings);
  }
  return worst(codes);
}

async function deliver(report: PreviewReport, out: string, surroundings: Surroundings): Promise<void> {
  const { cwd, stdout } = surroundings;
  const folder = path.join(out, report.stack);
  const files = renderFiles(report);
  await writeFiles(path.resolve(cwd, folder), files);
  const text = renderTerminal(report, {
    color: wantsColor(surroundings),
    width: stdout.columns || 120,
    out: folder,
    files: [...files.keys()],
  });
  stdout.write(`${text}\n`);
}

/** Read before anything is written, as the file may be one that this preview replaces. */
function readAgainst(file: string, stacks: readonly StackFile[], { cwd }: Surroundings): Earlier {
  const earlier = readEarlier(readGiven("--against", file, cwd), file);
  if (!stacks.some(({ stack }) => stack === earlier.stack)) {
    const names = stacks.map(({ stack }) => stack).join(", ");
    throw new InputError(`--against ${file}: is of stack ${earlier.stack}; wanted one of ${names}`);
  }
  return earlier;
}
