/** What is read of a text once, however many graphs hold the same text: configurations are alike at every site. */

/**
 * @param read pure; what it gives is shared and not to be changed.
 * @param most how many texts are kept; then all are let go, as each graph has its own.
 */
export function perText<T>(read: (text: string) => T, most = 1000): (text: string) => T {
  const known = new Map<string, { readonly read: T }>();
  return (text) => {
    let entry = known.get(text);
    if (!entry) {
      if (known.size >= most) known.clear();
      entry = { read: read(text) };
      known.set(text, entry);
    }
    return entry.read;
  };
}
