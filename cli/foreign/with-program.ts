/** In the npm package: which program is meant where nothing says so. */

/** Commands that judge a program, and what says which one: else it is the one in the user's folder. */
const judging = ["preview", "check", "survive"];
const selecting = ["--program", "--state", "--config", "--help", "-h"];

/** What was typed, with the program of the user's folder where no other is meant. */
export function withProgram(args: readonly string[]): readonly string[] {
  const [command = "", ...rest] = args;
  const isSaid = rest.some((arg) => selecting.some((flag) => arg === flag || arg.startsWith(`${flag}=`)));
  return judging.includes(command) && !isSaid ? [...args, "--program", "."] : args;
}
