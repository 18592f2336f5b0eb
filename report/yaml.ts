/** YAML that reads the same in version 1.1, which kubectl speaks, as in 1.2. */
import { Document, Scalar, visit } from "yaml";
import { hasActing, quotedPrintable } from "./printable";

/** A number in YAML 1.2 and a text in 1.1. */
const octalOf12 = /^0o[0-7]+$/;

/** A document of its own, to stand in a file with others after `---`. */
export function yamlOf(value: unknown): string {
  // Version 1.1 quotes what would be no text there: `yes`, `0777`, `12:30`.
  const document = new Document(value, { version: "1.1", aliasDuplicateObjects: false });
  visit(document, {
    Scalar(key, node) {
      if (typeof node.value !== "string") {
        return;
      }
      if (octalOf12.test(node.value) || hasActing(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      } else if (key !== "key" && node.value.includes("\n")) {
        node.type = isBlock(node.value) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
      }
    },
  });
  const text = document.toString({
    directives: false,
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  // What acts stands in double quotes alone, where its code says the same.
  return quotedPrintable(text);
}

/** Whether a block shows the text as it is: it begins with a letter, and no line is white space alone. */
function isBlock(text: string): boolean {
  return /^\S/.test(text) && /\S\n?$/.test(text) && !/\r|^[^\S\n]+$/m.test(text);
}
