/** NATS' configuration as a tree: blocks, lists and texts, whatever separates them. Pure. */
import { withoutComments } from "../views/nats-text";

export type Tree = string | readonly Tree[] | Block;
export interface Block {
  readonly [key: string]: Tree;
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[{}[\]]|[^\s{}[\]:=,;"']+/g;

/** Undefined where brackets don't match or a key has no value. */
export function treeOf(text: string): Block | undefined {
  const tokens = withoutComments(text).match(TOKEN) ?? [];
  let at = 0;
  let broken = false;
  const plain = (token: string): string =>
    token.startsWith('"') || token.startsWith("'") ? token.slice(1, -1) : token;
  const value = (): Tree => {
    const token = tokens[at];
    at += 1;
    if (token === "{") return block("}");
    if (token === "[") {
      const items: Tree[] = [];
      while (at < tokens.length && tokens[at] !== "]") items.push(value());
      if (tokens[at] !== "]") broken = true;
      at += 1;
      return items;
    }
    if (token === undefined || token === "}" || token === "]") {
      broken = true;
      return "";
    }
    return plain(token);
  };
  const block = (end: string | undefined): Block => {
    const found: Record<string, Tree> = {};
    while (at < tokens.length && tokens[at] !== end && !broken) {
      const key = plain(tokens[at] ?? "");
      at += 1;
      found[key] = value();
    }
    if (tokens[at] !== end) broken = true;
    at += 1;
    return found;
  };
  const tree = block(undefined);
  return broken ? undefined : tree;
}

export const blockIn = (tree: Tree | undefined, key: string): Block => asBlock(asBlock(tree)[key]);
export const asBlock = (tree: Tree | undefined): Block =>
  typeof tree === "object" && !Array.isArray(tree) ? (tree as Block) : {};
export const listIn = (tree: Tree | undefined, key: string): readonly Tree[] => {
  const found = asBlock(tree)[key];
  return Array.isArray(found) ? (found as readonly Tree[]) : typeof found === "string" ? [found] : [];
};
export const wordIn = (tree: Tree | undefined, key: string): string | undefined => {
  const found = asBlock(tree)[key];
  return typeof found === "string" ? found : undefined;
};
