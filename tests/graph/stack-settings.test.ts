import { describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import { type Properties, SECRET, UNKNOWN, type Value } from "../../graph/resource";
import { readStackSettings, StackSettingsError, stackSettings } from "../../graph/stack-settings";
import { stackGraph } from "../support/graphs";
import { component } from "./fixtures";

const sound = stackGraph("staging").stackOutputs.twincloud as Properties;
const graphWith = (outputs: Properties, ...more: readonly string[]) =>
  graphOf([
    component("pulumi:pulumi:Stack", "s", { outputs }),
    ...more.map((type) => component(type, "component")),
  ]);
const problems = (twincloud: Value) => {
  const found = readStackSettings(graphWith({ twincloud }));
  return found.kind === "invalid" ? found.problems : [];
};

describe("readStackSettings", () => {
  it("gives the settings that a stack of ours carries", () => {
    expect(readStackSettings(graphWith({ twincloud: sound }))).toEqual({ kind: "settings", settings: sound });
  });

  it.each([
    ["isn't there", {}, "the stack has no output twincloud"],
    ["isn't known yet", { twincloud: UNKNOWN }, "the stack's output twincloud isn't known yet"],
    ["is a secret", { twincloud: SECRET }, "the stack's output twincloud is a secret"],
  ])("says that they are missing where the output %s", (_, outputs, because) => {
    expect(readStackSettings(graphWith(outputs))).toEqual({ kind: "missing", ours: false, because });
  });

  it("knows a stack of ours by its components", () => {
    expect(readStackSettings(graphWith({}, "twincloud:Site"))).toMatchObject({ kind: "missing", ours: true });
  });

  it("refuses another version, whatever else is in it", () => {
    const { objectives: _, ...less } = sound;
    expect(problems({ ...less, version: 2 })).toEqual([
      "the stack's output twincloud has version 2, wanted 1",
    ]);
    expect(problems({ jurisdiction: "us" })).toEqual([
      "the stack's output twincloud has no version, wanted 1",
    ]);
  });

  it.each<[string, Value, string]>([
    ["a field that is gone", withoutKey("jurisdiction"), "twincloud.jurisdiction is missing; wanted a text"],
    [
      "a text for a number",
      { ...sound, objectives: { ...(sound.objectives as Properties), maxRtoSeconds: "60" } },
      "twincloud.objectives.maxRtoSeconds is a text; wanted a number of at least 0",
    ],
    [
      "a negative peak",
      { ...sound, peak: { edge: -1 } },
      "twincloud.peak.edge is -1; wanted a number of at least 0",
    ],
    ["a map for a list", { ...sound, unreachable: {} }, "twincloud.unreachable is a map; wanted a list"],
    [
      "a drain without an end",
      { ...sound, drain: [{ site: "s", reason: "r" }] },
      "twincloud.drain[0].until is missing; wanted a text",
    ],
    ["null for a flag", { ...sound, protect: null }, "twincloud.protect is null; wanted true or false"],
    ["another thing altogether", "v1", "twincloud is a text; wanted a map"],
  ])("names the key of %s", (_, twincloud, problem) => {
    expect(problems(twincloud)).toEqual([`the stack's output ${problem}`]);
  });

  it("is an error for who needs them, and never reads as none", () => {
    expect(() => stackSettings(graphWith({ twincloud: { ...sound, version: 2 } }))).toThrow(
      StackSettingsError,
    );
    expect(stackSettings(graphWith({}))).toBeUndefined();
  });
});

function withoutKey(key: string): Properties {
  return Object.fromEntries(Object.entries(sound).filter(([name]) => name !== key));
}
