/**
 * Starts a program by its own SDK's launcher. The SDK takes a stack trace for each promise that it makes, to tell of those
 * that never end: mapped to TypeScript's lines, they are most of a run's time. Here they are taken without frames.
 */
"use strict";
const path = require("node:path");

const [launcher] = process.argv.splice(2, 1);
process.argv[1] = launcher;

const debuggable = require(path.join(path.dirname(launcher), "..", "..", "runtime", "debuggable.js"));
const { debuggablePromise } = debuggable;
// Of an SDK that keeps it elsewhere, everything is as the SDK has it, and slower.
if (
  typeof debuggablePromise === "function" &&
  Object.getOwnPropertyDescriptor(debuggable, "debuggablePromise")?.writable
) {
  debuggable.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}

require(launcher);
