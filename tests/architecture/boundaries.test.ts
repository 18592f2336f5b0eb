/**
 * The linter's own word on every arrow between rooms: files that each import one thing, in a folder that has our
 * biome.json, are held against what docs/architecture.md allows.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rooms, root } from "./imports";
import { mayImport } from "./page";

interface Probe {
  readonly file: string;
  readonly imports: string;
  readonly refused: boolean;
}

/** A room's own folder, and one below it where it has any. */
function placesIn(room: string): { file: string; up: string }[] {
  const below = readdirSync(path.join(root, room), { withFileTypes: true }).find((entry) =>
    entry.isDirectory(),
  );
  return [
    { file: `${room}/probe.ts`, up: ".." },
    ...(below ? [{ file: `${room}/${below.name}/probe.ts`, up: "../.." }] : []),
  ];
}

/** What of a room stands for the parts of it that the page allows, and what for all else. */
function partsOf(room: string, only?: readonly string[]): { allowed: readonly string[]; refused?: string } {
  if (only === undefined) return { allowed: [`${room}/anything`] };
  if (only.includes("its language"))
    return { allowed: [`${room}/dependencies`], refused: `${room}/views/anything` };
  return {
    allowed: only.map((part) => `${room}/${part.replace(/\.ts$/, "").replace(/\/$/, "/anything")}`),
    refused: `${room}/anything`,
  };
}

const arrows: Probe[] = [...mayImport].flatMap(([from, allowed]) =>
  placesIn(from).flatMap(({ file, up }) =>
    [...rooms, "tests"]
      .filter((to) => to !== from)
      .flatMap((to): Probe[] => {
        const arrow = allowed.find(({ room }) => room === to);
        if (arrow === undefined) return [{ file, imports: `${up}/${to}/anything`, refused: true }];
        const parts = partsOf(to, arrow.only);
        return [
          ...parts.allowed.map((part) => ({ file, imports: `${up}/${part}`, refused: false })),
          ...(parts.refused ? [{ file, imports: `${up}/${parts.refused}`, refused: true }] : []),
        ];
      }),
  ),
);

const pure = [
  "graph/views/probe.ts",
  "policies/probe.ts",
  "policies/rules/probe.ts",
  "resilience/play/probe.ts",
  "components/edge/haproxy.ts",
  "components/queue/nats-config.ts",
  "components/mirror/rclone.ts",
];
const outerWorld: Probe[] = [
  ...pure.flatMap((file) =>
    ["@pulumi/pulumi", "@pulumi/aws/s3", "node:fs", "node:fs/promises", "node:https"].map((imports) => ({
      file,
      imports,
      refused: true,
    })),
  ),
  { file: "policies/index.ts", imports: "@pulumi/policy", refused: false },
  { file: "policies/pack/exemptions-file.ts", imports: "node:fs", refused: false },
  { file: "policies/pack/exemptions-file.ts", imports: "@pulumi/policy", refused: true },
  { file: "resilience/faults/load-incidents.ts", imports: "node:fs", refused: false },
  { file: "resilience/faults/load-incidents.ts", imports: "@pulumi/pulumi", refused: true },
  { file: "report/markdown.ts", imports: "node:fs", refused: true },
  { file: "report/write.ts", imports: "node:fs/promises", refused: false },
];

