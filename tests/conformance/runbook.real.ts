/**
 * The runbook's own commands, typed into a shell as they stand there, on made-up clouds: `pulumi` on that shell's PATH is
 * the sandbox. What they print is held against what the runbook says that they do.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fixtureFile } from "../fixtures/stacks";
import { describeWithPulumi, root, Sandbox } from "./sandboxed";

const runbook = readFileSync(path.join(root, "docs/runbook.md"), "utf8");
const SITE = "oci-us-ashburn-1";
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
/** The engine over a thousand resources, with the policies, on a machine that may do much else. */
const TIMEOUT = 1_200_000;

/** What stands between two texts of the runbook, the first in it. */
function between(from: string, to: string): string {
  const start = runbook.indexOf(from);
  const end = runbook.indexOf(to, start + from.length);
  if (start === -1 || end === -1) throw new Error(`docs/runbook.md has no "${from}" with "${to}" behind it`);
  return runbook.slice(start, end);
}

/** The command in a text that begins so, from its line or its code span. */
function command(text: string, beginning: string): string {
  const line = text.slice(text.indexOf(beginning)).split("\n")[0] ?? "";
  if (!text.includes(beginning)) throw new Error(`docs/runbook.md has no ${beginning} there`);
  return (line.split("`")[0] ?? "").trim();
}

describeWithPulumi("the runbook's commands", () => {
  const sandbox = new Sandbox("prod");
  const settled = path.join(sandbox.folder, "settled.json");
  const bin = path.join(sandbox.folder, "bin");
  afterAll(() => sandbox.remove());
  beforeAll(() => {
    mkdirSync(bin);
    // The real CLI must not be found in this one's place, nor ask a keyboard that nobody sits at.
    writeFileSync(
      path.join(bin, "pulumi"),
      `#!/bin/sh
export PATH="$OWN_PATH"
[ "$1" = up ] && set -- "$@" --yes --skip-preview --non-interactive
[ "$1" = preview ] || [ "$1" = refresh ] && set -- "$@" --non-interactive
cd '${root}' && exec '${process.execPath}' --require tsx/cjs sandbox/cli.ts "$@" --stack prod --config-file "$STACK_FILE" $FAIL
`,
    );
    chmodSync(path.join(bin, "pulumi"), 0o755);
    sandbox.up();
    writeFileSync(settled, sandbox.export());
  }, TIMEOUT);

  /**
   * What a shell prints for it, and how it ends.
   * @param own whether the script starts the sandbox by itself, and `pulumi` is the CLI
   */
  function typed(script: string, { file = fixtureFile("prod"), fail = "", own = false } = {}) {
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: sandbox.environment({
        OWN_PATH: process.env.PATH ?? "",
        PATH: own ? (process.env.PATH ?? "") : `${bin}${path.delimiter}${process.env.PATH}`,
        STACK_FILE: file,
        FAIL: fail === "" ? "" : `--fail ${fail}`,
      }),
    });
    const output = `${stdout}${stderr}`;
    return { status, output, told: status === 0 ? "" : output.slice(-3_000) };
  }
  const well = { status: 0, told: "" };
  const afresh = () => sandbox.run(["stack", "import", "--file", settled]);

  it("tell a site's addresses, the name servers and what was deployed last", () => {
    const sites = typed(command(runbook, "pulumi stack output sites --stack prod"));
    expect(sites).toMatchObject(well);
    expect(sites.output).toContain(SITE);
    // "lists eight: four of Route 53's, four of OCI's"
    const servers = typed(
      `${command(runbook, "pulumi stack output nameServers --json")} | jq length`.replace(/\|.*\|/, "|"),
    );
    expect(servers).toMatchObject(well);
    expect(servers.output.trim()).toBe("8");
    const history = typed(command(between("## A deploy made it worse", "**Do**"), "pulumi stack history"));
    expect(history).toMatchObject(well);
    expect(history.output.split("\n")[0]?.split("\t")[1]).toBe("succeeded");
  });

  it("drain a site, and print what is written there", { timeout: TIMEOUT }, () => {
    const text = between("## Drain a site by hand", "### Drain a zone");
    const [setting = ""] = /twincloud:drain:\n.*\n/.exec(text) ?? [];
    const file = sandbox.configWith(
      [],
      `  ${setting.replace(/until: [^,]+/, `until: "${TOMORROW}"`).replace(/^ {9}/gm, "    ")}`,
    );
    const drained = typed(command(text, "pulumi up --stack prod"), { file });
    expect(drained).toMatchObject(well);
    const lines = [...text.matchAll(/^ +(~ {2}\S+:\S+ \S+ updated \[diff: \S+\])$/gm)].map(
      ([, line]) => line ?? "",
    );
    expect(lines).toHaveLength(5);
    const printed = stripVTControlCharacters(drained.output).replaceAll(/\([0-9.]+s\) ?/g, "");
    expect(lines.filter((line) => !squeezed(printed).includes(squeezed(line)))).toEqual([]);
    for (const count of [/~ 5 updated/, /1262 unchanged/]) expect(printed).toMatch(count);
    afresh();
  });

  it("deploy without Route 53 and IAM while us-east-1 is dead", { timeout: TIMEOUT }, () => {
    const text = between("## Route 53 can't be changed", "**Don't**");
    const file = sandbox.configWith([], `  ${command(text, "twincloud:unreachable")}\n`);
    const up = command(text, "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE=true pulumi up");
    expect(typed(up, { file, fail: "aws:us-east-1" })).toMatchObject(well);
    afresh();
  });

  it("make a site's streams anew by its one Job, and see a lost store", { timeout: TIMEOUT }, () => {
    const job = command(runbook, "pulumi up --stack prod --target '**Job::SITE-queue-setup'");
    const made = typed(job.replaceAll("SITE", SITE));
    expect(made).toMatchObject(well);
    expect(made.output).toMatch(/1 replaced/);
    const store = command(runbook, "pulumi refresh --stack prod --target '**MediaStore**::SITE-media'");
    expect(typed(`${store.replaceAll("SITE", SITE)} --yes --skip-preview`)).toMatchObject(well);
    afresh();
  });

  it("go through the weekly rehearsal, which ends as is said there", { timeout: TIMEOUT }, () => {
    const text = between("And every week", "- Every quarter");
    const commands = text
      .split("\n")
      .filter((line) => line.startsWith("    "))
      .map((line) => line.slice(4))
      .filter((line) => line !== "npm run survive")
      .join("\n");
    const [, said = ""] = /It ends with `([^`]+)`/.exec(text) ?? [];
    const folder = path.join(sandbox.folder, "rehearsal");
    // A stack file and a folder of the test's own, and the answers that nobody types.
    const script = commands
      .replaceAll("out/rehearsal", folder)
      .replace("cp Pulumi.prod.yaml", `cp ${fixtureFile("prod")}`)
      .replace(
        "--stack prod --yes",
        `--config-file ${fixtureFile("prod")} --yes --skip-preview --non-interactive`,
      )
      .replace("--fail oci --yes", "--fail oci --yes --skip-preview --non-interactive");
    const { status, output, told } = typed(`set -e\n${script}`, { own: true });
    expect({ status, told }).toEqual(well);
    const summary = stripVTControlCharacters(output.slice(output.lastIndexOf("Resources:")));
    for (const part of said.split(", ")) expect(summary).toContain(part.replace("~ ", ""));
  });
});

const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ");
