import { defineConfig } from "vitest/config";

// On a machine that does much else, what takes a second may take half a minute.
const common = { testTimeout: 60_000, hookTimeout: 180_000 };
/** Programs of the SDK, which keeps much in the process: each file has one of its own. */
const apart = ["tests/engine/**/*.test.ts"];

export default defineConfig({
  test: {
    // Vitest leaves one core idle of itself, which is half of a small machine.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          ...common,
          name: "shared",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/real/**", ...apart],
          globalSetup: ["tests/support/global-setup.ts"],
          // Modules and graphs are loaded once a worker, and not once a file: half of the time. A test must leave
          // what it finds in the process as it found it.
          isolate: false,
        },
      },
      { test: { ...common, name: "apart", include: apart } },
    ],
  },
});
