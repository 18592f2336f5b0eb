import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { rooms, root } from "./imports";
import { mayImport, placesNamed, rowsBelow } from "./page";

describe("docs/architecture.md", () => {
  it("has a row for each room, and none for rooms that are gone", () => {
    expect([...mayImport.keys()].sort()).toEqual(rooms);
  });

  it("names no file and no folder that isn't there", () => {
    const isThere = (place: string) =>
      ["", ...rooms, "tests"].some((room) => existsSync(path.join(root, room, place)));
    const missing = placesNamed().filter((place) => !place.includes("<") && !isThere(place));
    expect(missing).toEqual([]);
  });

  it.each([
    "a check's timing",
    "a rule's message",
    "a fault's effect",
    "a cloud's region table",
    "a column of the report",
  ])("says where to change %s", (what) => {
    const row = rowsBelow("## To change something").find(([first]) => first?.startsWith(what));
    expect(row?.[1]).toMatch(/`[a-z]+\//);
  });
});
