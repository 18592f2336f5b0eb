/** What the program makes, found in its source, is what the answers know. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createAnswers } from "../../answers";

const root = join(__dirname, "../..");
const load = createRequire(__filename);
const answers = createAnswers();

interface Made {
  readonly file: string;
  readonly token: string;
}

interface Imported {
  readonly module: string;
  /** What is imported of it, absent for all. */
  readonly name?: string;
}

/** SDK modules and classes by the name that a file knows them under. */
function importsOf(source: string): Map<string, Imported> {
  const found = new Map<string, Imported>();
  for (const [, names = "", module = ""] of source.matchAll(
    /^import (?!type)([^;]*?) from "(@pulumi\/(?:aws|oci|kubernetes|tls)[^"]*)";/gm,
  )) {
    const all = /^\* as (\w+)$/.exec(names.trim());
    if (all?.[1]) found.set(all[1], { module });
    for (const [, name = "", alias = name] of names.matchAll(/(\w+)(?: as (\w+))?(?=[,\s}]+)/g)) {
      if (!all && name !== "type") found.set(alias, { module, name });
    }
  }
  return found;
}

/** The type token of a class, or of a custom resource by the literals after it. */
function tokenOf(made: { module: string; name: string; after: string }): string | undefined {
  const sdkClass = load(made.module)[made.name];
  if (made.name === "CustomResource") {
    const version = /apiVersion: "([^"]+)"/.exec(made.after)?.[1];
    const kind = /kind: "([^"]+)"/.exec(made.after)?.[1];
    return `kubernetes:${version}:${kind}`;
  }
  const type: string | undefined = sdkClass?.__pulumiType;
  return type?.includes(":") ? type : undefined; // a provider's has no colon: the engine makes those
}

function lookUpOf(module: string, name: string): string | undefined {
  return /invoke(?:Output)?\("([^"]+)"/.exec(String(load(module)[name]))?.[1];
}

function scan(file: string): { resources: Made[]; lookUps: Made[] } {
  const source = readFileSync(join(root, file), "utf8");
  const imports = importsOf(source);
  const resources: Made[] = [];
  const lookUps: Made[] = [];
  const resolve = (first: string, second: string | undefined) => {
    const imported = imports.get(first);
    const name = imported?.name ?? second;
    return imported && name ? { module: imported.module, name } : undefined;
  };
  for (const match of source.matchAll(/new (\w+)(?:\.(\w+))?\(/g)) {
    const made = resolve(match[1] ?? "", match[2]);
    const after = source.slice(match.index, match.index + 300);
    const token = made && tokenOf({ ...made, after });
    if (token) resources.push({ file, token });
  }
  for (const match of source.matchAll(/\b(?:(\w+)\.)?(get[A-Z]\w*)\(/g)) {
    const made = match[1] ? resolve(match[1], match[2]) : resolve(match[2] ?? "", undefined);
    const token = made && lookUpOf(made.module, made.name);
    if (token) lookUps.push({ file, token });
  }
  return { resources, lookUps };
}

const files = ["components", "stacks"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);
const found = files.map(scan);
const resources = found.flatMap((one) => one.resources);
const lookUps = found.flatMap((one) => one.lookUps);

describe("the program's source", () => {
  it("makes resources of every provider, as far as this scan can see", () => {
    const providers = new Set(resources.map(({ token }) => token.split(":")[0]));
    expect([...providers]).toEqual(expect.arrayContaining(["aws", "kubernetes"]));
    expect(resources.map(({ token }) => token)).toContain("kubernetes:karpenter.sh/v1:NodePool");
  });

  it("makes no resource without an answer", () => {
    expect(resources.filter(({ token }) => !answers.types.includes(token))).toEqual([]);
  });

  it("makes no look-up without an answer", () => {
    expect(lookUps.filter(({ token }) => !answers.invokes.includes(token))).toEqual([]);
  });
});
