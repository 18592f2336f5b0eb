/**
 * The SDK loads these on its way in, to turn functions into Lambdas. A preview calls neither, and reading them takes
 * longer than planning a site: so they are loaded when something of them is first used, which may be never. Imported
 * before the SDK.
 */
import Module, { createRequire } from "node:module";

const IDLE = ["typescript", "@npmcli/arborist"];

const ofSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

for (const library of IDLE) {
  const file = pathOf(library);
  if (file !== undefined && require.cache[file] === undefined) putOff(file);
}

/** The SDK brings a TypeScript of its own where there is none. */
function pathOf(library: string): string | undefined {
  try {
    return ofSdk.resolve(library);
  } catch {
    return undefined;
  }
}

function putOff(file: string): void {
  const standIn = new Module(file);
  let real: Record<PropertyKey, unknown> | undefined;
  standIn.exports = new Proxy(
    {},
    {
      get(_, key) {
        // Asked by compiled imports before anything is used: as an ES module it is left as it is.
        if (key === "__esModule") return true;
        if (real === undefined) {
          delete require.cache[file];
          real = ofSdk(file) as Record<PropertyKey, unknown>;
        }
        return key === "default" ? real : real[key];
      },
    },
  );
  standIn.loaded = true;
  require.cache[file] = standIn;
}
