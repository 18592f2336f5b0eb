/** What `pulumi up` runs: the program, for this platform's catalog. */
import { catalog } from "./catalog";
import { program } from "./program";

// The CLI's own translator of stack traces doesn't find the source maps of tsx, whose output is a line a file; Node's does.
if (/[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]/.test(require.main?.filename ?? "")) {
  delete (Error as Partial<ErrorConstructor>).prepareStackTrace;
}

export = () => program(catalog);
