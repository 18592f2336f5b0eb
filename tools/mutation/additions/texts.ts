/** What could be added to a text or stand in it instead, by what the text is. Pure. */
import { editsOfHaproxy, isHaproxy } from "./haproxy";
import type { Edit } from "./insert";
import { editsOfPolicy, isPolicy } from "./json-policies";
import { editsOfNats, isNats } from "./nats";
import { editsOfShell, isShell } from "./shell";
import { editsOfStatement, isStatement } from "./statements";
import { editsOfStream } from "./streams";

export function addedTo(text: string): Edit[] {
  if (isPolicy(text)) return editsOfPolicy(text);
  if (isStatement(text)) return editsOfStatement(text);
  if (!text.includes("\n")) return [];
  if (isShell(text)) return editsOfShell(text);
  if (isHaproxy(text)) return editsOfHaproxy(text);
  if (isNats(text)) return editsOfNats(text);
  return editsOfStream(text);
}
