/**
 * Texts that make a regular expression look again and again, read from the expression itself: what leads up to a part
 * that may be repeated, the part many times, and an end that doesn't fit. Pure.
 */

/** `before`, then `pump` many times, then `after`. */
export interface Attack {
  readonly before: string;
  readonly pump: string;
  readonly after: string;
}

type Node =
  | { readonly kind: "one"; readonly source: string }
  | { readonly kind: "row"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly options: readonly Node[] }
  | { readonly kind: "many"; readonly of: Node; readonly least: number; readonly most: number }
  /** Takes no text: an anchor, or what looks ahead or behind. */
  | { readonly kind: "nothing"; readonly inside?: Node };

/** From so many times on a part counts as repeated without end. */
const MANY = 50;
const MOST_SAMPLES = 8;
const MOST_ATTACKS = 80;
const ends = ["", "\u0000", "\n\u0000"];

export function attacksOn(source: string, flags: string): Attack[] {
  const tree = new Reader(source).read();
  const letters = candidates(source);
  const pumped = [...pumps(tree, "", { letters, flags })];
  const seen = new Set<string>();
  return pumped
    .flatMap(({ before, pump }) => [
      { before, pump },
      // Where the expression may begin anywhere, all of it again is many beginnings.
      { before: "", pump: before + pump },
    ])
    .filter(({ before, pump }) => {
      const key = `${before}\u0000${pump}`;
      const isNew = pump !== "" && !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .slice(0, MOST_ATTACKS)
    .flatMap((attack) => ends.map((after) => ({ ...attack, after })));
}

/** Characters that are tried for a class: the expression's own, and such as stand in most texts. */
const candidates = (source: string): readonly string[] =>
  [...new Set([" ", "a", "0", "\n", ...source.replace(/[^ -~]/g, ""), "A", "\t", '"', "'", "é"])].slice(
    0,
    60,
  );

interface Letters {
  readonly letters: readonly string[];
  readonly flags: string;
}

function* pumps(node: Node, before: string, how: Letters): Generator<Omit<Attack, "after">> {
  switch (node.kind) {
    case "row": {
      let led = before;
      for (const item of node.items) {
        yield* pumps(item, led, how);
        led += samples(item, how)[0] ?? "";
      }
      return;
    }
    case "choice":
      for (const option of node.options) yield* pumps(option, before, how);
      return;
    case "many":
      if (node.most >= MANY) for (const pump of samples(node.of, how)) yield { before, pump };
      yield* pumps(node.of, before, how);
      return;
    case "nothing":
      if (node.inside) yield* pumps(node.inside, before, how);
  }
}

/** A few texts that a part takes, the plainest first. */
function samples(node: Node, how: Letters): string[] {
  switch (node.kind) {
    case "one": {
      const one = new RegExp(`^(?:${node.source})$`, how.flags.replace(/[gy]/g, ""));
      return how.letters.filter((letter) => one.test(letter)).slice(0, MOST_SAMPLES);
    }
    case "row": {
      const all = node.items.map((item) => samples(item, how)).map((some) => (some.length > 0 ? some : [""]));
      const ways = Math.min(MOST_SAMPLES, Math.max(1, ...all.map(({ length }) => length)));
      return Array.from({ length: ways }, (_, way) => all.map((some) => some[way % some.length]).join(""));
    }
    case "choice":
      return node.options.flatMap((option) => samples(option, how)).slice(0, MOST_SAMPLES);
    case "many": {
      const times = Math.min(MANY, Math.max(1, node.least));
      const some = samples(node.of, how).map((sample) => sample.repeat(times));
      return node.least === 0 ? [...some, ""] : some;
    }
    case "nothing":
      return [""];
  }
}

/** Reads an expression, as far as attacks need it. */
class Reader {
  private at = 0;
  constructor(private readonly source: string) {}

  read(): Node {
    const options = [this.row()];
    while (this.source[this.at] === "|") {
      this.at++;
      options.push(this.row());
    }
    return options.length === 1 ? (options[0] as Node) : { kind: "choice", options };
  }

  private row(): Node {
    const items: Node[] = [];
    while (this.at < this.source.length && !"|)".includes(this.source[this.at] as string))
      items.push(this.repeated(this.part()));
    return { kind: "row", items };
  }

  private part(): Node {
    const rest = this.source.slice(this.at);
    const opening = /^\((?:\?(?::|<?[=!]|<[\w$]+>))?/.exec(rest)?.[0];
    if (opening !== undefined) {
      this.at += opening.length;
      const inside = this.read();
      this.at++;
      return /[=!]$/.test(opening) ? { kind: "nothing", inside } : inside;
    }
    const one =
      /^\[(?:\\[\s\S]|[^\]\\])*\]/.exec(rest)?.[0] ??
      /^\\(?:u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|k<[^>]*>|[\s\S])/.exec(
        rest,
      )?.[0] ??
      (rest[0] as string);
    this.at += one.length;
    // What was taken before is taken again: one letter of it is as good as any here.
    if (/^\\(?:[1-9]|k<)/.test(one)) return { kind: "one", source: "." };
    return /^(?:[$^]|\\[bB])$/.test(one) ? { kind: "nothing" } : { kind: "one", source: one };
  }

  private repeated(of: Node): Node {
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.source.slice(this.at));
    if (!found) return of;
    this.at += found[0].length;
    const [, sign, from, comma, to] = found;
    if (sign) return { kind: "many", of, least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : Infinity };
    const least = Number(from);
    return { kind: "many", of, least, most: comma ? (to ? Number(to) : Infinity) : least };
  }
}
