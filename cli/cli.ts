/** The command line of this checkout. */
import "./idle-libraries";

import path from "node:path";
import { catalog } from "../stacks/catalog";
import { runAsProcess } from "./process-context";
import type { RunProgram } from "./program";
import { runCli } from "./run-cli";

const loadProgram = (): RunProgram => (require("./program") as typeof import("./program")).runStack;
runAsProcess(path.resolve(__dirname, ".."), (args, context) =>
  runCli(args, { ...context, catalog, loadProgram }),
);
