/** YAML as people write it in this project: two spaces, short lists and maps on a line, nothing wrapped. Pure. */
import { Document, isCollection, isMap, isScalar, Scalar, visit } from "yaml";

/** Of what Pulumi's CLI, which reads YAML 1.1, would take for something else than text. */
const quotedIn11 = /^(y|n|yes|no|on|off|true|false|null|~)$/i;

const MOST_ON_A_LINE = 4;

export function yamlText(content: unknown): string {
  const document = new Document(content, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "string" && quotedIn11.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
    Collection: (_, node) => {
      const isFlat = node.items.every(
        (item) => isScalar(item) || (!isCollection(item) && isScalar(heldBy(item))),
      );
      if (isFlat && (!isMap(node) || node.items.length <= MOST_ON_A_LINE) && node !== document.contents)
        node.flow = true;
    },
  });
  const lines = document.toString({ lineWidth: 0 }).split("\n");
  return lines.map(withoutBlanks).join("\n");
}

/** Blanks stand within braces and not within brackets. */
const withoutBlanks = (line: string): string =>
  line.endsWith(" ]") ? `${line.slice(0, -2).replace(": [ ", ": [")}]` : line;

const heldBy = (item: unknown): unknown => (item as { value?: unknown } | null)?.value;

/** A text as a value of a line that is written by hand. */
export const yamlWord = (text: string): string =>
  quotedIn11.test(text) || !/^[A-Za-z][A-Za-z0-9.@_/-]*$/.test(text) ? JSON.stringify(text) : text;
