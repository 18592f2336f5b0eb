import { describe, expect, it } from "vitest";
import { readEarlier } from "../../../report/against/earlier";
import { InputError } from "../../../report/input-error";
import { renderJson } from "../../../report/json";
import { renderState } from "../../../report/state";
import { twoSites } from "../../graph/fixtures";

const graph = twoSites();

describe("readEarlier", () => {
  it("reads a preview.json", () => {
    const earlier = readEarlier(renderJson({ stack: "test", graph }), "base.json");
    expect(earlier).toMatchObject({ file: "base.json", stack: "test" });
    expect(earlier.resources).toHaveLength(graph.resources.length);
  });

  it("reads an exported state, whose stack its URNs tell", () => {
    const earlier = readEarlier(renderState(graph), "state.json");
    expect(earlier.stack).toBe("test");
    expect(earlier.resources).toHaveLength(graph.resources.length);
  });

  it.each([
    ["no JSON", "{", "base.json: is not JSON: "],
    ["no object", "[]", "base.json: is not an object; wanted a preview.json of version 1 or 2"],
    [
      "a preview of another version",
      '{"version":3}',
      "base.json: has version 3; wanted a preview.json of version 1 or 2",
    ],
    [
      "a preview without resources",
      '{"version":1,"stack":"a"}',
      "base.json: has no 'stack' or no 'resources'",
    ],
    ["a state of another version", '{"version":5,"deployment":{}}', "base.json: has deployment version 5"],
    ["a state that holds nothing", '{"version":3,"deployment":{}}', "base.json: holds no resource"],
  ])("refuses %s in one line that names the file", (_, text, message) => {
    expect(() => readEarlier(text, "base.json")).toThrow(InputError);
    expect(() => readEarlier(text, "base.json")).toThrow(message);
  });
});
