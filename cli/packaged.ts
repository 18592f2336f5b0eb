/** The binary of the npm package: the same commands, about a program that isn't ours, where the user stands. */
import path from "node:path";
import { InputError } from "../report/input-error";
import { catalog } from "../stacks/catalog";
import { runAsProcess } from "./process-context";
import { runCli } from "./run-cli";

/** Called by the package's own file: see tools/package/. */
export function runPackaged(): void {
  // The package's folder holds no stack file and no exemptions: those of the user's folder are the user's.
  runAsProcess(path.resolve(__dirname, ".."), (args, context) =>
    runCli(args, {
      ...context,
      packaged: true,
      catalog,
      loadProgram() {
        throw new InputError(
          "a platform of one's own is planned in a checkout of Twincloud, by its npm run preview; this package judges a program: --program DIR --stack NAME, or --state FILE",
        );
      },
    }),
  );
}
