/** The list of CONTRIBUTING.md's "A third provider". `npm run docs -- --check` asks the compiler itself. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { withPlaces } from "../../tools/provider-places";

const root = path.resolve(__dirname, "../..");
const page = readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8");
const marks = ["<!-- made by npm run docs -->", "<!-- end -->"] as const;

function listed(text: string): string[] {
  const [from = "", to = ""] = marks;
  const list = text.slice(text.indexOf(from), text.indexOf(to));
  return [...list.matchAll(/^- `(.+)`$/gm)].map(([, place = ""]) => place);
}

describe("the list of a third provider's places", () => {
  it("names files that know all providers by the contract's own type", () => {
    const places = listed(page);
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) {
      expect(readFileSync(path.join(root, place), "utf8"), place).toContain("ProviderName");
    }
  });

  it("is made anew between its marks, and nothing else is", () => {
    const text = `before\n${marks.join("\n- `old.ts`\n")}\nafter\n`;
    const once = withPlaces(text, ["a.ts", "b/c.ts"]);
    expect(listed(once)).toEqual(["a.ts", "b/c.ts"]);
    expect(once.startsWith("before\n")).toBe(true);
    expect(once.endsWith("\nafter\n")).toBe(true);
    expect(withPlaces(once, ["a.ts", "b/c.ts"])).toBe(once);
  });

  it("is an error on a page without marks", () => {
    expect(() => withPlaces("no marks here", ["a.ts"])).toThrow(/found no <!-- made by/);
  });
});
