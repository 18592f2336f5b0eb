/** HAProxy's configuration as sections with their lines, for what other views ask of it. Pure. */
import { perText } from "./per-text";

export interface Section {
  readonly kind: string;
  readonly name: string;
  /** Without blanks around them, comments and empty ones. */
  readonly lines: readonly string[];
}

const HEAD = /^(global|defaults|frontend|backend|listen|resolvers)\b[ \t]*(\S*)/;

export const sectionsOf = perText((text): readonly Section[] => {
  const found: { kind: string; name: string; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const head = HEAD.exec(line);
    if (head) found.push({ kind: head[1] ?? "", name: head[2] ?? "", lines: [] });
    else if (line.trim() !== "" && !line.trim().startsWith("#")) found.at(-1)?.lines.push(line.trim());
  }
  return found;
});

/** The texts with variables that one of them sets in their place: `"${NAME}"`. */
export function expanded(texts: readonly string[]): string {
  const all = texts.join("\n");
  const set = new Map(
    [...all.matchAll(/^[ \t]*(?:pre)?setenv (\w+) (\S+)$/gm)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
  return all.replaceAll(/"\$\{(\w+)\}"/g, (whole, name: string) => set.get(name) ?? whole);
}
