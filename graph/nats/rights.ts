/** Who may publish and hear what in NATS' accounts, and where it comes to. Pure. */
import { asBlock, type Block, blockIn, listIn, type Tree, wordIn } from "./tree";

/** Whether a pattern of subjects takes in all that another one does. */
export function covers(pattern: string, subject: string): boolean {
  const [own, other] = [pattern.split("."), subject.split(".")];
  for (let i = 0; i < own.length; i += 1) {
    if (own[i] === ">") return other.length > i;
    if (i >= other.length || other[i] === ">") return false;
    if (own[i] !== "*" && own[i] !== other[i]) return false;
  }
  return own.length === other.length;
}

/** Whether some subject is in both. */
export function overlap(a: string, b: string): boolean {
  const [one, other] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.max(one.length, other.length); i += 1) {
    if (one[i] === ">" || other[i] === ">") return one[i] !== undefined && other[i] !== undefined;
    if (one[i] === undefined || other[i] === undefined) return false;
    if (one[i] !== "*" && other[i] !== "*" && one[i] !== other[i]) return false;
  }
  return true;
}

export interface UserView {
  readonly name: string;
  readonly account: string;
  readonly raw: Block;
}

export function usersOf(accounts: Block): UserView[] {
  return Object.entries(accounts).flatMap(([account, tree]) =>
    listIn(tree, "users").map((user) => ({ name: wordIn(user, "user") ?? "", account, raw: asBlock(user) })),
  );
}

/** What keeps a user from publishing or hearing a subject; undefined where nothing does. */
export function keptFrom(user: UserView, kind: "publish" | "subscribe", subject: string): string | undefined {
  const permissions = user.raw.permissions;
  const said = asBlock(permissions)[kind];
  if (said === undefined) return undefined;
  const allowed =
    Array.isArray(said) || typeof said === "string" ? listIn({ it: said }, "it") : listIn(said, "allow");
  const denied = listIn(said, "deny");
  const texts = (all: readonly Tree[]): string[] =>
    all.filter((one): one is string => typeof one === "string");
  const denial = texts(denied).find((one) => overlap(one, subject));
  if (denial !== undefined) return `is denied to ${kind} ${denial}`;
  const isListed = asBlock(said).allow !== undefined || Array.isArray(said) || typeof said === "string";
  if (isListed && !texts(allowed).some((one) => covers(one, subject))) return `may not ${kind} ${subject}`;
  return undefined;
}

export interface Led {
  readonly account: string;
  readonly subject: string;
}

/** Where a subject of an account comes to by its imports: the account that exports it; or why it comes nowhere. */
export function ledTo(
  accounts: Block,
  account: string,
  kind: "service" | "stream",
  subject: string,
): Led | string {
  for (const one of listIn(accounts[account], "imports")) {
    const from = blockIn(one, kind);
    const [exporter, theirs] = [wordIn(from, "account"), wordIn(from, "subject")];
    if (exporter === undefined || theirs === undefined) continue;
    const own = wordIn(one, "to") ?? theirs;
    if (own !== subject && !covers(own, subject)) continue;
    const given = listIn(accounts[exporter], "exports").find((other) => {
      const what = wordIn(other, kind);
      return what !== undefined && (what === theirs || covers(what, theirs));
    });
    if (given === undefined) return `${exporter} doesn't export ${theirs}`;
    const to = asBlock(given).accounts;
    if (to !== undefined && !listIn(given, "accounts").includes(account))
      return `${exporter} doesn't export ${theirs} to ${account}`;
    return { account: exporter, subject: own === theirs ? subject : theirs };
  }
  return `${account} doesn't import ${subject}`;
}
