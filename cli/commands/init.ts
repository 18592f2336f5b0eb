/** `init`: a stack file and a catalog of one's own. */
import type { Command } from "commander";
import { parse } from "yaml";
import { providerNames } from "../../graph/clouds/facts";
import { jurisdictions } from "../../graph/jurisdiction";
import { assumptionNames } from "../../resilience/assumptions";
import { catalogFrom } from "../../stacks/catalog-file";
import { catalogFile, loadSettings, SettingsError } from "../../stacks/config";
import type { CommandContext } from "../context";
import { type ExitCode, exit } from "../exit";
import { type Answers, answersOf, forms, type Written } from "../init/answers";
import { askedFor } from "../init/ask";
import { exampleSettings } from "../init/clouds";
import { catalogText } from "../init/new-catalog";
import { refuseExisting, writeNew } from "../init/new-files";
import { imagesOf, stackText } from "../init/new-stack";

const help = `
Under npm, flags go behind a --. A chat platform from nothing:
  npm run init -- --name chat --domain chat.example.com --jurisdiction us --site aws --site oci \\
    --capability messages:public:store,queue --capability presence:public:queue --capability search:public:messages
On a terminal, what no flag says is asked for. Writes Pulumi.NAME.yaml (settings and the table of images) and
stacks/catalogs/NAME.yaml (what is served), and never over a file that is there.
What a capability may need:
  edge    users come in by it: every public one needs it, said or not
  store   what it keeps is in a store of each cloud before it is said to be kept
  queue   what it does is told as events, to all sites
  NAME    another capability, asked at its own site, or a database of --database: one that the platform doesn't make and
          that stays in the region of its site; what needs it is down with that region until the database's own RTO is over
Ends with 0, 2 when something said is wrong (nothing is written then), 3 on a defect.`;

export function addInit(program: Command, context: CommandContext, end: (code: ExitCode) => void): void {
  const more = (text: string, known: readonly string[]): readonly string[] => [...known, text];
  program
    .command("init")
    .description("start a platform of your own: a stack file and a catalog")
    .option("--name <name>", "of the stack: up to 20 lower-case letters, digits and hyphens")
    .option("--domain <domain>", "its public names stand one label below")
    .option("--jurisdiction <where>", `where data stays: ${jurisdictions.join(", ")}`)
    .option(
      "--site <site>",
      `${forms.site}; repeatable, one or more of each of ${providerNames.join(", ")}`,
      more,
      [],
    )
    .option("--database <database>", `${forms.database}, in seconds; repeatable`, more, [])
    .option("--capability <capability>", `${forms.capability}; repeatable`, more, [])
    .addHelpText("after", help)
    .action(async (flags: Written) => end(await init(flags, context)));
}

async function init(flags: Written, context: CommandContext): Promise<ExitCode> {
  const { root, ask, stdout } = context;
  const answers = answersOf(ask ? await askedFor(flags, ask) : flags);
  const files = filesOf(answers);
  refuseExisting(root, [...files.keys(), `Pulumi.${answers.name}.yml`]);
  refuseUnsound(answers, files);
  writeNew(root, files);
  stdout.write(`${toldLines(answers, [...files.keys()]).join("\n")}\n`);
  return exit.clean;
}

const stackFile = ({ name }: Answers): string => `Pulumi.${name}.yaml`;

const filesOf = (answers: Answers): ReadonlyMap<string, string> =>
  new Map([
    [stackFile(answers), stackText(answers)],
    [catalogFile(answers.name), catalogText(answers)],
  ]);

/** As a preview would read them. @throws InputError with what would be wrong */
function refuseUnsound(answers: Answers, files: ReadonlyMap<string, string>): void {
  const [file, catalog] = [stackFile(answers), catalogFile(answers.name)];
  const served = catalogFrom(parse(files.get(catalog) ?? ""), catalog);
  const { config } = parse(files.get(file) ?? "") as { config: Record<string, unknown> };
  const loaded = loadSettings(config, { file, catalog: served, assumptionNames });
  if (!loaded.ok) throw new SettingsError(loaded.problems);
}

function toldLines(answers: Answers, files: readonly string[]): string[] {
  const { name } = answers;
  const rows = [{ image: "image", repository: "repository in each site's registry" }, ...imagesOf(answers)];
  const width = Math.max(...rows.map(({ image }) => image.length)) + 2;
  return [
    `written: ${files.join(", ")}`,
    "",
    ...rows.map(({ image, repository }) => `  ${image.padEnd(width)}${repository}`),
    "",
    "next:",
    `  npm run preview -- --stack ${name}`,
    `  npm run drill -- --stack ${name} --scale 0.2 --demand 0.2 --fault provider:${answers.sites[0]?.provider}`,
    "before a deploy, put your own in the place of:",
    "  the images' digests, alerts, adminCidrs",
    ...providerNames.map((provider) => `  ${provider}: ${exampleSettings[provider].yours}`),
  ];
}
