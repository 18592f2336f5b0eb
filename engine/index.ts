export * from "./answers";
export type { LogEntry } from "./deployment";
export * from "./errors";
export type { HookBinding, Registration, Source, Timeouts } from "./registration";
export { type RunOptions, type RunResult, runProgram } from "./run";
export * from "./values";
