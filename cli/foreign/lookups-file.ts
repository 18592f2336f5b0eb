/** Reads `lookups.yaml`: what was looked up elsewhere, and other stacks' outputs. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { nothingRecorded, type Recorded, type RecordedLookUp } from "../../answers/foreign/recorded";
import { graphFromState } from "../../graph/from-state";
import { SECRET } from "../../graph/resource";
import { InputError } from "../../report/input-error";
import { isMap, readYaml } from "../../stacks/config";

const wantedForm =
  "lookUps: (a list of { token, args, result }) and stacks: (outputs, or the path of a file, by organisation/project/stack)";

/** Where it is, absolute, and as the user would name it; see {@link readLookUps}. */
export function lookUpsFile(
  given: string | undefined,
  folder: string,
  cwd: string,
): { readonly file: string; readonly named: string } {
  const file = given === undefined ? path.join(folder, "lookups.yaml") : path.resolve(cwd, given);
  return { file, named: given ?? path.relative(cwd, file) };
}

/**
 * @param given path of the file, where the user names one
 * @param folder where it is looked for otherwise; absolute
 * @throws InputError with every problem
 */
export function readLookUps(given: string | undefined, folder: string, cwd: string): Recorded {
  const { file, named } = lookUpsFile(given, folder, cwd);
  if (!existsSync(file)) {
    if (given !== undefined) throw new InputError(`--lookups ${given}: no such file; wanted ${wantedForm}`);
    return nothingRecorded;
  }
  const content = readYaml(file, "recorded look-ups") ?? {};
  if (!isMap(content))
    throw new InputError(`${named}: found ${JSON.stringify(content)}; wanted ${wantedForm}`);
  const problems = Object.keys(content)
    .filter((key) => key !== "lookUps" && key !== "stacks")
    .map((key) => `${named}: ${key}: is not known here; wanted ${wantedForm}`);
  const lookUps = listed(content.lookUps, `${named}: lookUps`, problems);
  const stacks = stacksIn(content.stacks, named, path.dirname(file), problems);
  if (problems.length > 0) throw new InputError(problems);
  return { lookUps, stacks };
}

function listed(value: unknown, place: string, problems: string[]): RecordedLookUp[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problems.push(`${place}: found ${JSON.stringify(value)}; wanted a list`);
    return [];
  }
  return value.flatMap((item: unknown, index): RecordedLookUp[] => {
    if (!isMap(item) || typeof item.token !== "string" || !isMap(item.result)) {
      problems.push(
        `${place}[${index}]: found ${JSON.stringify(item)?.slice(0, 80)}; wanted token, a text, and result, a map`,
      );
      return [];
    }
    return [{ token: item.token, args: isMap(item.args) ? item.args : {}, result: item.result }];
  });
}

function stacksIn(
  value: unknown,
  named: string,
  folder: string,
  problems: string[],
): Record<string, Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (!isMap(value)) {
    problems.push(`${named}: stacks: found ${JSON.stringify(value)}; wanted a map`);
    return {};
  }
  const found: Record<string, Record<string, unknown>> = {};
  for (const [stack, outputs] of Object.entries(value)) {
    if (isMap(outputs)) found[stack] = outputs;
    else if (typeof outputs === "string")
      found[stack] = outputsIn(
        path.resolve(folder, outputs),
        `${named}: stacks.${stack}: ${outputs}`,
        problems,
      );
    else
      problems.push(
        `${named}: stacks.${stack}: found ${JSON.stringify(outputs)}; wanted outputs, or the path of a file`,
      );
  }
  return found;
}

/** What `pulumi stack output --json` or `pulumi stack export` wrote. */
function outputsIn(file: string, named: string, problems: string[]): Record<string, unknown> {
  if (!existsSync(file)) {
    problems.push(
      `${named}: no such file; wanted what 'pulumi stack output --json' or 'pulumi stack export' wrote`,
    );
    return {};
  }
  const bytes = readFileSync(file);
  try {
    const content: unknown = JSON.parse(bytes.toString("utf8"));
    if (isMap(content) && "deployment" in content) {
      return Object.fromEntries(
        Object.entries(graphFromState(bytes).stackOutputs).filter(([, output]) => output !== SECRET),
      );
    }
    if (isMap(content)) return content;
    problems.push(`${named}: found ${JSON.stringify(content)?.slice(0, 40)}; wanted a map of outputs`);
  } catch (error) {
    problems.push(`${named}: ${(error as Error).message.split("\n")[0]}; wanted JSON`);
  }
  return {};
}
