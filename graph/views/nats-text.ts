/** Reads what a rule asks of NATS' configuration files: a block, a setting in it. Comments and includes as NATS does. */
import { perText } from "./per-text";

/** What stands between the braces of a block at the top of the text; undefined where there is no such block. */
export function blockOf(text: string, name: string): string | undefined {
  const blocks = blocksOf(text, name);
  return blocks.length === 0 ? undefined : blocks.join("\n");
}

/** A setting at the top of a block's text, without quotes. */
export function settingOf(block: string, key: string): string | undefined {
  const flat = topOf(block);
  const match = new RegExp(
    `(?:^|[\\n;,{])[^\\S\\n]*"?${key}"?(?:\\s*[:=]\\s*|\\s+)("[^"]*"|'[^']*'|[^\\s;,}]+)`,
  ).exec(flat);
  return match?.[1]?.replace(/^(["'])(.*)\1$/, "$2");
}

/** Files named by `include` are put in the place of the line, where they are among these; else the line stays. */
export function withIncludes(text: string, files: Readonly<Record<string, string>>): string {
  return text.replace(
    /^([ \t]*)include\s+["']?(?:\.\/)?([^\s"';]+)["']?[ \t]*(?:;[ \t]*)?$/gm,
    (line, indent, file) => (files[file] === undefined ? line : `${indent}${files[file]}`),
  );
}

/** Without comments: `#` and `//` to the end of the line, outside of quotes. */
export const withoutComments = perText((text): string =>
  text.replace(/"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'|(?:#|\/\/)[^\n]*/g, (found) =>
    found.startsWith('"') || found.startsWith("'") ? found : "",
  ),
);

const blocksOf = (text: string, name: string): readonly string[] =>
  blocksIn(text).flatMap((block) => (block.name === name ? block.text : []));

/** Every block at the top of a text. */
const blocksIn = perText((whole): readonly { readonly name: string; readonly text: string }[] => {
  const text = withoutComments(whole);
  const found: { name: string; text: string }[] = [];
  let depth = 0;
  let word = "";
  let start = -1;
  scan(text, (token, end) => {
    if (token === "{" || token === "[") {
      if (depth === 0 && token === "{") start = end;
      depth += 1;
    } else if (token === "}" || token === "]") {
      depth -= 1;
      if (depth === 0 && start >= 0) {
        found.push({ name: word, text: text.slice(start, end - 1) });
        start = -1;
      }
    } else if (depth === 0 && token !== ":" && token !== "=") {
      word = token.replace(/^["']|["']$/g, "");
    }
  });
  return found;
});

/** The text of the outermost level alone: what stands in braces or brackets is left out. */
const topOf = perText((text): string => {
  let depth = 0;
  let top = "";
  let from = 0;
  scan(text, (token, end) => {
    if (token === "{" || token === "[") {
      if (depth === 0) top += text.slice(from, end - 1);
      depth += 1;
    } else if (token === "}" || token === "]") {
      depth -= 1;
      if (depth === 0) from = end;
    }
  });
  return depth === 0 ? top + text.slice(from) : top;
});

function scan(text: string, visit: (token: string, end: number) => void): void {
  const tokens = /"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'|[{}[\]:=]|[^\s{}[\]:=,;"'][^\s{}[\]:=,;]*/g;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    visit(match[0], match.index + match[0].length);
  }
}
