/** Sections of a HAProxy configuration. Pure. */

/** The text of each backend, by its name. */
export function backends(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const section of text.split(/\n(?=(?:backend|frontend|resolvers|global|defaults)\b)/)) {
    const name = /^backend (\S+)/.exec(section)?.[1];
    if (name) found.set(name, section);
  }
  return found;
}
