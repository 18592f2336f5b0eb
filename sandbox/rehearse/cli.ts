/** `npm run sandbox -- rehearse`: an operator at night, the real engine, made-up clouds. */
import { type StdioOptions, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { CommandContext } from "../../cli/context";
import { exit } from "../../cli/exit";
import { selectStacks } from "../../cli/stack-files";
import { InputError } from "../../report/input-error";
import { lostOf, Night, type World } from "./night";

type Place = Omit<CommandContext, "loadProgram">;

/** Runs the sandbox's own command, in a folder of the rehearsal's own. */
export type RunSandbox = (args: readonly string[], place: Place, output?: number) => Promise<number>;

export interface Typing {
  /** What the operator types, line by line. */
  readonly lines: AsyncIterable<string>;
}

const HELP = `usage: npm run sandbox -- rehearse [--stack NAME] [--lost SITE]

The night on which a site's region is lost with its API: symptoms, your commands on the real engine with made-up clouds,
what was wrong with them, and the time that it took. First the stack is made, which takes a minute or two.
Ends with 0 when the stack was brought through and back, 1 when you left before.
`;

export async function rehearse(
  args: readonly string[],
  place: Place,
  runSandbox: RunSandbox,
  typing: Typing = { lines: createInterface({ input: process.stdin, terminal: false }) },
): Promise<number> {
  const flags = flagsOf(args);
  if (flags === "help") {
    place.stdout.write(HELP);
    return exit.clean;
  }
  const { stack = "prod", lost: wanted } = flags;
  const context: CommandContext = {
    ...place,
    loadProgram: () => {
      throw new Error("a rehearsal doesn't run the program itself");
    },
  };
  const [stackFile] = selectStacks({ stack }, context);
  if (stackFile === undefined) throw new InputError(`--stack ${stack}: no such stack`);
  const lost = lostOf(stackFile.settings.sites, wanted);
  const folder = path.join(
    path.resolve(place.root, place.env.TWINCLOUD_SANDBOX ?? "out/sandbox"),
    "rehearsal",
  );
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `Pulumi.${stackFile.stack}.yaml`);
  writeFileSync(file, readFileSync(path.resolve(place.cwd, stackFile.file)));
  const apart = { ...place, env: { ...place.env, TWINCLOUD_SANDBOX: folder } };
  const sandbox = (given: readonly string[], env: Readonly<Record<string, string>> = {}, output?: number) =>
    runSandbox([...given, "--config-file", file], { ...apart, env: { ...apart.env, ...env } }, output);

  await make(stackFile.stack, path.join(folder, "making.log"), place, sandbox);
  const exported = path.join(folder, "made.json");
  await sandbox(["stack", "export", "--file", exported]);
  const night = new Night(
    lost,
    worldOf({ place, file, sandbox }),
    addressesIn(readFileSync(exported, "utf8")),
  );
  night.begin();
  place.stdout.write("> ");
  for await (const line of typing.lines) {
    if (!(await night.type(line))) break;
    place.stdout.write("> ");
  }
  const { done, seconds, commands, wrong } = night.outcome();
  const told = wrong.length === 0 ? "nothing was wrong" : `${wrong.length} things were wrong:`;
  place.stdout.write(
    `\n${done ? "through and back" : "left before it was over"}: ${Math.floor(seconds / 60)} min ${seconds % 60} s, ${commands} commands, ${told}\n`,
  );
  for (const one of wrong) place.stdout.write(`  - ${one}\n`);
  return done ? exit.clean : exit.broken;
}

type InSandbox = (
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
  output?: number,
) => Promise<number>;

/** Saves the state once, at the end: after each of a thousand steps it takes longer than the steps do. */
const ONE_CHECKPOINT = { PULUMI_EXPERIMENTAL: "1", PULUMI_SKIP_CHECKPOINTS: "true" };

/** The stack as it was before the night. A thousand lines of it would push what is to be read off the screen. */
async function make(stack: string, log: string, place: Place, sandbox: InSandbox): Promise<void> {
  place.stdout.write(`making ${stack} on made-up clouds, a minute or two …\n`);
  const began = Date.now();
  const output = openSync(log, "w");
  const flags = ["--yes", "--skip-preview", "--suppress-outputs", "--no-policies", "--non-interactive"];
  const made = await sandbox(["up", ...flags], ONE_CHECKPOINT, output).finally(() => closeSync(output));
  if (made !== 0) {
    throw new InputError(`the stack can't be made: pulumi ended with ${made}, and says why in ${log}`);
  }
  place.stdout.write(`made in ${Math.round((Date.now() - began) / 1000)} s\n`);
}

function flagsOf(args: readonly string[]): "help" | { readonly stack?: string; readonly lost?: string } {
  if (args.includes("--help") || args.includes("-h")) return "help";
  const found: { stack?: string; lost?: string } = {};
  for (let at = 0; at < args.length; at++) {
    const [name, inline] = (args[at] ?? "").split("=", 2);
    const value = inline ?? args[++at];
    if ((name !== "--stack" && name !== "--lost") || value === undefined || value === "") {
      throw new InputError([
        `rehearse: ${args.join(" ")}: isn't understood`,
        ...HELP.split("\n").slice(0, 1),
      ]);
    }
    found[name === "--stack" ? "stack" : "lost"] = value;
  }
  return found;
}

function worldOf({
  place,
  file,
  sandbox,
}: {
  readonly place: Place;
  readonly file: string;
  readonly sandbox: InSandbox;
}): World {
  return {
    say: (text) => place.stdout.write(`${text}\n`),
    read: () => readFileSync(file, "utf8"),
    write: (text) => writeFileSync(file, text),
    now: () => Date.now(),
    edit: async () => {
      const editor = place.env.EDITOR;
      if (editor === undefined || editor === "") return false;
      spawnSync(editor, [file], { stdio: "inherit", shell: true });
      return true;
    },
    pulumi: (args, { fail, skipsUnreachable }) =>
      sandbox(
        // The keyboard is the rehearsal's: the CLI would take from it what is typed next.
        [...withoutStack(args), "--non-interactive", ...(fail === undefined ? [] : ["--fail", fail])],
        skipsUnreachable ? { PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: "true" } : {},
      ),
    npm: (script, args) =>
      new Promise((resolve, reject) => {
        const own = ["run", "--silent", script, "--", ...withoutStack(args), "--config", file];
        const stdio: StdioOptions = ["ignore", "inherit", "inherit"];
        const child = spawn("npm", own, { cwd: place.root, env: { ...place.env }, stdio });
        child.on("error", reject);
        child.on("exit", (code) => resolve(code ?? 1));
      }),
  };
}

/** The stack is the rehearsal's, whichever was typed; so is its policy pack. */
function withoutStack(args: readonly string[]): string[] {
  const own = ["--stack", "-s", "--policy-pack"];
  return args.filter(
    (arg, at) => !own.includes(arg.split("=", 1)[0] ?? "") && !own.includes(args[at - 1] ?? ""),
  );
}

/** From the stack's outputs. */
function addressesIn(state: string): Record<string, readonly string[]> {
  const { deployment } = JSON.parse(state) as {
    deployment: {
      resources: { type: string; outputs?: { sites?: Record<string, { addresses: string[] }> } }[];
    };
  };
  const stack = deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return Object.fromEntries(
    Object.entries(stack?.outputs?.sites ?? {}).map(([site, { addresses }]) => [site, addresses]),
  );
}
