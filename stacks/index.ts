/** What `pulumi up` runs: the program, for the catalog that the stack names. */
import path from "node:path";
import { catalog } from "./catalog";
import { servedBy } from "./catalog-file";
import { program } from "./program";

// The CLI's own translator of stack traces doesn't find the source maps of tsx, whose output is a line a file; Node's does.
if (/[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]/.test(require.main?.filename ?? "")) {
  delete (Error as Partial<ErrorConstructor>).prepareStackTrace;
}

const root = path.resolve(__dirname, "..");

export = () => program((config, file) => servedBy(config, { file, own: catalog, root }).catalog);
