/** `npm run docs`: writes every page that is made from code anew. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { pagesOf } from "./pages";
import { previewOf, projectRoot, stackFileOf } from "./project";
import { runTool } from "./run-tool";

const command = new Command("docs").description(
  "write docs/rules.md, docs/assumptions.md and the README's preview anew",
);

async function writePages(): Promise<0> {
  const readme = readFileSync(path.join(projectRoot, "README.md"), "utf8");
  const stackFile = stackFileOf();
  const graph = await previewOf(stackFile);
  for (const [file, text] of pagesOf({ graph, stack: stackFile.stack, now: new Date(), readme })) {
    writeFileSync(path.join(projectRoot, file), text);
    console.log(file);
  }
  return 0;
}

void runTool(command, process.argv.slice(2), writePages).then((code) => {
  process.exitCode = code;
});
