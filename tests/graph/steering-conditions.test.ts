import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionOf } from "../../graph/clouds/oci/conditions";

const blanks = fc.array(fc.constantFrom(" ", "\t"), { maxLength: 3 }).map((all) => all.join(""));

describe("conditions of a steering policy", () => {
  it("keep what isn't switched off, however the blanks stand", () => {
    fc.assert(
      fc.property(blanks, blanks, blanks, blanks, (a, b, c, d) => {
        expect(conditionOf(`${a}answer.isDisabled${b}!=${c}true${d}`)).toEqual({ kind: "enabled" });
      }),
    );
  });

  it("name an answer, however the blanks stand", () => {
    fc.assert(
      fc.property(blanks, blanks, blanks, blanks, (a, b, c, d) => {
        expect(conditionOf(`${a}answer.name${b}==${c}'oci us'${d}`)).toEqual({
          kind: "named",
          name: "oci us",
        });
      }),
    );
  });

  it.each(["answer.isDisabled == false", "true != answer.isDisabled", undefined])(
    "keep what isn't switched off by %j",
    (text) => {
      expect(conditionOf(text)).toEqual({ kind: "enabled" });
    },
  );

  it.each([`answer.name=='x'`, `answer.name == "x"`, `'x' == answer.name`])("name x by %s", (text) => {
    expect(conditionOf(text)).toEqual({ kind: "named", name: "x" });
  });

  it.each([
    "",
    "answer.isDisabled == true",
    "answer.isDisabled",
    "answer.name != 'x'",
    "answer.name == 'x' or answer.name == 'y'",
    "answer.pool == 'x'",
    `answer.name == 'x"`,
  ])("can't be read in %j", (text) => {
    expect(conditionOf(text)).toEqual({ kind: "unreadable" });
  });
});
