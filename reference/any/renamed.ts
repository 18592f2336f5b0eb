/** Keys of one prefix under another: what was written for a capability's own name serves any. Pure but for the store. */
import type { Answer } from "../frame/http";
import type { Store } from "../stores/store";

const renamed = (key: string, from: string, to: string): string =>
  key.startsWith(from) ? `${to}${key.slice(from.length)}` : key;

/** The store in which what is asked for below `from` stands below `to`. */
export function renamedStore(store: Store, from: string, to: string): Store {
  return {
    spec: store.spec,
    get isUp() {
      return store.isUp !== false;
    },
    put: (key, body, contentType) => store.put(renamed(key, from, to), body, contentType),
    get: (key) => store.get(renamed(key, from, to)),
    has: (key) => store.has(renamed(key, from, to)),
  };
}

/** An answer with the keys under which things stand. */
export function renamedAnswer(answer: Answer, from: string, to: string): Answer {
  const told = Object.entries((answer.body ?? {}) as Record<string, unknown>).map(([name, value]) => [
    name,
    typeof value === "string" && (name === "key" || name === "manifestKey")
      ? renamed(value, from, to)
      : value,
  ]);
  return { ...answer, body: Object.fromEntries(told) };
}
