/**
 * The project's own stack files and catalog, whatever they say: they are the user's, so that nothing is asked of
 * them but properties, and no name or value in them is written here.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { exemptionsFrom } from "../policies/pack/exemptions-file";
import { judge } from "../policies/pack/judge";
import { packSettings } from "../policies/pack/settings";
import { rules } from "../policies/rules";
import { assumptionNames } from "../resilience/assumptions";
import { survivalOf } from "../resilience/verdict/survival";
import { catalog as ownCatalog } from "../stacks/catalog";
import { catalogProblems, loadSettings, readStackFile } from "../stacks/config";
import { ownStackGraph } from "./support/graphs";
import { catalogOf, ownFile, ownStacks, root } from "./support/made-graphs";
import { schemaFaults } from "./support/manifest-schema";
import { foreignPulls, platformWorkloads, sitesOf } from "./support/parity";

const stacks = ownStacks();

describe("the catalog", () => {
  it("has nothing wrong in it", () => {
    expect(catalogProblems(ownCatalog)).toEqual([]);
  });
});

describe("the stack files", () => {
  it("are one or more", () => {
    expect(stacks.length).toBeGreaterThan(0);
  });
});

describe.each(stacks)("%s", (stack) => {
  const file = ownFile(stack);
  const catalog = catalogOf(stack);
  const graph = ownStackGraph(stack);
  // A fixed day: what ends by the calendar is for a preview to say, and fails no test.
  const now = new Date("2026-11-29T00:00:00Z");

  it("has settings in which nothing is wrong", () => {
    const loaded = loadSettings(readStackFile(file).values, { file, catalog, assumptionNames });
    expect(loaded.ok ? [] : loaded.problems).toEqual([]);
  });

  it("lets no default provider through", () => {
    expect(readStackFile(file).values["pulumi:disable-default-providers"]).toEqual(["*"]);
  });

  it("keeps to Kubernetes' schema", () => {
    expect(schemaFaults(graph)).toEqual([]);
  });

  it("runs the same at every site, from registries of the site's own region", () => {
    const [first = "", ...others] = sitesOf(graph);
    for (const site of others) {
      expect(platformWorkloads(graph, site), site).toEqual(platformWorkloads(graph, first));
    }
    expect(foreignPulls(graph)).toEqual([]);
  });

  it("breaks no mandatory rule that it isn't exempt from", () => {
    const exemptions = exemptionsFrom(path.join(root, "policies/exemptions.yaml"), "exemptions.yaml");
    const { violations } = judge(graph, rules, packSettings(graph, now), exemptions);
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  it("meets its objectives", () => {
    expect(survivalOf(graph, { now }).misses).toEqual([]);
  });
});

describe("npm run preview", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "twincloud-own-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("plans them with no account, no CLI and no network, and writes nothing else in a pipe", () => {
    const [stack = ""] = stacks;
    const args = ["cli/cli.ts", "preview", "--stack", stack, "--out", folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", ...args], {
      cwd: root,
      encoding: "utf8",
      // The network is out of reach, so that a program that needs it fails.
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        HTTPS_PROXY: "http://127.0.0.1:9",
        HTTP_PROXY: "http://127.0.0.1:9",
      },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^${stack} {2}\\d+ sites?, \\d+ resources\\n`));
    const preview = JSON.parse(readFileSync(path.join(folder, stack, "preview.json"), "utf8")) as {
      resources: { source?: { file: string } }[];
    };
    const files = new Set(preview.resources.flatMap(({ source }) => source?.file.split("/")[0] ?? []));
    expect([...files].sort()).toEqual(["components", "stacks"]);
  }, 180_000);
});
