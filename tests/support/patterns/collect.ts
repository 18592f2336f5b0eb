/** Every regular expression of the project's source, as TypeScript's own parser reads it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

export interface Pattern {
  readonly source: string;
  readonly flags: string;
  /** `file:line`. */
  readonly where: string;
}

/** What stands for a part that only the run knows: names, most of all. */
const FILLING = "x";

/** Those of a file: literals, and texts that are given to `RegExp`. What is put into such a text stands as a letter. */
export function patternsOf(root: string, file: string): Pattern[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Pattern[] = [];
  const add = (node: ts.Node, source: string, flags: string) =>
    found.push({
      source,
      flags,
      where: `${file}:${parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1}`,
    });
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      add(node, node.text.slice(1, end), node.text.slice(end + 1));
    } else if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression)) {
      const [source, flags] = node.arguments ?? [];
      add(node, source ? written(source) : "", flags ? written(flags) : "");
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

const isRegExp = (node: ts.Expression): boolean => ts.isIdentifier(node) && node.text === "RegExp";

function written(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => FILLING + literal.text).join("");
  return FILLING;
}
