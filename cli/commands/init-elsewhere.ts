/** `init` in the npm package, which judges programs and holds no platform: where it is. */
import type { Command } from "commander";
import { InputError } from "../../report/input-error";

export function addInitElsewhere(program: Command): void {
  program
    .command("init")
    .description("start a platform of your own: in a checkout of Twincloud")
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      throw new InputError([
        "init: a platform of your own is built from Twincloud's sources, which this package doesn't hold; in a checkout:",
        "  npm ci && npm run init -- --help",
      ]);
    });
}
