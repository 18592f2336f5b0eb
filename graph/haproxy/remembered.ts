/** What is worked out of a text once: configurations of several sites say nearly the same. Pure for those who ask. */

/** @param most how many texts are kept; with one more all are forgotten */
export function remembered<T>(most: number, work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      if (known.size >= most) known.clear();
      found = work(text);
      known.set(text, found);
    }
    return found;
  };
}
