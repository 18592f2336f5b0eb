/** The command line on the frozen short-video catalog, for lanes and benches: `--config` names a frozen stack. */
import "../../cli/idle-libraries";

import type { RunProgram } from "../../cli/program";
import { runCli } from "../../cli/run-cli";
import { video } from "../fixtures/catalogs/video";
import { root } from "./made-graphs";

runCli(process.argv.slice(2), {
  root,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  catalog: video,
  loadProgram: (): RunProgram =>
    (require("../../cli/program") as typeof import("../../cli/program")).runStack,
}).then((code) => {
  process.exitCode = code;
});