/** Each cloud has a folder there: one that is new must be walled off too. */
const cloudNames = readdirSync(path.join(root, "graph/clouds"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const clouds: Probe[] = cloudNames.flatMap((cloud): Probe[] => [
  { file: "components/clouds.ts", imports: `./${cloud}/cloud`, refused: false },
  { file: "components/site.ts", imports: `./${cloud}/cloud`, refused: true },
  { file: "components/edge/edge.ts", imports: `../${cloud}/cloud`, refused: true },
  { file: "stacks/platform.ts", imports: `../components/${cloud}/cloud`, refused: true },
  { file: "answers/index.ts", imports: `./${cloud}/store`, refused: false },
  { file: "graph/clouds/index.ts", imports: `./${cloud}/reader`, refused: false },
  { file: `components/${cloud}/nodes.ts`, imports: `../../graph/clouds/${cloud}/nodes`, refused: false },
  ...[
    "graph/views/probe.ts",
    "policies/rules/probe.ts",
    "resilience/play/probe.ts",
    "components/edge/edge.ts",
  ].map((file) => ({
    file,
    imports: `${file.startsWith("graph") ? "../" : "../../graph/"}clouds/${cloud}/facts`,
    refused: true,
  })),
  { file: `components/${cloud}/cloud.ts`, imports: `@pulumi/${cloud}`, refused: false },
  ...cloudNames
    .filter((other) => other !== cloud)
    .flatMap((other): Probe[] => [
      { file: `components/${cloud}/cloud.ts`, imports: `../${other}/names`, refused: true },
      { file: `answers/${cloud}/store.ts`, imports: `../${other}/common`, refused: true },
      { file: `graph/clouds/${cloud}/names.ts`, imports: `../${other}/names`, refused: true },
    ]),
]);

const own: Probe[] = [
  { file: "policies/rules/probe.ts", imports: "../answers/shares", refused: false },
  { file: "policies/pack/probe.ts", imports: "../selectors/anything", refused: false },
];

describe("the linter", () => {
  const probes = [...arrows, ...outerWorld, ...clouds, ...own];
  let folder: string;
  /** `file imports module` of what it refuses. */
  const refused = new Map<string, string>();

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-boundaries-"));
    const config = JSON.parse(readFileSync(path.join(root, "biome.json"), "utf8")) as object;
    writeFileSync(path.join(folder, "biome.json"), JSON.stringify({ ...config, vcs: { enabled: false } }));
    const files = linesByFile(probes);
    files.set("graph/circle-a.ts", ['import type { B } from "./circle-b";', "export type A = B;"]);
    files.set("graph/circle-b.ts", ['import type { A } from "./circle-a";', "export type B = A;"]);
    for (const [file, lines] of files) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), `${lines.join("\n")}\n`);
    }
    const biome = path.join(root, "node_modules/@biomejs/biome/bin/biome");
    const args = [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    if (stdout === "") throw new Error(`biome said nothing: ${stderr}`);
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: {
        category: string;
        message: string;
        location: { path: string; start: { line: number } };
      }[];
    };
    for (const { category, message, location } of diagnostics) {
      const line = files.get(location.path)?.[location.start.line - 1] ?? "";
      const module = /"(.*)"/.exec(line)?.[1];
      if (/noRestrictedImports|noImportCycles/.test(category))
        refused.set(`${location.path} imports ${module}`, message);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const disagreements = (some: readonly Probe[]) =>
    some
      .filter((probe) => refused.has(`${probe.file} imports ${probe.imports}`) !== probe.refused)
      .map(
        ({ file, imports, refused: wanted }) =>
          `${file} imports ${imports}: ${wanted ? "not refused" : "refused"}`,
      );

  it("refuses every arrow between rooms that docs/architecture.md doesn't allow, and no other", () => {
    expect(disagreements(arrows)).toEqual([]);
  });

  it("keeps Pulumi, files and the network out of what is pure", () => {
    expect(disagreements(outerWorld)).toEqual([]);
  });

  it("lets the tables of the clouds alone reach a cloud's folder, and no cloud another", () => {
    expect(disagreements(clouds)).toEqual([]);
  });

  it("lets a room use its own folders, whatever they are called", () => {
    expect(disagreements(own)).toEqual([]);
  });

  it("refuses two files that import each other's types", () => {
    expect([...refused.keys()].filter((key) => key.includes("circle"))).toHaveLength(2);
  });

  it("says why", () => {
    expect(refused.get("graph/probe.ts imports ../policies/anything")).toMatch(
      /graph is what all others read/,
    );
  });
});

function linesByFile(probes: readonly Probe[]): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const { file, imports } of probes)
    files.set(file, [...(files.get(file) ?? []), `import "${imports}";`]);
  return files;
}
