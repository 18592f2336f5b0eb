/** Sections of a HAProxy configuration. Pure. */

/** The text of each backend, by its name. */
export const backends = (text: string): ReadonlyMap<string, string> => sections(text, "backend");

/** The text of each frontend, by its name. */
export const frontends = (text: string): ReadonlyMap<string, string> => sections(text, "frontend");

function sections(text: string, kind: "backend" | "frontend"): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const section of text.split(/\n(?=(?:backend|frontend|resolvers|global|defaults)\b)/)) {
    const [, of, name] = /^(backend|frontend) (\S+)/.exec(section) ?? [];
    if (of === kind && name) found.set(name, section);
  }
  return found;
}
