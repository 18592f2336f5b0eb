/** What is read of a text once, however many graphs hold the same text: configurations are alike at every site. */

/** The most texts that are kept; then all are let go, as each graph has its own. */
const MOST = 1000;

/** @param read pure; what it gives is shared and not to be changed. */
export function perText<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly read: T }>();
  return (text) => {
    let entry = known.get(text);
    if (!entry) {
      if (known.size >= MOST) known.clear();
      entry = { read: read(text) };
      known.set(text, entry);
    }
    return entry.read;
  };
}
