import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { hostileTexts, milliseconds } from "../support/hostile-text";
import { filesIn } from "./imports";

/** Folders whose patterns meet texts of users: states, stack files, manifests, messages. */
const folders = [
  "graph",
  "policies",
  "report",
  "cli",
  "stacks",
  "resilience",
  "engine",
  "rollout",
  "components",
];

interface Written {
  readonly place: string;
  readonly pattern: RegExp;
}

function patternsIn(file: string): Written[] {
  const text = readFileSync(path.join(__dirname, "../..", file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Written[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const end = node.text.lastIndexOf("/");
      const pattern = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
      found.push({ place: `${file}:${line} ${node.text}`, pattern });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What can be repeated without end; the others look at each place once. */
const isUnbounded = ({ source }: RegExp): boolean =>
  /[*+]|\{\d+,\}/.test(source.replace(/\\.|\[[^\]]*\]/g, "x"));

/** Finds what there is: of a global one the first few, as what matches is passed by and not looked at again. */
function apply(pattern: RegExp, text: string): void {
  const own = new RegExp(pattern);
  for (let found = own.exec(text), count = 0; found !== null && own.global && count < 50; count++) {
    if (found[0] === "") own.lastIndex += 1;
    found = own.exec(text);
  }
}

/** Shorter than this the clock says little of it. */
const TOLD_MS = 3;
const LONGEST = 8192;

/**
 * Twice the text takes twice the time; four times would be a quadratic one. From short texts to longer ones, so that
 * one that grows by the cube is found before it takes an hour.
 */
function grows(pattern: RegExp): boolean {
  const time = (text: string): number => milliseconds(() => apply(pattern, text));
  return hostileTexts(pattern).some((text) => {
    for (let length = 2048; length <= LONGEST; length *= 2) {
      const once = time(text(length));
      if (once >= TOLD_MS) return time(text(2 * length)) > 3 * once;
    }
    return false;
  });
}

describe("regular expressions that meet texts of users", () => {
  const written = folders.flatMap(filesIn).flatMap(patternsIn);

  it("take twice the time for twice the text, and not four times", () => {
    expect(written.length).toBeGreaterThan(100);
    expect(
      written.filter(({ pattern }) => isUnbounded(pattern) && grows(pattern)).map(({ place }) => place),
    ).toEqual([]);
  }, 120_000);
});

describe("the search for those that grow faster", () => {
  it.each([/^\s*timeout (\d+)s/m, /clusters[\s\S]*?token:/, /^(\d+\.?\d*)+$/, /\ba[a-z.]*:\/\//])(
    "finds %s",
    (pattern) => {
      expect(grows(pattern)).toBe(true);
    },
  );

  it.each([/^[ \t]*timeout (\d+)s/m, /^\d+(?:\.\d*)?$/, /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/])(
    "leaves %s alone",
    (pattern) => {
      expect(grows(pattern)).toBe(false);
    },
  );
});
