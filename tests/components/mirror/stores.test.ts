import { describe, expect, it } from "vitest";
import { readStores, writeStores } from "../../../graph/dependencies";
import { chicago, ohio } from "./fixture";

describe("stores named on what copies them", () => {
  it("are written as provider, region and bucket", () => {
    expect(writeStores([ohio, chicago])).toBe(
      "aws/us-east-2/media-us-east-2,oci/us-chicago-1/media-us-chicago-1",
    );
  });

  it("are none where nothing is written", () => {
    expect(readStores(undefined)).toEqual([]);
  });

  it.each(["media", "aws/us-east-2", "aws//media", "aws/us-east-2/media/2026"])("are not %s", (text) => {
    expect(() => readStores(text)).toThrow(text);
  });
});
