/** The command as it is typed, with programs in the place of the clouds' own CLIs. */
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { preflight } from "../../../rollout/preflight/cli";
import { video } from "../../fixtures/catalogs/video";
import { fixtureFile } from "../../fixtures/stacks";
import { stackGraph } from "../../support/graphs";

/** Answers what is free of all limits; a file `scarce` names the one that is all but used up, `--no-login` nobody. */
const OCI = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
const flag = (name) => args[args.indexOf(name) + 1];
appendFileSync(__dirname + "/asked", "oci " + args.join(" ") + "\\n");
const fail = (status, code, message) => {
  process.stderr.write("ServiceError:\\n" + JSON.stringify({ code, message, status }, null, 4) + "\\n");
  process.exit(1);
};
const say = (data) => process.stdout.write(JSON.stringify({ data }));
if (existsSync(__dirname + "/signed-out")) fail(401, "NotAuthenticated", "The required information was not provided.");
else if (args[1] === "region-subscription") {
  say(["us-phoenix-1", "us-ashburn-1"].map((name) => ({ "region-name": name, status: "READY" })));
} else if (args[2] === "get" && flag("--limit-name") === "bucket-count") {
  fail(404, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.");
} else if (args[2] === "get") {
  const scarce = existsSync(__dirname + "/scarce") && readFileSync(__dirname + "/scarce", "utf8");
  say({ available: flag("--limit-name") === scarce ? 1 : 5000, used: 0 });
} else say([{ name: flag("--name"), value: 10000 }]);
`;
const AWS = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
const args = process.argv.slice(2);
appendFileSync(__dirname + "/asked", "aws " + args.join(" ") + "\\n");
if (args[0] === "sts") {
  const Arn = "arn:aws:sts::123456789012:assumed-role/platform-admins/me";
  process.stdout.write(JSON.stringify({ Arn, Account: "123456789012" }));
} else if (args[0] === "service-quotas") process.stdout.write(JSON.stringify({ Quota: { Value: 1000 } }));
else {
  process.stderr.write("\\nAn error occurred (404) when calling the HeadBucket operation: Not Found\\n");
  process.exit(254);
}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "twincloud-preflight-"));
  copyFileSync(path.resolve(__dirname, "../../../Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  copyFileSync(fixtureFile("staging"), path.join(folder, "Pulumi.staging.yaml"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text: string): void {
  writeFileSync(path.join(folder, name), text);
  chmodSync(path.join(folder, name), 0o755);
}
const clis = () => {
  program("oci", OCI);
  program("aws", AWS);
};

async function run(): Promise<{ code: number; lines: string[] }> {
  let text = "";
  const output = { write: (more: string) => (text += more) };
  const code = await preflight(["--stack", "staging"], {
    root: folder,
    cwd: folder,
    stdout: output,
    stderr: output,
    env: { PATH: folder },
    catalog: video,
    loadProgram: () => () => Promise.resolve(stackGraph("staging")),
  });
  return { code, lines: text.split("\n") };
}
const asked = () => readFileSync(path.join(folder, "asked"), "utf8").trim().split("\n");

it("asks both clouds, and ends well where both have enough", async () => {
  clis();
  const { code, lines } = await run();
  expect(lines.filter((line) => /^(falls short|not asked)/.test(line))).toEqual([]);
  expect(lines).toContain("well         OCI us-phoenix-1: network load balancers: 1 wanted, 5000 left");
  expect(lines).toContain("well         OCI us-phoenix-1: Object Storage buckets: 1 wanted, 10000 left");
  expect(lines.some((line) => /^well {9}AWS us-east-2: Elastic IPs: 6 wanted, 1000 /.test(line))).toBe(true);
  expect(code).toBe(0);
});

it("changes nothing: every command reads", async () => {
  clis();
  await run();
  const verbs = asked().map((line) => /^(oci( \S+){3}|aws( \S+){2})/.exec(line)?.[0]);
  expect([...new Set(verbs)].sort()).toEqual([
    "aws s3api head-bucket",
    "aws service-quotas get-service-quota",
    "aws sts get-caller-identity",
    "oci iam region-subscription list",
    "oci limits resource-availability get",
    "oci limits value list",
  ]);
});

it("says in which availability domains cores fall short, and ends with 1", async () => {
  clis();
  writeFileSync(path.join(folder, "scarce"), "standard-e5-core-count");
  const { code, lines } = await run();
  const short = lines.filter((line) => line.startsWith("falls short"));
  expect(short.map((line) => /OCI (Uocm:PHX-AD-\d): Standard\.E5 cores .* 1 left: /.exec(line)?.[1])).toEqual(
    ["Uocm:PHX-AD-1", "Uocm:PHX-AD-2", "Uocm:PHX-AD-3"],
  );
  expect(code).toBe(1);
});

it("says why a cloud wasn't asked, in its CLI's own words, and prints the list all the same", async () => {
  clis();
  writeFileSync(path.join(folder, "signed-out"), "");
  const { code, lines } = await run();
  expect(lines).toContain(
    "not asked    OCI: 401 NotAuthenticated The required information was not provided.",
  );
  expect(lines.some((line) => line.includes("Uocm:PHX-AD-1") && line.includes("OCPUs"))).toBe(true);
  expect(code).toBe(0);
});

it("isn't asked anything by a CLI that has no configuration, and says what it lacks", async () => {
  clis();
  program(
    "oci",
    `#!${process.execPath}
process.stdin.on("data", () => {}).on("end", () => {
  process.stdout.write("ERROR: Could not find config file at ~/.oci/config\\nDo you want to create a new config file? [Y/n]: Abort\\n");
  process.exit(1);
});
`,
  );
  const { lines } = await run();
  expect(lines).toContain("not asked    OCI: ERROR: Could not find config file at ~/.oci/config");
});

it("prints the list where there is no CLI", async () => {
  const { code, lines } = await run();
  expect(lines).toContain("not asked    AWS: aws is not on PATH");
  expect(lines).toContain("not asked    OCI: oci is not on PATH");
  expect(code).toBe(0);
});
