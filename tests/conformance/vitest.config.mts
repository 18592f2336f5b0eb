import { defineConfig } from "vitest/config";

/** The lane with the real Pulumi CLI: minutes, so it is run by itself. */
export default defineConfig({
  test: {
    include: ["tests/conformance/*.real.ts"],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
