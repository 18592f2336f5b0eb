/** `npm run package`: writes the npm package as a folder, for `npm pack` and `npm publish`. */
import path from "node:path";
import { Command } from "commander";
import { type ExitCode, exit } from "../../cli/exit";
import { projectRoot } from "../project";
import { runTool } from "../run-tool";
import { buildPackage } from "./build";

const command = new Command("package")
  .description("write the npm package as a folder: the bundled binary, the policy pack and what they read")
  .option("--repository <url>", "of the repository that it is built in, where it is to be published")
  .option("--out <dir>", "where it goes; what is there is replaced", "out/package");

interface Flags {
  readonly out: string;
  readonly repository?: string;
}

async function write({ out, repository }: Flags): Promise<ExitCode> {
  const folder = path.resolve(projectRoot, out);
  await buildPackage(folder, repository);
  console.log(`npm pack ${path.relative(process.cwd(), folder) || "."}`);
  return exit.clean;
}

void runTool<Flags>(command, process.argv.slice(2), write).then((code) => {
  process.exitCode = code;
});
