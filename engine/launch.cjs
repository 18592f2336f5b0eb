/**
 * Starts a program by its own SDK's launcher. The SDK takes a stack trace for each promise that it makes, to tell of those
 * that never end: mapped to TypeScript's lines, they are most of a run's time. Here they are taken without frames.
 */
"use strict";
const path = require("node:path");

// The SDK tells of an error that nobody caught by `util.inspect`, in colours. What Node does for these takes half a minute
// here, and control characters are no part of a message.
const util = require("node:util");
const { inspect } = util;
util.inspect = Object.assign(
  (value, options, ...rest) =>
    inspect(value, options?.colors ? { ...options, colors: false } : options, ...rest),
  inspect,
);

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
