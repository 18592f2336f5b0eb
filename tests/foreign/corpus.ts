/** Small programs in the patterns that people use, each with what is wanted in its first lines. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { graphOfProgram } from "../../cli/foreign/graph-of-program";
import { readLookUps } from "../../cli/foreign/lookups-file";
import { readForeignProject, readForeignStack } from "../../cli/foreign/project";
import { runForeign, type StartProgram } from "../../cli/foreign/run";
import type { Graph } from "../../graph/resource";
import { settingsFor } from "../../policies/pack/held-to";
import { judge, type Verdict } from "../../policies/pack/judge";
import { readRedundancy } from "../../policies/pack/redundancy";
import { rules } from "../../policies/rules";

export const root = path.resolve(__dirname, "../..");
const ids = rules.map(({ id }) => id);

export interface CorpusProgram {
  readonly name: string;
  readonly file: string;
  readonly profile: string;
  /** Undefined for a sound one. */
  readonly planted?: { readonly rule: string; readonly resource: string };
  readonly config: readonly string[];
}

/** @param half `open`: the rules were made with them in view; `held`: written before, and kept back until the rules were done */
export function corpus(half: "open" | "held"): CorpusProgram[] {
  const folder = path.join(__dirname, "programs", half);
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const text = readFileSync(file, "utf8");
      const said = (key: string) =>
        [...text.matchAll(new RegExp(`^// ${key}: ?(.*)$`, "gm"))].map(([, value = ""]) => value);
      const [rule, resource = "*"] = (said("planted")[0] ?? "").split(" ");
      if (!rule && !/^\/\/ sound$/m.test(text)) throw new Error(`${name}: says neither sound nor planted`);
      return {
        name,
        file,
        profile: said("profile")[0] ?? "",
        config: said("config"),
        ...(rule ? { planted: { rule, resource } } : {}),
      };
    });
}

/** A project's folder with this program alone, which the SDKs of this repository serve; removed when `use` has ended. */
export async function inProject<T>(
  program: Pick<CorpusProgram, "name" | "file" | "config">,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-corpus-"));
  const entry = `index${path.extname(program.file)}`;
  try {
    mkdirSync(folder, { recursive: true });
    cpSync(program.file, path.join(folder, entry));
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(
      path.join(folder, "package.json"),
      JSON.stringify(entry.endsWith(".mjs") ? { type: "module", main: entry } : {}),
    );
    writeFileSync(path.join(folder, "Pulumi.yaml"), `name: ${program.name.split(".")[0]}\nruntime: nodejs\n`);
    const config = program.config.map((line) => `  ${line.replace("=", ": ")}\n`).join("");
    writeFileSync(path.join(folder, "Pulumi.dev.yaml"), config ? `config:\n${config}` : "{}\n");
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function graphOf(
  folder: string,
  more: {
    readonly asked?: readonly string[];
    readonly patience?: number;
    readonly told?: string[];
    readonly lines?: string[];
    readonly start?: StartProgram;
  } = {},
): Promise<Graph> {
  const project = readForeignProject(folder, root);
  const run = {
    project,
    stack: readForeignStack(project, { stack: "dev", organization: "acme" }),
    recorded: readLookUps(undefined, project.root, root),
    env: process.env,
    asked: more.asked ?? [],
    patience: more.patience ?? 60,
    onRegister() {},
    onLine: (line: string) => more.lines?.push(line),
    tell: (line: string) => more.told?.push(line),
  };
  return runForeign(run, () => graphOfProgram, more.start);
}

export function judged(graph: Graph, profile: string, now = new Date("2026-06-01T00:00:00Z")): Verdict {
  const redundancy = readRedundancy(`profile: ${profile}`, "redundancy.yaml", ids);
  return judge(graph, rules, settingsFor(graph, now, ids, redundancy));
}

/** Findings of the planted kind, on the planted resource; `*` is any. */
export function foundPlanted(
  { violations }: Verdict,
  { rule, resource }: { readonly rule: string; readonly resource: string },
): boolean {
  return violations.some(
    (one) => one.rule === rule && (resource === "*" || one.urn.endsWith(`::${resource}`)),
  );
}
