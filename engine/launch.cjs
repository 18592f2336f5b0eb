/**
 * Starts a program by its own SDK's launcher, without what takes most of a run's time there and tells nobody anything:
 * frames of stack traces, messages for debugging, libraries that aren't called.
 */
"use strict";
const { createRequire } = require("node:module");
const path = require("node:path");
const { putOff } = require("./put-off.cjs");

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
const ofSdk = createRequire(launcher);

/** A file of the SDK; nothing where it has none there. */
function fileOfSdk(file) {
  try {
    return ofSdk(path.join(path.dirname(launcher), "..", "..", file));
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    return {};
  }
}

/** Replaces a function of the SDK's, where it has one there: of an SDK that keeps it elsewhere, everything stays as it is. */
function replace(file, name, make) {
  const owner = fileOfSdk(file);
  const found = owner[name];
  if (typeof found === "function" && Object.getOwnPropertyDescriptor(owner, name)?.writable)
    owner[name] = make(found);
}

// To turn functions into Lambdas; the SDK's own dependency, which it may be without.
try {
  putOff(ofSdk.resolve("@npmcli/arborist"), ofSdk);
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
}

// For each promise that it makes, to tell of those that never end: mapped to TypeScript's lines.
replace("runtime/debuggable.js", "debuggablePromise", (traced) => (promise, context) => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return traced(promise, context);
  } finally {
    Error.stackTraceLimit = limit;
  }
});

// Three messages over the wire for each resource, which nobody reads.
replace("log/index.js", "debug", () => () => Promise.resolve());

// The top level of an ES module is no function, and stands in a stack trace without parentheses: the SDK overlooks it.
const { Resource } = fileOfSdk("resource.js");
if (Resource?.framePositionRegExp instanceof RegExp)
  Resource.framePositionRegExp = /^\s*at (?:.* \()?(?<file>.*):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/;

ofSdk(launcher);
