/** Statements of OCI's policy language: who may do what where, and under which conditions. */

export interface Statement {
  readonly subject: string;
  readonly verb: string;
  readonly type: string;
  /** `tenancy`, the OCID of a compartment, or a name that doesn't say which it is. */
  readonly location: string;
  readonly condition: Condition;
}

type Condition =
  | { readonly kind: "all" | "any"; readonly of: readonly Condition[] }
  | { readonly kind: "is"; readonly variable: string; readonly operator: "=" | "!="; readonly value: string }
  | { readonly kind: "unread" };

/** Undefined for what isn't a grant, or can't be read. */
export function statementIn(text: string): Statement | undefined {
  const [grant = "", ...rest] = text.trim().split(/\swhere\s/i);
  const words = grant.trim().split(/\s+/);
  const to = words.findIndex((word) => word.toLowerCase() === "to");
  if (words[0]?.toLowerCase() !== "allow" || to < 2) return undefined;
  const written = rest.join(" where ");
  return {
    subject: words.slice(1, to).join(" ").toLowerCase(),
    verb: words[to + 1]?.toLowerCase() ?? "",
    type: words[to + 2]?.toLowerCase() ?? "",
    location: locationIn(words.slice(to + 3)),
    condition: rest.length === 0 ? { kind: "all", of: [] } : new Reader(written).whole(),
  };
}

/** Of `in tenancy`, `in compartment id <OCID>` or `in compartment <name>`. */
function locationIn(words: readonly string[]): string {
  const [, kind = "", ...named] = words.map((word) => word.toLowerCase());
  if (kind === "tenancy") return "tenancy";
  return named[0] === "id" ? (named[1] ?? "") : `name ${named.join(" ")}`;
}

/** Whether a statement is about what is in a compartment: those above it have names that can't be told from here. */
export function isAbout({ location }: Statement, compartment: string | undefined): boolean | "unread" {
  if (location === "tenancy" || compartment === undefined) return true;
  return location.startsWith("name ") ? "unread" : location === compartment.toLowerCase();
}

/** Reads `all {a = 'b', any {c = 'd*'}}`, each sign once. */
class Reader {
  #at = 0;

  constructor(private readonly text: string) {}

  whole(): Condition {
    const found = this.#condition();
    this.#blanks();
    return this.#at === this.text.length ? found : { kind: "unread" };
  }

  #condition(): Condition {
    this.#blanks();
    const word = this.#while(/[\w.-]/);
    this.#blanks();
    const kind = word.toLowerCase();
    if ((kind === "all" || kind === "any") && this.text[this.#at] === "{") return this.#list(kind);
    return this.#comparison(word);
  }

  #list(kind: "all" | "any"): Condition {
    const of: Condition[] = [];
    this.#at += 1;
    while (this.#at < this.text.length) {
      of.push(this.#condition());
      this.#blanks();
      const sign = this.text[this.#at];
      this.#at += 1;
      if (sign === "}") return { kind, of };
      if (sign !== ",") return { kind: "unread" };
    }
    return { kind: "unread" };
  }

  #comparison(variable: string): Condition {
    const operator = this.#while(/[!=]/);
    this.#blanks();
    const quote = this.text[this.#at];
    if (variable === "" || (operator !== "=" && operator !== "!=") || (quote !== "'" && quote !== '"')) {
      this.#at = this.text.length + 1;
      return { kind: "unread" };
    }
    const end = this.text.indexOf(quote, this.#at + 1);
    const value = this.text.slice(this.#at + 1, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.text.length : end + 1;
    return { kind: "is", variable: variable.toLowerCase(), operator, value };
  }

  #blanks(): void {
    this.#while(/\s/);
  }

  #while(sign: RegExp): string {
    const from = this.#at;
    while (this.#at < this.text.length && sign.test(this.text[this.#at] ?? "")) this.#at += 1;
    return this.text.slice(from, this.#at);
  }
}

/** What is known of a request. A variable that a request doesn't have makes what asks for it false. */
export type Request = Readonly<Record<string, string>>;

export function holds(condition: Condition, request: Request): boolean | "unread" {
  if (condition.kind === "unread") return "unread";
  if (condition.kind === "is") {
    const own = request[condition.variable];
    if (own === undefined) return false;
    const isSame = alike(own.toLowerCase(), condition.value.toLowerCase());
    return condition.operator === "=" ? isSame : !isSame;
  }
  const all = condition.of.map((one) => holds(one, request));
  if (condition.kind === "all") return all.includes(false) ? false : all.includes("unread") ? "unread" : true;
  return all.includes(true) ? true : all.includes("unread") ? "unread" : false;
}

/** `x*` begins with x, `*x` ends with it; between slashes a pattern may have both. */
function alike(text: string, pattern: string): boolean {
  const bare = /^\/.*\/$/.test(pattern) ? pattern.slice(1, -1) : pattern;
  if (bare.startsWith("*") && bare.endsWith("*") && bare.length > 1) return text.includes(bare.slice(1, -1));
  if (bare.endsWith("*")) return text.startsWith(bare.slice(0, -1));
  return bare.startsWith("*") ? text.endsWith(bare.slice(1)) : text === bare;
}

/** Permissions of verbs on objects and buckets, each with those before. Source: "Details for Object Storage and Archive Storage". */
const permissions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  objects: {
    inspect: ["OBJECT_INSPECT"],
    read: ["OBJECT_INSPECT", "OBJECT_READ"],
    use: ["OBJECT_INSPECT", "OBJECT_READ", "OBJECT_OVERWRITE"],
    manage: [
      "OBJECT_INSPECT",
      "OBJECT_READ",
      "OBJECT_OVERWRITE",
      "OBJECT_CREATE",
      "OBJECT_DELETE",
      "OBJECT_RESTORE",
      "OBJECT_VERSION_DELETE",
      "OBJECT_UPDATE_TIER",
    ],
  },
  buckets: {
    inspect: ["BUCKET_INSPECT"],
    read: ["BUCKET_INSPECT", "BUCKET_READ"],
    use: ["BUCKET_INSPECT", "BUCKET_READ", "BUCKET_UPDATE"],
    manage: [
      "BUCKET_INSPECT",
      "BUCKET_READ",
      "BUCKET_UPDATE",
      "BUCKET_CREATE",
      "BUCKET_DELETE",
      "PAR_MANAGE",
      "RETENTION_RULE_MANAGE",
    ],
  },
};

/** Permissions on objects and buckets that a verb on a type of resources means. */
export function permissionsOf({ verb, type }: Statement): readonly string[] {
  const types = type === "object-family" || type === "all-resources" ? ["objects", "buckets"] : [type];
  return types.flatMap((one) => permissions[one]?.[verb] ?? []);
}
