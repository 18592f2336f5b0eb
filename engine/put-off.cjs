/**
 * The SDK loads libraries on its way in that most runs never call. Reading one takes longer than planning a site: put
 * off, it is loaded when something of it is first used, which may be never.
 */
"use strict";
const Module = require("node:module");

/**
 * @param {string} file of the library, as it would be required
 * @param {(file: string) => unknown} load a `require` that the library may be loaded by
 */
exports.putOff = (file, load) => {
  if (require.cache[file] !== undefined) return;
  const standIn = new Module(file);
  let real;
  standIn.exports = new Proxy(
    {},
    {
      get(_, key) {
        // Asked by compiled imports before anything is used: as an ES module it is left as it is.
        if (key === "__esModule") return true;
        if (real === undefined) {
          delete require.cache[file];
          real = load(file);
        }
        return key === "default" ? real : real[key];
      },
    },
  );
  standIn.loaded = true;
  require.cache[file] = standIn;
};
