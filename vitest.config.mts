import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/real/**"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
