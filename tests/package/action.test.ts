import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { version } from "../../package.json";
import { Packed } from "./packed";

const root = path.resolve(__dirname, "../..");
const text = readFileSync(path.join(root, "action.yml"), "utf8");

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
const action = parse(text) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
};
const { steps } = action.runs;
const stepWith = (script: string): Step => {
  const found = steps.find(({ run }) => run?.includes(script));
  if (!found) throw new Error(`action.yml runs no ${script}`);
  return found;
};

describe("action.yml", () => {
  it("pins every action by commit, with the same ones as the workflows, and says which version that is", () => {
    const uses = text.split("\n").flatMap((line) => /uses: (.*)$/.exec(line)?.[1] ?? []);
    expect(uses.length).toBe(2);
    const folder = path.join(root, ".github/workflows");
    const known = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
    for (const one of uses) {
      expect(one).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      expect(known.some((workflow) => workflow.includes(`uses: ${one}\n`))).toBe(true);
    }
  });

  it("puts nothing that somebody else can name into a script: it goes by the environment", () => {
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts.length).toBeGreaterThanOrEqual(3);
    expect(scripts.join()).not.toContain("${{");
  });

  it("shows the token to the step that comments, and to no other", () => {
    const seeing = steps.filter((step) => JSON.stringify(step).includes("inputs.token"));
    expect(seeing).toEqual([stepWith("comment.sh")]);
  });

  it("says what it found before it fails the job", () => {
    expect(steps.at(-1)?.run).toBe('exit "$CODE"');
    expect(steps.findIndex(({ run }) => run?.includes("comment.sh"))).toBeLessThan(steps.length - 1);
  });

  it("uses each of its inputs, and takes no other", () => {
    const used = new Set([...text.matchAll(/inputs\.(\w+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort());
  });
});

describe("the steps of the action", () => {
  const packed = new Packed();
  let temp: string;
  beforeAll(() => packed.pack());
  afterAll(() => packed.remove());
  beforeEach(() => {
    temp = path.join(packed.folder, "runner");
    rmSync(temp, { recursive: true, force: true });
    mkdirSync(path.join(temp, "bin"), { recursive: true });
  });

  const read = (file: string) =>
    existsSync(path.join(temp, file)) ? readFileSync(path.join(temp, file), "utf8") : "";
  const outputs = () =>
    Object.fromEntries(
      read("outputs")
        .trim()
        .split("\n")
        .map((line) => line.split("=")),
    );

  /** A program on PATH: writes down how it was called, and then does `body`. */
  function tool(name: string, body: string): void {
    const file = path.join(temp, "bin", name);
    writeFileSync(file, `#!/usr/bin/env bash\nprintf '%s\\n' "${name} $*" >>"${temp}/calls"\n${body}\n`);
    chmodSync(file, 0o755);
  }

  /** A step's script, with the environment that it names filled in. */
  function run({ run: script = "", env = {} }: Step, given: Readonly<Record<string, string>>, cwd = temp) {
    expect(Object.keys(given).sort()).toEqual(
      Object.keys(env)
        .filter((name) => name !== "ACTION")
        .sort(),
    );
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
      {
        cwd,
        encoding: "utf8",
        env: {
          PATH: `${path.join(temp, "bin")}:${process.env.PATH}`,
          HOME: packed.folder,
          npm_config_offline: "true",
          RUNNER_TEMP: temp,
          GITHUB_OUTPUT: path.join(temp, "outputs"),
          GITHUB_STEP_SUMMARY: path.join(temp, "summary"),
          ACTION: root,
          ...given,
        },
      },
    );
    return { status, said: `${stdout}${stderr}` };
  }

  const judging = { PROGRAM: "infra", STACKS: "dev", AGAINST: "", STRICT: "false", NAMES: "", PACKAGE: "" };
  const commenting = (out: string) => ({
    OUT: out,
    CODE: "1",
    GH_TOKEN: "token",
    REPOSITORY: "them/shop",
    PULL: "7",
    RUN: "https://run.example",
  });

  it("judge a real program with the packed package, and tell where everything is", () => {
    const folder = packed.userFolder("infra", "tests/foreign/programs/held/h10-one-region-only.ts");
    writeFileSync(path.join(folder, "redundancy.yaml"), "profile: multi-region\n");
    const ran = run(stepWith("judge.sh"), { ...judging, PACKAGE: packed.tarball }, packed.folder);
    expect(ran.status, ran.said).toBe(0);
    const out = path.join(temp, "twincloud");
    expect(outputs()).toEqual({ out, sarif: path.join(temp, "twincloud-sarif"), code: "1" });
    expect(readdirSync(path.join(out, "dev"))).toContain("preview.html");
    expect(readdirSync(path.join(temp, "twincloud-sarif"))).toEqual(["dev.sarif"]);
    expect(read("summary")).toContain("## dev: ");
  });

  it("run the version that belongs to the action, each stack with what it is given", () => {
    tool("npm", '[[ "$*" != *org/shop/prod* ]] || exit 1');
    mkdirSync(path.join(temp, "base/prod"), { recursive: true });
    writeFileSync(path.join(temp, "base/prod/preview.json"), "{}");
    const given = {
      ...judging,
      STACKS: "dev\norg/shop/prod\n",
      AGAINST: "base",
      STRICT: "true",
      NAMES: "A B",
    };
    expect(run(stepWith("judge.sh"), given).status).toBe(0);
    const flags = `--program infra --out ${temp}/twincloud --env A --env B --strict`;
    const start = `npm exec --yes --package twincloud@${version} -- twincloud preview ${flags}`;
    expect(read("calls").trim().split("\n")).toEqual([
      `${start} --stack dev`,
      `${start} --stack org/shop/prod --against base/prod/preview.json`,
    ]);
    expect(outputs()).toEqual({ out: path.join(temp, "twincloud"), sarif: "", code: "1" });
  });

  const reports = (texts: Readonly<Record<string, string>>): string => {
    const out = path.join(temp, "reports");
    for (const [stack, report] of Object.entries(texts)) {
      mkdirSync(path.join(out, stack), { recursive: true });
      writeFileSync(path.join(out, stack, "preview.md"), report);
    }
    mkdirSync(out, { recursive: true });
    return out;
  };
  const body = (): string => JSON.parse(read("twincloud-comment.json")).body;

  it("write a comment, and write the same one anew the next time", () => {
    tool("gh", 'case "$*" in *--paginate*) cat "$RUNNER_TEMP/known" 2>/dev/null || true ;; esac');
    const out = reports({ dev: "## dev: fine" });
    expect(run(stepWith("comment.sh"), commenting(out)).status).toBe(0);
    writeFileSync(path.join(temp, "known"), "42\n43\n");
    expect(run(stepWith("comment.sh"), commenting(out)).status).toBe(0);
    const writing = read("calls")
      .split("\n")
      .filter((line) => line.includes("--method"));
    const input = `--input ${temp}/twincloud-comment.json`;
    expect(writing).toEqual([
      `gh api --method POST repos/them/shop/issues/7/comments ${input}`,
      `gh api --method PATCH repos/them/shop/issues/comments/42 ${input}`,
    ]);
    expect(body()).toBe(
      "<!-- twincloud -->\n[The run](https://run.example) ended with: **something is broken, or can't be told**.\n\n## dev: fine",
    );
  });

  it("go on where the token may not write, and say so", () => {
    tool("gh", "exit 1");
    const { status, said } = run(stepWith("comment.sh"), commenting(reports({ dev: "text" })));
    expect(status).toBe(0);
    expect(said).toContain("::warning::Twincloud's comment can't be written");
  });

  it("notify nobody, and close what they cut open within what GitHub takes", () => {
    tool("gh", "");
    const long = `<details>\n\n~~~~text\n${"a line\n".repeat(20_000)}~~~~\n</details>`;
    run(stepWith("comment.sh"), commenting(reports({ a: long, b: "@us/team &commat;us" })));
    expect(body().length).toBeLessThan(65_536);
    expect(body()).toMatch(
      /a line\n\n~~~~\n<\/details>\n\n… cut; the run's summary has all of it\.\n\n@\u200d/,
    );
    expect(body()).not.toMatch(/@(?!\u200d)|&commat/);
  });

  it("say that there is nothing to show where no preview was made", () => {
    tool("gh", "");
    run(stepWith("comment.sh"), commenting(reports({})));
    expect(body()).toContain("No preview was made: the run says why.");
  });
});
