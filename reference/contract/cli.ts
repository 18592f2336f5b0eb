/** `npm run contract -- --url http://… --capability upload`: whether an image does what the stack takes for granted. */
import { Command, Option } from "commander";
import { type ExitCode, exit } from "../../cli/exit";
import { InputError } from "../../report/input-error";
import { runTool } from "../../tools/run-tool";
import { type CapabilityName, capabilityNames } from "../frame/settings";
import { endingOf } from "./ending";
import { judgeCommand, judgeRunning, type Tally } from "./suite";

interface Flags {
  readonly url?: string;
  readonly command?: string;
  readonly capability?: CapabilityName;
  readonly pid?: string;
}

const help = `
Of an image that runs:  npm run contract -- --url http://127.0.0.1:8080 --capability upload
Of a command:           npm run contract -- --command "node server.js" --capability upload
Without --capability only what holds for every image is asked; with it, the API of reference/README.md too, and upload and
engagement are sent an upload and events, which stay. A line a clause: ok, BROKEN with what was found, or ? with why it
can't be told. Ends with 0 when no clause is broken, 1 when one is, 2 when the usage is wrong, 3 on a defect.`;

/** Exit code. @param write takes a line */
export function contract(args: readonly string[], write: (line: string) => void): Promise<ExitCode> {
  const command = new Command("contract")
    .description("put an image of a capability to the stack's contract (README, What your images must do)")
    .option("--url <url>", "where a pod of the image answers")
    .option(
      "--command <command>",
      "what starts the image's program: it is started where all that it depends on is dead",
    )
    .addOption(new Option("--capability <name>", "which one it serves").choices([...capabilityNames]))
    .option("--pid <id>", "with --url: the program's process, which is ended by SIGTERM at last")
    .addHelpText("after", help);
  return runTool<Flags>(command, args, async (flags) => {
    const tally = await judged(flags, write);
    write(`${tally.held} held, ${tally.broken} broken, ${tally.untold} can't be told`);
    return tally.broken > 0 ? exit.broken : exit.clean;
  });
}

/** @throws InputError on flags that don't go together */
async function judged(
  { url, command, capability, pid }: Flags,
  write: (line: string) => void,
): Promise<Tally> {
  if (command !== undefined) {
    if (url !== undefined || pid !== undefined)
      throw new InputError(
        "--command goes with neither --url nor --pid: the suite starts the program, and knows where it answers",
      );
    if (capability === undefined)
      throw new InputError("--command wants --capability too: the program is told which it is");
    return judgeCommand({ command, capability }, write);
  }
  if (url === undefined) throw new InputError("wanted --url or --command: nothing says which image to ask");
  if (!isHttp(url)) throw new InputError(`--url ${url}: wanted http://host:port`);
  const ending = pid === undefined ? undefined : processOf(pid);
  return judgeRunning({ url, ...(capability ? { capability } : {}), ...(ending ? { ending } : {}) }, write);
}

function isHttp(url: string): boolean {
  try {
    return new URL(url).protocol === "http:";
  } catch {
    return false;
  }
}

function processOf(pid: string) {
  const id = Number(pid);
  if (!Number.isInteger(id) || id < 2) throw new InputError(`--pid ${pid}: wanted the id of a process`);
  try {
    return endingOf(id);
  } catch (error) {
    throw new InputError(`--pid ${pid}: ${(error as Error).message}`);
  }
}

if (require.main === module) {
  contract(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`)).then((code) => {
    process.exitCode = code;
  });
}
