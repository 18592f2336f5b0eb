import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { renderState } from "../report/state";
import { parseFault } from "../resilience/faults/faults";
import { platformOf } from "../resilience/platform/from-graph";
import { HELP as SANDBOX_HELP } from "../sandbox/arguments";
import { Project } from "./cli/project";
import { stackGraph } from "./support/graphs";

const root = path.resolve(__dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const runbook = read("docs/runbook.md");
const prod = stackGraph("prod");

/** GitHub's anchors: lower case, without punctuation, blanks as hyphens. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replace(/ /g, "-");
const headings = [...runbook.matchAll(/^#{2,4} (.+)$/gm)].map(([, heading = ""]) => heading);
const anchors = new Set(headings.map(anchorOf));

/** The text below a heading, up to the next of its depth. */
function section(heading: string): string {
  const from = runbook.indexOf(`\n## ${heading}\n`);
  if (from === -1) throw new Error(`docs/runbook.md has no ${heading}`);
  const to = runbook.indexOf("\n## ", from + 1);
  return runbook.slice(from, to === -1 ? undefined : to);
}

const SYMPTOMS = [
  "Uploads fail in one region",
  "Both check planes are red",
  "Counters stand still",
  "A certificate error",
  "A deploy made it worse",
  "An account is locked",
  "The state is gone",
  "Route 53 can't be changed",
  "OCI's answers must be changed by hand",
  "A site serves, but slowly",
  "Pods don't start",
  "Copies between stores fail or are late",
];

/** Each in the words of somebody who has never read the runbook, and where it is answered. */
const SAID: readonly (readonly [said: string, anchor: string])[] = [
  ["Since two o'clock uploads from the east coast time out", "uploads-fail-in-one-region"],
  ["Every check in both clouds is red, but the app works on my phone", "both-check-planes-are-red"],
  ["The like counter hasn't moved for twenty minutes", "counters-stand-still"],
  ["Chrome warns that our certificate has expired", "a-certificate-error"],
  ["We have had many more errors since the release an hour ago", "a-deploy-made-it-worse"],
  ["AWS writes that our account is suspended", "an-account-is-locked"],
  ["pulumi says: error: no stack named 'prod' found", "the-state-is-gone"],
  ["Records in Route 53 can't be changed, it answers with 503", "route-53-cant-be-changed"],
  [
    "OCI's DNS servers keep answering with the address of the dead site",
    "ocis-answers-must-be-changed-by-hand",
  ],
  ["Latency in Ohio has tripled and some people get 429", "a-site-serves-but-slowly"],
  ["queue-1 crashes, its disk is full", "counters-stand-still"],
  ["A mail came: alarm media-failed, replication", "copies-between-stores-fail-or-are-late"],
  ["The deploy ends with 404-NotAuthorizedOrNotFound", "a-clouds-api-is-dead"],
  ["The deploy just hangs", "a-clouds-api-is-dead"],
  ["The rollout stopped halfway and says that a site is red", "roll-out"],
  ["Pods of feed are Pending and no node comes", "pods-dont-start"],
  ["kubectl says Unauthorized", "get-in"],
  ["Somebody deleted a customer's video", "restore-a-bucket"],
  ["Our token is on GitHub", "certificates-and-credentials"],
  ["There is an intruder in the Chicago cluster", "a-cloud-or-a-site-is-hostile"],
  ["Ashburn answers again, what now?", "coming-back"],
];

/** Words as one looks for them: without endings, and without those that stand everywhere. */
const LITTLE = new Set(
  "a an and are as at be by for from has have in is it its of on or our says that the there to we with".split(
    " ",
  ),
);
const wordsOf = (text: string) =>
  new Set(
    [...text.toLowerCase().matchAll(/[a-z0-9]+/g)]
      .map(([word]) => word)
      .filter((word) => !LITTLE.has(word))
      .map((word) => word.replace(/(?<=...)(?:ing|ed|es|s)$/, "")),
  );

/** The index' rows, those first that share most with what is said; a word of few rows counts for more. */
function found(said: string): string[] {
  const index = runbook.slice(0, runbook.indexOf("\n## "));
  const rows = [...index.matchAll(/^\| (.+) \| \[[^\]]+\]\(#([^)]+)\).* \|$/gm)].map(
    ([, seen = "", anchor = ""]) => ({
      words: wordsOf(seen),
      anchor,
    }),
  );
  const rarity = (word: string) => 1 / rows.filter(({ words }) => words.has(word)).length;
  return rows
    .map(({ words, anchor }) => ({
      anchor,
      score: [...wordsOf(said)]
        .filter((word) => words.has(word))
        .reduce((sum, word) => sum + rarity(word), 0),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ anchor }) => anchor);
}

describe("the runbook", () => {
  it.each(SAID)("leads from: %s", (said, anchor) => {
    expect(found(said)[0]).toBe(anchor);
  });

  it("begins with an index of what one sees, above everything else", () => {
    const index = runbook.slice(0, runbook.indexOf("\n## "));
    expect(SYMPTOMS.filter((symptom) => !index.includes(`(#${anchorOf(symptom)})`))).toEqual([]);
  });

  it.each(SYMPTOMS)(
    "%s: says where to look, what happens by itself, what to do and what not to",
    (symptom) => {
      const text = section(symptom);
      for (const part of [/\*\*Look at\*\*/, /\*\*By itself\*\*/, /\*\*Do\*\*/, /\*\*(And )?[Dd]on't\*\*/]) {
        expect(text).toMatch(part);
      }
    },
  );

  it("leads nowhere that isn't there", () => {
    const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = ""]) => anchor);
    expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([]);
    for (const file of ["README.md", "docs/architecture.md", "report/drained.ts", "components/runbook.ts"]) {
      const named = [...read(file).matchAll(/runbook\.md#([a-z0-9-]+)/g)].map(([, anchor = ""]) => anchor);
      expect({ file, missing: named.filter((anchor) => !anchors.has(anchor)) }).toEqual({
        file,
        missing: [],
      });
    }
  });

  it("says of every alarm where to go on", () => {
    const texts = prod.resources.flatMap(({ type, name, inputs }) =>
      /^aws:cloudwatch\/(metric|composite)Alarm:|^oci:Monitoring\/alarm:/.test(type)
        ? [{ name, text: String(inputs.alarmDescription ?? inputs.body) }]
        : [],
    );
    expect(texts.length).toBeGreaterThan(40);
    const lost = texts.filter(({ text }) => {
      const [, anchor] = /Runbook: docs\/runbook\.md#([a-z0-9-]+)$/.exec(text) ?? [];
      return anchor === undefined || !anchors.has(anchor);
    });
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  it("names only scripts that exist, and flags that they take", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const commands = [...runbook.matchAll(/npm run ([a-z:-]+)(?: -- ([^\n`#|]*))?/g)];
    expect(commands.length).toBeGreaterThan(10);
    const help: Record<string, string> = {
      sandbox: SANDBOX_HELP,
      rollout: read("rollout/cli.ts"),
      preflight: read("rollout/preflight/cli.ts"),
    };
    for (const [line, name = "", flags = ""] of commands) {
      expect(Object.keys(scripts)).toContain(name);
      // `--against` and the like stand in the commands' own files, the flags of `pulumi` in none.
      const known =
        help[name] ??
        ["survive", "check", "preview"].map((one) => read(`cli/commands/${one}.ts`)).join() +
          read("cli/graphs.ts");
      const unknown = [...flags.matchAll(/(?<= |^)--([a-z-]+)/g)]
        .map(([, flag = ""]) => flag)
        .filter((flag) => !["yes"].includes(flag) && !known.includes(`--${flag}`));
      expect({ line, unknown }).toEqual({ line, unknown: [] });
    }
  });

  it("has commands of this project that run as they stand there", async () => {
    const project = new Project("prod");
    onTestFinished(() => project.remove());
    project.makes(() => prod);
    project.write("state.json", renderState(prod));
    // A whole preview and a whole survive take their time, and are run by tests of their own.
    const lines = [...runbook.matchAll(/npm run (check|survive) -- ([^`\n#]*--(?:against|fault) [^`\n#]*)/g)]
      .map(([, name = "", flags = ""]) => `${name} ${flags.trim()}`)
      .filter((line) => !line.includes("SITE"));
    const commands = [...new Set(lines)].sort();
    expect(commands).toEqual([
      "check --stack prod --against state.json",
      "survive --stack prod --fault queue:oci-us-ashburn-1",
      "survive --stack prod --fault site:aws-us-east-2",
      "survive --stack prod --fault site:oci-us-ashburn-1",
    ]);
    for (const line of commands) {
      const { code, stdout, stderr } = await project.run(line.split(/\s+/));
      // 1 says that an objective is missed; more, that it wasn't answered.
      expect({ line, code: Math.max(code, 1), stderr }).toEqual({ line, code: 1, stderr: "" });
      expect(stdout).toContain(/--fault (\S+)/.exec(line)?.[1]?.split(":")[1] ?? "prod");
    }
  });

  it("names faults that prod has", () => {
    const platform = platformOf(prod, new Date("2026-09-01T00:00:00Z"));
    const faults = [...runbook.matchAll(/--fault ([a-z-]+:[a-z0-9:-]+)/g)].map(([, fault = ""]) => fault);
    expect(faults.length).toBeGreaterThan(2);
    const named = faults.filter((fault) => !/SITE/.test(fault));
    for (const fault of named) expect(() => parseFault(fault, platform)).not.toThrow();
  });
});
