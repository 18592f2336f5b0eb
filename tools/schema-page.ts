/** A reference page made from a JSON Schema: a row a key, in the order of the file. Pure. */

/** The part of JSON Schema that our forms use. */
export interface Json {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Json;
  readonly items?: Json | boolean;
  readonly prefixItems?: readonly Json[];
  readonly anyOf?: readonly Json[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Json>>;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Page {
  readonly title: string;
  /** What is said before the table. */
  readonly about: string;
  readonly schema: Json;
  /** Whether somebody writes the file by hand, and asks what is needed; else it is read, and may lack something. */
  readonly byHand: boolean;
}

export function schemaPage({ title, about, schema, byHand }: Page): string {
  const head = `| key | what it is | ${byHand ? "needed" : "always there"} |\n|---|---|---|\n`;
  const tableOf = (part: Json): string =>
    `${head}${rowsOf(part, "")
      .map((row) => `| ${row.map(cell).join(" | ")} |\n`)
      .join("")}`;
  const parts = Object.entries(schema.$defs ?? {})
    .filter(([name]) => !isNameless(name))
    .map(([name, part]) => {
      const what = part.description ? `${part.description}\n\n` : "";
      return `\n## ${name}\n\n${what}${tableOf(part)}`;
    });
  return `# ${title}\n\n${about}\nThis page is made from the code by \`npm run docs\`.\n\n${tableOf(schema)}${parts.join("")}`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

type Row = readonly [key: string, what: string, needed: string];

function rowsOf(schema: Json, above: string): Row[] {
  const { properties = {}, required = [], additionalProperties, items } = ofMap(schema);
  const below = (name: string): string => (above === "" ? name : `${above}.${name}`);
  const any = below(`<${namedBy(above)}>`);
  const [first, ...more] = Object.values(properties);
  if (first && more.length >= MANY && more.every((one) => JSON.stringify(one) === JSON.stringify(first)))
    return under(first, any);
  const own = Object.entries(properties).flatMap(([name, value]): Row[] => [
    [`\`${below(name)}\``, whatOf(value), neededOf(value, required.includes(name))],
    ...rowsOf(value, below(name)),
  ]);
  const isOpen = typeof additionalProperties === "object" && Object.keys(additionalProperties).length > 0;
  const others = isOpen ? under(additionalProperties, any) : [];
  const listed = typeof items === "object" ? rowsOf(items, `${above}[]`) : [];
  return [...own, ...others, ...listed];
}

/** Keys that are all alike are one row. */
const MANY = 8;

/** A key that the user or the platform names. */
function under(value: Json, key: string): Row[] {
  const below = rowsOf(value, key);
  return below.length > 0 ? below : [[`\`${key}\``, whatOf(value), "no"]];
}

/** What the keys of a map are named after, by the map's own key. */
const keysNamed: Readonly<Record<string, string>> = {
  levels: "rule",
  rules: "rule",
  yearly: "kind",
  assumptions: "assumption",
  settings: "setting",
  inputs: "input",
  clients: "kind",
  nodeImageIds: "region",
};
const namedBy = (above: string): string => keysNamed[above.split(".").at(-1) ?? ""] ?? "capability";

/** Of something that may be another thing too, what it is as a map. */
const ofMap = (schema: Json): Json =>
  schema.anyOf?.find(({ properties }) => properties !== undefined) ?? schema;

function neededOf({ default: given }: Json, isRequired: boolean): string {
  if (given !== undefined) return `no: \`${JSON.stringify(given)}\``;
  return isRequired ? "yes" : "no";
}

/** A description that begins as a sentence's object does says what type it is, too. */
function whatOf(schema: Json): string {
  const { description = "" } = schema;
  const type = typeOf(schema);
  if (description === "") return type;
  return type === "" || /^(an?|one|the|true|\d+) /.test(description)
    ? description
    : `${type}: ${description}`;
}

function typeOf(schema: Json): string {
  const { $ref, anyOf, type, items, prefixItems } = schema;
  if ($ref !== undefined) {
    const name = $ref.split("/").at(-1) ?? "";
    return isNameless(name) ? "any value" : `[${name}](#${name})`;
  }
  if (anyOf) return either(anyOf.map(typeOf));
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((one) => `\`${String(one)}\``).join(", ");
  if (prefixItems) return `[${prefixItems.map(typeOf).join(", ")}]`;
  if (type === "array") return `list of ${typeof items === "object" ? plural(typeOf(items)) : "values"}`;
  if (type === undefined) return schema.properties || schema.additionalProperties ? "map" : "";
  const types = typeof type === "string" ? [type] : type;
  return `${either(types.map((one) => names[one] ?? one))}${rangeOf(schema)}`;
}

const either = (all: readonly string[]): string => [...new Set(all)].join(" or ");

/** Where it isn't what any whole number of JavaScript's is. */
function rangeOf({ minimum, maximum }: Json): string {
  const from = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? "" : ` from ${minimum}`;
  const to = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? "" : ` to ${maximum}`;
  return `${from}${to}`;
}

/** A schema that zod had to name, of any value of JSON. */
const isNameless = (name: string): boolean => name.startsWith("__");

const names: Readonly<Record<string, string>> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "true or false",
  object: "map",
  null: "null",
};

const plural = (name: string): string =>
  ({ text: "texts", map: "maps", number: "numbers", "whole number": "whole numbers" })[name] ?? name;
