/**
 * Regular expressions that somebody else's configuration brings, matched in time that grows with the text alone: a
 * pattern that takes for ever must not hang who reads the file. What isn't known of a pattern can't be told. Pure.
 */

type Node =
  | { readonly kind: "char"; readonly is: (char: string) => boolean }
  | { readonly kind: "start" | "end" }
  | { readonly kind: "all" | "either"; readonly of: readonly Node[] }
  | { readonly kind: "repeat"; readonly of: Node; readonly least: 0 | 1; readonly often: boolean };

/** The same few texts are looked through again and again, by every site's rules. */
const ANSWERS = 5000;
const answers = new Map<string, boolean | undefined>();

/** Whether it is found in the text; undefined where the pattern isn't read. */
export function found(pattern: string, ignoresCase: boolean, text: string): boolean | undefined {
  const key = JSON.stringify([pattern, ignoresCase, text]);
  if (!answers.has(key)) {
    if (answers.size >= ANSWERS) answers.clear();
    answers.set(key, look(pattern, ignoresCase, text));
  }
  return answers.get(key);
}

function look(pattern: string, ignoresCase: boolean, text: string): boolean | undefined {
  const node = parsed(ignoresCase ? pattern.toLowerCase() : pattern);
  if (!node) return undefined;
  const all = ignoresCase ? text.toLowerCase() : text;
  const begins = new Set(Array.from({ length: all.length + 1 }, (_, i) => i));
  return endsOf(node, begins, all).size > 0;
}

/** Where it may end, of all the places where it may begin. */
function endsOf(node: Node, begins: ReadonlySet<number>, text: string): ReadonlySet<number> {
  switch (node.kind) {
    case "char":
      return new Set(
        [...begins].filter((at) => at < text.length && node.is(text[at] ?? "")).map((at) => at + 1),
      );
    case "start":
      return new Set([...begins].filter((at) => at === 0));
    case "end":
      return new Set([...begins].filter((at) => at === text.length));
    case "all":
      return node.of.reduce<ReadonlySet<number>>((ends, part) => endsOf(part, ends, text), begins);
    case "either":
      return new Set(node.of.flatMap((part) => [...endsOf(part, begins, text)]));
    case "repeat": {
      const ends = new Set(node.least === 0 ? begins : []);
      let last = endsOf(node.of, begins, text);
      while (last.size > 0) {
        const fresh = new Set([...last].filter((at) => !ends.has(at)));
        for (const at of fresh) ends.add(at);
        if (!node.often) break;
        last = fresh.size === 0 ? fresh : endsOf(node.of, fresh, text);
      }
      return ends;
    }
  }
}

const CLASSES: Readonly<Record<string, (char: string) => boolean>> = {
  d: (char) => char >= "0" && char <= "9",
  w: (char) => /^\w$/.test(char),
  s: (char) => /^\s$/.test(char),
};

class Unread extends Error {}

function parsed(pattern: string): Node | undefined {
  let at = 0;
  const peek = (): string => pattern[at] ?? "";
  const either = (): Node => {
    const of = [all()];
    while (peek() === "|") {
      at += 1;
      of.push(all());
    }
    return { kind: "either", of };
  };
  const all = (): Node => {
    const of: Node[] = [];
    while (at < pattern.length && peek() !== "|" && peek() !== ")") of.push(repeated(one()));
    return { kind: "all", of };
  };
  const repeated = (of: Node): Node => {
    const sign = peek();
    if (sign === "{") throw new Unread();
    if (sign !== "*" && sign !== "+" && sign !== "?") return of;
    at += 1;
    // Whether it takes as little as it can changes nothing in whether it is found.
    if (peek() === "?") at += 1;
    return { kind: "repeat", of, least: sign === "+" ? 1 : 0, often: sign !== "?" };
  };
  const one = (): Node => {
    const char = peek();
    at += 1;
    if (char === "^") return { kind: "start" };
    if (char === "$") return { kind: "end" };
    if (char === ".") return { kind: "char", is: () => true };
    if (char === "[") return { kind: "char", is: listed() };
    if (char === "\\") return { kind: "char", is: escaped() };
    if (char !== "(") return { kind: "char", is: (other) => other === char };
    if (pattern.startsWith("?:", at)) at += 2;
    else if (peek() === "?") throw new Unread();
    const inner = either();
    if (peek() !== ")") throw new Unread();
    at += 1;
    return inner;
  };
  const escaped = (): ((char: string) => boolean) => {
    const char = peek();
    at += 1;
    const known = CLASSES[char];
    if (known) return known;
    if (/^[a-z0-9]?$/i.test(char)) throw new Unread();
    return (other) => other === char;
  };
  const listed = (): ((char: string) => boolean) => {
    const not = peek() === "^";
    if (not) at += 1;
    const any: ((char: string) => boolean)[] = [];
    for (let isFirst = true; peek() !== "]" || isFirst; isFirst = false) {
      if (at >= pattern.length || pattern.startsWith("[:", at)) throw new Unread();
      const char = peek();
      at += 1;
      if (char === "\\") any.push(escaped());
      else if (peek() === "-" && pattern[at + 1] !== "]") {
        const last = pattern[at + 1] ?? "";
        at += 2;
        any.push((other) => other >= char && other <= last);
      } else any.push((other) => other === char);
    }
    at += 1;
    return (other) => any.some((is) => is(other)) !== not;
  };
  try {
    const node = either();
    return at < pattern.length ? undefined : node;
  } catch (error) {
    if (error instanceof Unread) return undefined;
    throw error;
  }
}
