import { describe, expect, it } from "vitest";
import { UNKNOWN, type Value } from "../../../graph/resource";
import { booleanAt, numberAt } from "../../../graph/views/read";

describe("booleanAt", () => {
  it.each<[Value, boolean | undefined]>([
    [true, true],
    ["true", true],
    ["True", true],
    [" true ", true],
    ["1", true],
    [1, true],
    [false, false],
    ["false", false],
    ["FALSE", false],
    ["0", false],
    [0, false],
    ["", undefined],
    ["yes", undefined],
    [2, undefined],
    [null, undefined],
    [[], undefined],
    [UNKNOWN, undefined],
  ])("reads %j as %j", (value, wanted) => {
    expect(booleanAt({ value }, "value")).toBe(wanted);
  });
});

describe("numberAt", () => {
  it.each<[Value, number | undefined]>([
    [5, 5],
    ["5", 5],
    [" 5 ", 5],
    ["5.0", 5],
    ["1e3", 1000],
    ["-1", -1],
    ["", undefined],
    ["0x10", undefined],
    ["Infinity", undefined],
    ["5 s", undefined],
    [true, undefined],
    [UNKNOWN, undefined],
  ])("reads %j as %j", (value, wanted) => {
    expect(numberAt({ value }, "value")).toBe(wanted);
  });
});
