import { existsSync, readdirSync, readFileSync } from "node:fs";
import { RunError } from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { RefusedError } from "../../answers/contract";
import { EngineError, RunFailedError } from "../../engine/errors";
import { resource, twoSites, urnOf } from "../graph/fixtures";
import { exampleWith } from "../stacks/example";
import { Project } from "./project";

let project: Project;
beforeEach(() => {
  project = new Project("prod", "staging");
  project.makes(() => twoSites());
});
afterEach(() => project.remove());

const json = (file: string) =>
  JSON.parse(readFileSync(project.path(file), "utf8")) as Record<string, unknown>;

describe("preview", () => {
  it("plans every stack of the project and exits 0", async () => {
    const { code, stdout, stderr } = await project.run(["preview"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^prod {2}2 sites, 8 resources$/m);
    expect(stdout).toMatch(/^staging {2}2 sites, 8 resources$/m);
    expect(readdirSync(project.path("out/prod")).sort()).toEqual([
      "preview.html",
      "preview.json",
      "preview.md",
      "preview.sarif",
      "state.json",
    ]);
    expect(json("out/staging/preview.json").stack).toBe("staging");
  });

  it("plans one stack alone, into another folder", async () => {
    const { code, stdout } = await project.run(["preview", "--stack", "prod", "--out", "else/where"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "files in else/where/prod: preview.json, preview.md, preview.html, preview.sarif, state.json\n",
    );
    expect(existsSync(project.path("else/where/staging"))).toBe(false);
    expect(existsSync(project.path("out"))).toBe(false);
  });

  it("plans a stack file kept elsewhere, with the stack that its name tells", async () => {
    project.write("kept/Pulumi.pair.yaml", readFileSync(project.path("Pulumi.prod.yaml"), "utf8"));
    const { code } = await project.run(["preview", "--config", "kept/Pulumi.pair.yaml"]);
    expect([code, json("out/pair/preview.json").stack]).toEqual([0, "pair"]);
  });

  it("hands the program its stack, its project and its settings as the CLI would", async () => {
    const seen: unknown[] = [];
    project.program = async ({ stack, project: name, root, config }) => {
      seen.push([stack, name, root, config["twincloud:domain"], config["twincloud:dns"]]);
      return twoSites();
    };
    await project.run(["preview", "--stack", "prod"]);
    expect(seen).toEqual([
      [
        "prod",
        "twincloud",
        project.root,
        "clips.example.com",
        '{"ttl":30,"checkIntervalSeconds":10,"failureThreshold":3}',
      ],
    ]);
  });

  it("writes the same bytes when nothing changed, but for the moment", async () => {
    const files = ["preview.json", "preview.md", "state.json"];
    const written = () =>
      files.map((file) =>
        readFileSync(project.path(`out/prod/${file}`), "utf8").replace(/"judgedAt": ".*?"/, ""),
      );
    await project.run(["preview", "--stack", "prod"]);
    const first = written();
    await project.run(["preview", "--stack", "prod"]);
    expect(written()).toEqual(first);
  });
});

describe("preview --against", () => {
  const topic = resource("aws:sns/topic:Topic", "alerts", {
    provider: urnOf("pulumi:providers:aws", "aws-us-east-2"),
  });

  it("shows what would change of an earlier preview, also of the one that it replaces", async () => {
    // The graphs of these tests are of the stack `test`.
    project.write("Pulumi.test.yaml", readFileSync(project.path("Pulumi.prod.yaml"), "utf8"));
    await project.run(["preview", "--stack", "test"]);
    project.makes(() => twoSites(topic));
    const { code, stdout } = await project.run([
      "preview",
      "--stack",
      "test",
      "--against",
      "out/test/preview.json",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("changes against out/test/preview.json: 1 to create\n");
    expect(json("out/test/preview.json").changes).toMatchObject({ create: [topic.urn] });
  });

  it("exits 1 when a change is refused, and says so in the terminal and every file", async () => {
    project.write("Pulumi.test.yaml", readFileSync(project.path("Pulumi.prod.yaml"), "utf8"));
    project.makes(() => twoSites({ ...topic, protect: true }));
    const run = () => project.run(["preview", "--stack", "test", "--against", "base/test/state.json"]);
    await project.run(["preview", "--stack", "test", "--out", "base"]);
    expect((await run()).code).toBe(0);
    project.makes(() => twoSites());
    const { code, stdout } = await run();
    expect(code).toBe(1);
    const because = "protected: the engine refuses to delete it";
    const text = (file: string) => readFileSync(project.path(`out/test/${file}`), "utf8");
    for (const said of [stdout, text("preview.md"), text("preview.html")]) {
      expect(said).toContain(because);
      expect(said).toContain("1 refused; 1 to delete");
    }
    expect(json("out/test/preview.json").changes).toMatchObject({
      refused: [{ urn: topic.urn, because: expect.stringContaining(because) }],
    });
  });

  it("compares the stack that the file is of and no other", async () => {
    project.write("Pulumi.test.yaml", readFileSync(project.path("Pulumi.prod.yaml"), "utf8"));
    await project.run(["preview", "--stack", "test", "--out", "base"]);
    await project.run(["preview", "--against", "base/test/state.json"]);
    expect(json("out/test/preview.json").changes).toBeDefined();
    expect(json("out/prod/preview.json").changes).toBeUndefined();
  });

  it("runs the program of the stack that a state is of over what the state has, and over nothing else", async () => {
    project.write("Pulumi.test.yaml", readFileSync(project.path("Pulumi.prod.yaml"), "utf8"));
    await project.run(["preview", "--stack", "test", "--out", "base"]);
    const seen = new Map<string, unknown>();
    project.program = async ({ stack, earlier }) => {
      seen.set(
        stack,
        earlier?.map(({ urn }) => urn),
      );
      return twoSites();
    };
    await project.run(["preview", "--against", "base/test/state.json"]);
    await project.run(["preview", "--stack", "staging"]);
    const urns = twoSites().resources.map(({ urn }) => urn);
    expect(new Set(seen.get("test") as string[])).toEqual(new Set(urns));
    expect([seen.get("prod"), seen.get("staging")]).toEqual([undefined, undefined]);
    await project.run(["preview", "--stack", "test", "--against", "base/test/preview.json"]);
    expect(seen.get("test")).toBeUndefined();
  });

  it.each([
    ["no such file", undefined, "--against base.json: no such file\n"],
    ["no preview", "{}", "base.json: has no version; wanted a preview.json of version 1 or 2, or"],
    [
      "another stack's",
      '{"version":1,"stack":"qa","resources":[]}',
      "--against base.json: is of stack qa; wanted one of prod, staging\n",
    ],
  ])("exits 2 in one line when the file is %s", async (_, text, message) => {
    project.program = undefined;
    if (text !== undefined) project.write("base.json", text);
    const { code, stdout, stderr } = await project.run(["preview", "--against", "base.json"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("wrong input", () => {
  // The program must not be loaded for it.
  beforeEach(() => {
    project.program = undefined;
  });

  it("of all stack files is told at once, a line each with the file and the key, and exits 2", async () => {
    const broken = (changes: Record<string, unknown>) => stringify({ config: exampleWith(changes) });
    project.write("Pulumi.prod.yaml", broken({ domain: "no domain", "dns.ttl": -1 }));
    project.write("Pulumi.staging.yaml", "");
    const { code, stdout, stderr } = await project.run(["preview"]);
    expect([code, stdout]).toEqual([2, ""]);
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^Pulumi\.prod\.yaml: twincloud:domain: found "no domain", wanted /);
    expect(lines[1]).toMatch(/^Pulumi\.prod\.yaml: twincloud:dns\.ttl: found -1, wanted /);
    expect(lines[2]).toMatch(/^Pulumi\.staging\.yaml: found an empty file, wanted /);
    expect(existsSync(project.path("out"))).toBe(false);
  });

  it.each([
    [["preview", "--stack", "qa"], "--stack qa: no file Pulumi.qa.yaml; the stacks here are prod, staging\n"],
    [["preview", "--config", "prod.yaml"], "prod.yaml: found a file of another name, wanted a stack file"],
    [["preview", "--config", "Pulumi.qa.yaml"], "Pulumi.qa.yaml: found no such file, wanted a stack file"],
    [["preview", "--stack", "prod", "--config", "x"], "error: option '--stack <name>' cannot be used with"],
    [["preview", "--stak", "prod"], "error: unknown option '--stak'"],
    [["preview", "--out"], "error: option '--out <dir>' argument missing"],
    [["preview", "prod"], "error: too many arguments for 'preview'"],
    [["previw"], "error: unknown command 'previw'"],
    [[], "Usage: twincloud"],
  ])("%j exits 2", async (args, message) => {
    const { code, stdout, stderr } = await project.run(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it("is a project without a stack file, without a project file, or with one that has no name", async () => {
    const [bare, nameless, broken] = [new Project(), new Project("prod"), new Project("prod")];
    nameless.write("Pulumi.yaml", "runtime: nodejs\n");
    broken.write("Pulumi.yaml", "name: [\n");
    const told = await Promise.all([bare, nameless, broken].map((one) => one.run(["preview"])));
    expect(told.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(told[0]?.stderr).toContain("holds no stack file; wanted Pulumi.<stack>.yaml");
    expect(told[1]?.stderr).toBe("Pulumi.yaml: name: found nothing, wanted the project's name\n");
    expect(told[2]?.stderr).toMatch(/^Pulumi\.yaml:\d: found what isn't YAML \(/);
    for (const one of [bare, nameless, broken]) one.remove();
  });
});

describe("a folder that holds something else", () => {
  it("is not written to, and exits 2", async () => {
    project.write("out/prod/manifests/mine.yaml", "mine");
    const { code, stderr } = await project.run(["preview", "--stack", "prod"]);
    expect(code).toBe(2);
    expect(stderr).toContain("holds manifests but no preview.json");
    expect(readdirSync(project.path("out/prod"))).toEqual(["manifests"]);
  });
});

describe("a program that fails", () => {
  const fails = (error: unknown) => {
    project.program = () => Promise.reject(error);
  };

  it("exits 3 with its own stack, and leaves the earlier files as they were", async () => {
    await project.run(["preview", "--stack", "prod"]);
    const before = readFileSync(project.path("out/prod/preview.json"), "utf8");
    fails(new TypeError("sites is not iterable"));
    const { code, stdout, stderr } = await project.run(["preview", "--stack", "prod"]);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(
      /^prod: the program failed\nTypeError: sites is not iterable\n {4}at .*preview\.test\.ts/,
    );
    expect(readFileSync(project.path("out/prod/preview.json"), "utf8")).toBe(before);
  });

  it("exits 2 with the lines alone when it finds settings that nothing can be built from", async () => {
    const line = "Pulumi.prod.yaml: twincloud:peak.feed.replicas: found too many, wanted fewer";
    const wrong = new RunError(line);
    for (const error of [wrong, new RunFailedError([wrong, new Error("its outputs never came")])]) {
      fails(error);
      const { code, stdout, stderr } = await project.run(["preview", "--stack", "prod"]);
      expect([code, stdout, stderr]).toEqual([2, "", `${line}\n`]);
    }
  });

  it("doesn't keep the other stacks from being planned", async () => {
    project.program = ({ stack }) =>
      stack === "prod" ? Promise.reject(new Error("broken")) : Promise.resolve(twoSites());
    const { code, stdout } = await project.run(["preview"]);
    expect([code, existsSync(project.path("out/staging/preview.json"))]).toEqual([3, true]);
    expect(stdout).toMatch(/^staging/);
  });

  it("is told by the message alone where the engine or an answer refuses something", async () => {
    fails(new EngineError("Duplicate resource URN 'x'", { source: { file: "a.ts", line: 1, column: 1 } }));
    expect((await project.run(["preview", "--stack", "prod"])).stderr).toBe(
      "prod: the program failed\nDuplicate resource URN 'x' (a.ts:1)\n",
    );
    fails(
      new EngineError("the answer for x failed: y is missing", { cause: new RefusedError("y is missing") }),
    );
    expect((await project.run(["preview", "--stack", "prod"])).stderr).toBe(
      "prod: the program failed\nthe answer for x failed: y is missing\n",
    );
  });

  it("tells each of several errors", async () => {
    fails(new RunFailedError([new EngineError("one"), new EngineError("two")]));
    expect((await project.run(["preview", "--stack", "prod"])).stderr).toBe(
      "prod: the program failed\none\ntwo\n",
    );
  });

  it("shows the stack of a defect in the answers", async () => {
    fails(new EngineError("the answer for x failed: oops", { cause: new TypeError("oops") }));
    const { stderr } = await project.run(["preview", "--stack", "prod"]);
    expect(stderr).toMatch(/failed: oops\nTypeError: oops\n {4}at /);
  });
});

describe("what is shown while a program runs", () => {
  it("is a line of progress on a terminal, taken away at the end, and nothing in a pipe", async () => {
    const onTerminal = await project.run(["preview", "--stack", "prod"], { isTTY: true });
    expect(onTerminal.stderr).toContain("prod: starting");
    expect(onTerminal.stderr.endsWith("\r\u001B[2K")).toBe(true);
    expect((await project.run(["preview", "--stack", "prod"])).stderr).toBe("");
  });

  it("is what the program logs, but not its errors, which end it", async () => {
    project.program = async ({ onLog }) => {
      onLog({ severity: "warning", message: "careful", urn: "urn:x" });
      onLog({ severity: "error", message: "broken" });
      return twoSites();
    };
    expect((await project.run(["preview", "--stack", "prod"])).stderr).toBe(
      "prod: warning: careful (urn:x)\n",
    );
  });
});

describe("colour", () => {
  const isColored = async (terminal: Parameters<Project["run"]>[1]) =>
    (await project.run(["preview", "--stack", "prod"], terminal)).stdout.includes("\u001B[");

  it("is there on a terminal only, and not with NO_COLOR or on a dumb one", async () => {
    expect(await isColored({ isTTY: true })).toBe(true);
    expect(await isColored({})).toBe(false);
    expect(await isColored({ isTTY: true, env: { NO_COLOR: "1" } })).toBe(false);
    expect(await isColored({ isTTY: true, env: { NO_COLOR: "" } })).toBe(true);
    expect(await isColored({ isTTY: true, env: { TERM: "dumb" } })).toBe(false);
  });
});

describe("--version and --help", () => {
  it("are answered on stdout with exit 0", async () => {
    const version = await project.run(["--version"]);
    expect([version.code, version.stdout]).toEqual([0, "0.1.0\n"]);
    const help = await project.run(["preview", "--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("--against <file>");
  });
});
