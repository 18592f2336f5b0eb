/** What a pod of any capability is to do, from its environment. Pure. */

/** Told by drills and tests, as JSON: what of the catalog a pod isn't told otherwise. */
export const ANY = "TWINCLOUD_ANY";

/** What is told by it. */
export interface Told {
  /** Of the capabilities that it can't do without, the names. */
  readonly calls: readonly string[];
  readonly needsQueue: boolean;
  readonly needsStore: boolean;
  /** Subject below which it publishes: `messages`. */
  readonly subject?: string;
  /** Of events that it hears. */
  readonly families: readonly string[];
}

export interface Task extends Told {
  /** Of keys that it writes in the stores: `messages/`. */
  readonly prefix?: string;
}

/** @throws Error that names the variable and what is wanted */
export function taskIn(env: NodeJS.ProcessEnv): Task {
  const text = env[ANY];
  if (text === undefined)
    throw new Error(`${ANY} is not set; wanted the capability's needs, as a drill tells them`);
  const [prefix] = (env.TWINCLOUD_STORE_WRITES ?? "").split(" ").filter((one) => one !== "");
  return { ...(JSON.parse(text) as Told), ...(prefix === undefined ? {} : { prefix }) };
}
