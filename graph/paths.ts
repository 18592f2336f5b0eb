/** Property paths as Pulumi writes them: `spec.ports[0].name`, `metadata.annotations["a.b/c"]`. */

export type Path = readonly (string | number)[];

export function pathText(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") {
        return `[${part}]`;
      }
      if (!/^[A-Za-z_$][\w$-]*$/.test(part)) {
        return `[${JSON.stringify(part)}]`;
      }
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}

/** Reads a path; `*` and `[*]` become the part `*`. What can't be read ends it: the rest is one last part. */
export function parsePath(text: string): Path {
  const parts: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const [all, dotted, index, quoted] =
      /^\.?(?:([^.[\]"]+)|\[(\d+|\*)\]|\[("(?:[^"\\]|\\.)*")\])/.exec(rest) ?? [];
    if (all === undefined) {
      parts.push(rest);
      break;
    }
    if (dotted !== undefined) {
      parts.push(dotted);
    } else if (quoted !== undefined) {
      parts.push(JSON.parse(quoted) as string);
    } else {
      parts.push(index === "*" ? "*" : Number(index));
    }
    rest = rest.slice(all.length);
  }
  return parts;
}

/** Whether `path` is at or below what `pattern` names. */
export function isWithin(path: Path, pattern: Path): boolean {
  return (
    pattern.length <= path.length && pattern.every((part, index) => part === "*" || part === path[index])
  );
}

/** The same path without the places in lists: how force-new properties are written down. */
export function withoutIndexes(path: Path): readonly string[] {
  return path.filter((part): part is string => typeof part === "string");
}
