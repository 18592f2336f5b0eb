/** How a command is typed: as a script of this checkout, or by the binary that the package brings. */
import type { CommandContext } from "./context";

type Caller = Pick<CommandContext, "packaged">;

export const typedAs = ({ packaged }: Caller, command: string, rest: string): string =>
  packaged ? `npx twincloud ${command} ${rest}` : `npm run ${command} -- ${rest}`;

/** A line of help; npm takes the flags of scripts, and none behind the name of a binary. */
export const exampleOf = (caller: Caller, command: string, rest: string): string =>
  `${caller.packaged ? "For example" : "Under npm, flags go behind a --"}:  ${typedAs(caller, command, rest)}`;
