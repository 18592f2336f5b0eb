/** What the program's own SDK declares that a look-up gives: names of fields, of which nothing is known. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { unknownText } from "../../answers/foreign/unknown-text";

type Fields = Readonly<Record<string, unknown>>;

/** @param folder of the program, whose packages are looked into */
export function declaredIn(folder: string): (token: string, args: Fields) => Fields | undefined {
  const known = new Map<string, Readonly<Record<string, string>> | undefined>();
  return (token, args) => {
    if (!known.has(token)) known.set(token, fieldsOf(folder, token));
    const fields = known.get(token);
    if (fields === undefined) return undefined;
    const values = Object.entries(fields).map(([name, type]) => [name, args[name] ?? unknownOf(name, type)]);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  };
}

/** Texts and lists of them; a number, a flag or a structure of which nothing is known isn't there. */
function unknownOf(name: string, type: string): unknown {
  if (type === "string") return unknownText(name);
  if (type === "string[]") return [unknownText(name)];
  return type.endsWith("[]") ? [] : undefined;
}

/** Types by the names of fields; undefined where there is no such declaration. */
function fieldsOf(folder: string, token: string): Readonly<Record<string, string>> | undefined {
  const [pkg = "", module = "", name = ""] = token.split(":");
  const home = packageFolder(folder, pkg);
  if (home === undefined || !/^[\w/]+$/.test(module) || !/^\w+$/.test(name)) return undefined;
  const [first = "", file = name] = module.split("/");
  const places = [
    path.join(first === "index" ? "" : first, `${file}.d.ts`),
    path.join(first.toLowerCase(), `${file}.d.ts`),
  ];
  const found = places
    .flatMap((place) => [path.join(home, place), path.join(home, "bin", place)])
    .find(existsSync);
  const body =
    found && /export interface Get\w*Result \{([\s\S]*?)\n\}/.exec(readFileSync(found, "utf8"))?.[1];
  if (!body) return undefined;
  const fields = [...body.matchAll(/^[ \t]*(?:readonly )?(\w+)\??: ([^;\n]+);$/gm)];
  return Object.fromEntries(fields.map(([, field = "", type = ""]) => [field, type]));
}

function packageFolder(folder: string, pkg: string): string | undefined {
  const search = createRequire(path.join(folder, "program.js")).resolve.paths("x") ?? [];
  return search
    .flatMap((place) => [path.join(place, "@pulumi", pkg), path.join(place, pkg)])
    .find((place) => existsSync(path.join(place, "package.json")));
}
