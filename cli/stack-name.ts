/** The name of a stack as the Pulumi CLI takes it: `prod`, `org/prod` or `org/project/prod`. */
import { InputError } from "../report/input-error";

export interface StackName {
  /** As it was given: what the CLI is asked for. */
  readonly given: string;
  /** Its last part: what the file and the URNs are named by. */
  readonly stack: string;
  /** Where it is said. */
  readonly project?: string;
}

/** @throws InputError when it has an empty part, or more than three */
export function stackNameOf(given: string): StackName {
  const parts = given.split("/");
  if (parts.length > 3 || parts.includes("")) {
    throw new InputError(
      `--stack ${given}: found ${parts.length > 3 ? `${parts.length} parts` : "an empty part"}; wanted STACK, ORG/STACK or ORG/PROJECT/STACK`,
    );
  }
  const stack = parts.at(-1) ?? "";
  return { given, stack, ...(parts.length === 3 ? { project: parts[1] ?? "" } : {}) };
}

/** @throws InputError when it is a stack of another project's */
export function checkProject({ given, project }: StackName, own: string): void {
  if (project === undefined || project === own) return;
  throw new InputError(`--stack ${given}: is a stack of the project ${project}; this one is ${own}`);
}
