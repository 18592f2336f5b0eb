/** `npm run docs`: writes every page that is made from code anew. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { type ExitCode, exit } from "../cli/exit";
import { readStackFile } from "../stacks/config";
import { fixtureCatalog, fixtureFile } from "../tests/fixtures/stacks";
import { pagesOf } from "./pages";
import { previewOf, projectRoot } from "./project";
import { providerPlaces, withPlaces } from "./provider-places";
import { runTool } from "./run-tool";

/** The stack that the README shows: the frozen one, so that nobody's own settings change the page. */
const stack = "prod";

const command = new Command("docs")
  .description(
    "write what is made from code anew: docs/, the README's preview, CONTRIBUTING.md's list of places",
  )
  .option("--check", "write nothing, and fail where a page isn't as the code makes it");

const read = (file: string): string => readFileSync(path.join(projectRoot, file), "utf8");

/** A page that was never made is as stale as can be. */
const readMade = (file: string): string => (existsSync(path.join(projectRoot, file)) ? read(file) : "");

async function writePages({ check = false }: { check?: boolean }): Promise<ExitCode> {
  const catalog = fixtureCatalog(stack);
  const graph = await previewOf(readStackFile(fixtureFile(stack)), catalog);
  const pages = new Map([
    ...pagesOf({ graph, stack, catalog, now: new Date(), readme: read("README.md") }),
    ["CONTRIBUTING.md", withPlaces(read("CONTRIBUTING.md"), providerPlaces(projectRoot))],
  ]);
  const stale = [...pages].filter(([file, text]) => readMade(file) !== text);
  for (const [file, text] of stale) {
    if (check) console.error(`${file}: isn't as the code makes it today; \`npm run docs\` writes it`);
    else writeFileSync(path.join(projectRoot, file), text);
  }
  if (!check)
    console.log(
      stale.length === 0 ? "all pages are as they should be" : stale.map(([file]) => file).join("\n"),
    );
  return check && stale.length > 0 ? exit.broken : exit.clean;
}

void runTool(command, process.argv.slice(2), writePages).then((code) => {
  process.exitCode = code;
});
