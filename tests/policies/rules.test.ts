import { describe, expect, it } from "vitest";
import { configSchemas } from "../../policies/pack/pack-config";
import { protects } from "../../policies/pack/protects";
import { rules } from "../../policies/rules";

const ids = rules.map(({ id }) => id);

describe("the rules", () => {
  it("have ids of their own, in kebab case", () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it("say what they are, why, and how to mend it, in a sentence each", () => {
    const sentence = /^[A-Z].*\.$/s;
    for (const { id, title, why, mend } of rules) {
      expect({ id, title }).toEqual({ id, title: expect.stringMatching(/^[A-Z][^.]*$/) });
      expect({ id, why }).toEqual({ id, why: expect.stringMatching(sentence) });
      expect({ id, mend }).toEqual({ id, mend: expect.stringMatching(sentence) });
    }
  });

  it("each stand in one group of docs/rules.md", () => {
    const grouped = protects.flatMap(({ rules: own }) => own);
    expect([...grouped].sort()).toEqual([...ids].sort());
  });

  it("are there for every setting of the pack", () => {
    expect(Object.keys(configSchemas).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
