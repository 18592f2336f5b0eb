import { expect, it } from "vitest";
import { lacking } from "./lacking";

const told = (env: Record<string, string>) => {
  let text = "";
  lacking("the CLI is not there", env, { write: (line: string) => (text += line) });
  return text;
};

it("what the engine's lane lacks is told where it is left out", () => {
  expect(told({})).toBe("conformance: skipped: the CLI is not there\n");
  expect(told({ TWINCLOUD_NO_SKIP: "" })).toBe("conformance: skipped: the CLI is not there\n");
});

it("what the engine's lane lacks fails it where nothing may be left out", () => {
  expect(() => told({ TWINCLOUD_NO_SKIP: "1" })).toThrow(/^conformance: the CLI is not there$/);
});
