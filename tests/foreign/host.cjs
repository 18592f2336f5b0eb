/**
 * Runs programs one after the other in one process, each by the SDK's own runner and in a state of the SDK's that no other
 * sees: the SDKs, and the compiler, are loaded once. Told by messages what to run; answers when it has ended.
 */
"use strict";
const Module = require("node:module");
const { createRequire } = Module;
const path = require("node:path");

process.setMaxListeners(0);
let sdk;

/** What the runner looks for anew at every start, once: two compilers in a row would compile what is compiled. */
function load(launcher) {
  const ofSdk = createRequire(launcher);
  const runtime = path.join(path.dirname(launcher), "..", "..");
  const { tsnodeRequire } = ofSdk(path.join(runtime, "tsutils.js")).typeScriptRequireStrings();
  const compiler = ofSdk(tsnodeRequire);
  const { register } = compiler;
  let registered;
  compiler.register = (options) => {
    registered ??= register(options);
    return registered;
  };
  // The runner loads the launcher, which would take this process for a program's.
  const standIn = new Module(launcher);
  standIn.loaded = true;
  require.cache[launcher] = standIn;
  ofSdk(path.join(runtime, "log/index.js")).debug = () => Promise.resolve();
  return {
    settings: ofSdk(path.join(runtime, "runtime/settings.js")),
    config: ofSdk(path.join(runtime, "runtime/config.js")),
    state: ofSdk(path.join(runtime, "runtime/state.js")),
    runner: ofSdk(path.join(path.dirname(launcher), "run.js")),
  };
}

async function run({ program, address }) {
  sdk ??= load(program.launcher);
  const { settings, config, state, runner } = sdk;
  process.env.PULUMI_NODEJS_TYPESCRIPT = String(program.typescript);
  process.env.PULUMI_NODEJS_TRANSPILE_ONLY = "true";
  globalThis.stackResource = undefined;
  await state.withLocalStorage(async () => {
    settings.resetOptions(program.project, program.stack, 64, address, address, true, program.organization);
    config.setAllConfig({ ...program.config }, [...program.secretConfigKeys]);
    // What nobody catches is told below: the runner would tell it outside this state, where no engine is known.
    const isTold = () => true;
    await runner.run(
      { pwd: program.folder, _: [program.entry] },
      () => {},
      () => {},
      isTold,
    );
    await settings.disconnect();
  });
}

const failed = (error) => process.send({ code: 1, line: String(error?.stack ?? error) });
for (const uncaught of ["uncaughtException", "unhandledRejection"]) process.on(uncaught, failed);

process.on("message", (asked) => {
  run(asked).then(() => process.send({ code: 0 }), failed);
});
