/** `cost`: what a stack costs a month by the list, beside all of it at its cheapest single site. */
import type { Command } from "commander";
import { providerNames } from "../../graph/clouds/facts";
import { providerTitle } from "../../graph/clouds/titles";
import type { Graph } from "../../graph/resource";
import { sitesOf } from "../../graph/sites";
import {
  type Compared,
  comparedLines,
  costLines,
  costOf,
  type Form,
  leftOut,
  oldPrices,
  type Traffic,
} from "../../report/cost";
import { InputError } from "../../report/input-error";
import { printable } from "../../report/printable";
import { wrapped } from "../../report/wrapped";
import { yearlyOn } from "../../resilience/verdict/survival";
import { type CommandContext, widthFor } from "../context";
import { type ExitCode, exit, worst } from "../exit";
import { runWithProgress } from "../run-program";
import { onOneCloud, onOneSite } from "../single-site";
import { projectName, type StackSelection, selectStacks } from "../stack-files";
import { surveyGraph } from "../survey";
import { exampleOf } from "../typed";

interface Flags extends StackSelection {
  readonly writtenGb: string;
  readonly keptGb: string;
}

const help = (context: CommandContext) => `
${exampleOf(context, "cost", "--stack prod --written-gb 5000 --kept-gb 100000")}
Takes a preview of the stack, one for each of its sites and one for each of its clouds. Traffic is yours to say: no graph has it.
Ends with 0, 2 when the input is wrong, 3 on a defect.`;

export function addCost(program: Command, context: CommandContext, end: (code: ExitCode) => void): void {
  program
    .command("cost")
    .description("say what a stack costs a month by the list, and what its redundancy buys")
    .option("--stack <name>", "only this stack")
    .option("--config <file>", "a stack file kept elsewhere, named Pulumi.<stack>.yaml")
    .option("--written-gb <gb>", "GB that users upload in a month", "0")
    .option("--kept-gb <gb>", "GB of media that are kept, counted once", "0")
    .addHelpText("after", help(context))
    .action(async (flags: Flags) => end(await cost(flags, context)));
}

async function cost(flags: Flags, context: CommandContext): Promise<ExitCode> {
  const traffic = {
    writtenGb: gigabytes("--written-gb", flags.writtenGb),
    keptGb: gigabytes("--kept-gb", flags.keptGb),
  };
  const codes: ExitCode[] = [exit.clean];
  const run = context.loadProgram();
  const project = projectName(context);
  const now = new Date();
  for (const stack of selectStacks(flags, context)) {
    const graph = await runWithProgress(run, project, stack, context);
    if (graph === undefined) {
      codes.push(exit.defect);
      continue;
    }
    const here = comparedOf(graph, traffic, now);
    const formOf = async (name: string, smaller: typeof stack): Promise<Form[]> => {
      const own = await runWithProgress(run, project, smaller, context);
      if (own === undefined) codes.push(exit.defect);
      return own === undefined ? [] : [{ name, ...comparedOf(own, traffic, now) }];
    };
    const sites = sitesOf(graph);
    const alone: Form[] = [];
    for (const { provider, region } of sites) {
      const single = onOneSite(stack, { provider, region });
      alone.push(...(await formOf(single.site, single)));
    }
    const clouds: Form[] = [];
    for (const name of providerNames) {
      // One site is priced already, and all of them are what stands here.
      const own = sites.filter(({ provider }) => provider === name).length;
      if (own > 1 && own < sites.length)
        clouds.push(...(await formOf(providerTitle(name), onOneCloud(stack, name))));
    }
    const [site, cloud] = [cheapestOf(alone), cheapestOf(clouds)];
    const old = oldPrices(now).map(({ item, source, read }) => `  ${item}: ${read} (${source})`);
    const lines = [
      `${stack.stack}: ${costLines(here.cost).join("\n")}`,
      "",
      ...(site ? comparedLines(here, { site, ...(cloud ? { cloud } : {}) }) : []),
      leftOut(),
      ...(old.length > 0 ? ["Prices that weren't read at their source within a year:", ...old] : []),
      "",
    ];
    const width = widthFor(context);
    const text = lines
      .join("\n")
      .split("\n")
      .map(printable)
      .flatMap((line) => wrapped(line, width));
    context.stdout.write(`${text.join("\n")}\n`);
  }
  return worst(codes);
}

const cheapestOf = (forms: readonly Form[]): Form | undefined =>
  [...forms].sort((a, b) => a.cost.total - b.cost.total)[0];

const comparedOf = (graph: Graph, traffic: Traffic, now: Date): Compared => ({
  cost: costOf(graph, traffic),
  yearly: yearlyOn(surveyGraph(graph, now)),
});

function gigabytes(flag: string, text: string): number {
  const found = Number(text);
  if (text.trim() === "" || !Number.isFinite(found) || found < 0) {
    throw new InputError(`${flag} ${text}: isn't a number of GB; wanted 0 or more, such as 5000`);
  }
  return found;
}
