// The engine loads a pack's `main` by itself; the project's TypeScript is compiled on the way.
require("tsx/cjs");
require("./index.ts");
