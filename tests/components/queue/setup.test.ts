import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setupDeadlineSeconds, setupFiles } from "../../../components/queue/setup";
import { chicago, plan } from "./fixture";

let folder: string;
const at = (name: string) => join(folder, name);

/**
 * A stand-in for the nats CLI: keeps in `exists` what was made, notes every call, and fails once for each line in
 * `trouble` that the call contains.
 */
const cli = () => `#!/bin/sh
echo "$*" >>${at("calls")}
while read -r t; do
  case "$*" in *"$t"*) sed -i "\\|^$t$|d" ${at("trouble")}; echo "no answer: $t" >&2; exit 1 ;; esac
done <${at("trouble")}
prefix=$(echo "$*" | sed 's/.*--js-api-prefix=\\([^ ]*\\).*/\\1/')
set -- $(echo "$*" | sed 's/--[a-z-]*prefix=[^ ]* //g; s/--timeout=[^ ]* //')
key="$prefix $1 $3"; [ "$1" = consumer ] && key="$key $4"
case "$1 $2" in
  "stream ls") ;;
  *" info") grep -qx "$key" ${at("exists")} ;;
  *" add") echo "$key" >>${at("exists")}
    for a in "$@"; do case $a in --config=*) cp "\${a#--config=}" ${at("made")}/$1.$3 ;; esac; done ;;
  *" edit") grep -qx "$key" ${at("exists")} ;;
esac
`;

function run() {
  const files = setupFiles(plan, chicago, 3, "queue.queue.svc", {
    files: at("files"),
    certificate: at("tls"),
    url: "tls://queue:4222",
    scratch: at("scratch"),
  });
  for (const [name, text] of Object.entries(files)) {
    // Tries again at once: nothing here needs time.
    writeFileSync(at(`files/${name}`), text.replace("sleep 3", "sleep 0"));
  }
  rmSync(at("calls"), { force: true });
  return spawnSync("/bin/sh", [at("files/setup.sh")], {
    encoding: "utf8",
    env: { PATH: `${folder}:/usr/bin:/bin` },
  });
}
const calls = () => readFileSync(at("calls"), "utf8").trim().split("\n");
const verbs = (verb: string) => calls().filter((call) => call.includes(` ${verb} `)).length;
const trouble = (...lines: string[]) =>
  writeFileSync(at("trouble"), lines.map((line) => `${line}\n`).join(""));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "queue-setup-"));
  for (const name of ["files", "scratch", "made"]) mkdirSync(at(name));
  writeFileSync(at("exists"), "");
  trouble();
  writeFileSync(at("nats"), cli(), { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the queue's setup script", () => {
  it("is valid for sh where it stands in a pod", () => {
    const script = setupFiles(plan, chicago, 3, "queue.queue.svc")["setup.sh"] ?? "";
    writeFileSync(at("setup.sh"), script);
    expect(spawnSync("/bin/sh", ["-n", at("setup.sh")], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(script).toContain("NATS_URL='tls://queue.queue.svc:4222'");
  });

  it("makes every stream, mirror and consumer that is missing", () => {
    const { status, stdout } = run();
    expect(status).toBe(0);
    expect(stdout).toContain("6 streams and 6 consumers");
    expect(verbs("add")).toBe(12);
    expect(calls()).toContainEqual(expect.stringContaining("--js-api-prefix=JS.aws-us-east-2.API"));
  });

  it("changes what is there and makes nothing twice", () => {
    run();
    expect(run().status).toBe(0);
    expect(verbs("add")).toBe(0);
    expect(verbs("edit")).toBe(12);
  });

  it("never deletes or purges", () => {
    run();
    expect(verbs("rm") + verbs("purge") + verbs("delete")).toBe(0);
  });

  it("waits for a quorum before anything else, and tries again what failed", () => {
    trouble(
      "stream ls --names",
      "stream add uploads-aws-us-east-2",
      "consumer add uploads-aws-us-west-2 feed",
    );
    expect(run().status).toBe(0);
    expect(
      calls()
        .slice(0, 2)
        .every((call) => call.includes("stream ls")),
    ).toBe(true);
    expect(verbs("add")).toBe(14);
  });

  it("gives up after its time with what the last try said, for the Job to show", () => {
    // The clock leaps past the deadline between two looks.
    writeFileSync(
      at("date"),
      `#!/bin/sh\nnow=$(($(cat ${at("clock")}) + ${setupDeadlineSeconds} + 1))\necho $now >${at("clock")}\necho $now\n`,
      { mode: 0o755 },
    );
    writeFileSync(at("clock"), "1000");
    trouble("stream ls --names");
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toContain("no answer: stream ls --names");
  });

  it("begins a stream at a number that no earlier one of that name has reached, and no mirror", () => {
    const before = Math.floor(Date.now() / 1000);
    run();
    const made = (name: string) =>
      JSON.parse(readFileSync(at(`made/stream.${name}`), "utf8").trim()) as { first_seq?: number };
    const first = made("uploads-oci-us-chicago-1").first_seq ?? 0;
    expect(first / 100_000).toBeGreaterThanOrEqual(before);
    // Clients count in doubles.
    expect(first).toBeLessThan(Number.MAX_SAFE_INTEGER / 10);
    expect(made("uploads-aws-us-east-2").first_seq).toBeUndefined();
  });

  it("holds no secret: certificates are files", () => {
    const files = setupFiles(plan, chicago, 3, "queue.queue.svc");
    for (const text of Object.values(files)) expect(text).not.toMatch(/PRIVATE KEY|password|secret/i);
    expect(existsSync(at("tls"))).toBe(false);
  });
});
