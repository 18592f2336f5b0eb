/**
 * The SDK loads these on its way in, to turn functions into Lambdas. A preview calls neither, so they are put off.
 * Imported before the SDK.
 */
import { createRequire } from "node:module";

const IDLE = ["typescript", "@npmcli/arborist"];

const { putOff } = require("../engine/put-off.cjs") as {
  putOff(file: string, load: (file: string) => unknown): void;
};

const ofSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

for (const library of IDLE) {
  const file = pathOf(library);
  if (file !== undefined) putOff(file, ofSdk);
}

/** The SDK brings a TypeScript of its own where there is none. */
function pathOf(library: string): string | undefined {
  try {
    return ofSdk.resolve(library);
  } catch {
    return undefined;
  }
}
