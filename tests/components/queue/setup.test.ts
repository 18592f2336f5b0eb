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
  "request "*) sed -n "s/^$2 //p" ${at("answers")} ;;
  *" info") grep -qx "$key" ${at("exists")} && cat ${at("made")}/$1.$3 ;;
  *" rm") sed -i "\\|^$key$|d" ${at("exists")} ;;
  *" add") echo "$key" >>${at("exists")}
    for a in "$@"; do case $a in --config=*) cp "\${a#--config=}" ${at("made")}/$1.$3 ;; esac; done ;;
  *" edit") grep -qx "$key" ${at("exists")}
    for a in "$@"; do case $a in --config=*) cp "\${a#--config=}" ${at("made")}/$1.$3 ;; esac; done ;;
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
    writeFileSync(at(`files/${name}`), text.replaceAll("sleep 3", "sleep 0").replace("now + 60))", "now))"));
  }
  rmSync(at("calls"), { force: true });
  return spawnSync("/bin/sh", [at("files/setup.sh")], {
    encoding: "utf8",
    env: { PATH: `${folder}:/usr/bin:/bin` },
  });
}
const calls = () => readFileSync(at("calls"), "utf8").trim().split("\n");
/** The origins answer, their streams beginning with one number and this site's mirrors, where they do, with another. */
function answers(first: number, own?: number): void {
  const info = (number: number) => `{"config":{"first_seq":7},"state":{"first_seq":${number}}}`;
  const lines = ["aws-us-east-2", "aws-us-west-2"].flatMap((origin) =>
    ["uploads", "engagement"].flatMap((family) => {
      const stream = `${family}-${origin}`;
      return [
        `ORIGIN.${origin}.API.CONSUMER.RESET.${stream}.mirror-oci-us-chicago-1 {"reset_seq":1}`,
        `ORIGIN.${origin}.API.STREAM.INFO.${stream} ${info(first)}`,
        ...(own === undefined ? [] : [`JS.${origin}.API.STREAM.INFO.${stream} ${info(own)}`]),
      ];
    }),
  );
  writeFileSync(at("answers"), `${lines.join("\n")}\n`);
}
const made = (stream: string) => readFileSync(at(`made/stream.${stream}`), "utf8");
const verbs = (verb: string) => calls().filter((call) => call.includes(` ${verb} `)).length;
const trouble = (...lines: string[]) =>
  writeFileSync(at("trouble"), lines.map((line) => `${line}\n`).join(""));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "queue-setup-"));
  for (const name of ["files", "scratch", "made"]) mkdirSync(at(name));
  writeFileSync(at("exists"), "");
  writeFileSync(at("answers"), "");
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
    expect(stdout).toContain("6 streams and 10 consumers");
    expect(verbs("add")).toBe(16);
    expect(calls()).toContainEqual(expect.stringContaining("--js-api-prefix=JS.aws-us-east-2.API"));
  });

  it("changes what is there and makes nothing twice", () => {
    answers(1);
    run();
    expect(run().status).toBe(0);
    expect(verbs("add")).toBe(0);
    expect(verbs("edit")).toBe(16);
  });

  it("never deletes or purges", () => {
    run();
    run();
    expect(verbs("rm") + verbs("purge") + verbs("delete")).toBe(0);
  });

  it("has a mirror that it makes begin with the origin's first event", () => {
    answers(1);
    const { stderr } = run();
    const asked = () => calls().filter((call) => call.includes("RESET"));
    expect(asked()).toContainEqual(
      expect.stringContaining(
        'request ORIGIN.aws-us-east-2.API.CONSUMER.RESET.uploads-aws-us-east-2.mirror-oci-us-chicago-1 {"seq":1}',
      ),
    );
    expect(asked()).toHaveLength(4);
    expect(stderr).toBe("");
    run();
    expect(asked()).toEqual([]);
  });

  it("makes a mirror without its origin too, and says what is to be done", () => {
    const { status, stderr } = run();
    expect(status).toBe(0);
    expect(stderr).toContain(
      "the mirror uploads-aws-us-east-2 is made although aws-us-east-2 does not answer; run this again when it does",
    );
  });

  describe("where a mirror was made without its origin", () => {
    const remade = () => calls().filter((call) => call.includes("stream rm")).length;
    beforeEach(run);

    it("leaves it as it is while its origin does not answer", () => {
      const { status, stderr } = run();
      expect(status).toBe(0);
      expect(remade()).toBe(0);
      expect(stderr).toContain(
        "the mirror uploads-aws-us-east-2 stays as it is: aws-us-east-2 does not answer",
      );
    });

    it("leaves it as it is where it has the first event that its origin still has", () => {
      answers(100, 100);
      const { stderr } = run();
      expect(stderr).toBe("");
      expect(remade()).toBe(0);
      expect(made("uploads-aws-us-east-2")).toContain("from the first event");
    });

    it("makes it anew where the origin has earlier ones, once", () => {
      answers(99, 100);
      expect(run().stderr).toBe("");
      expect(remade()).toBe(4);
      run();
      expect(remade()).toBe(0);
    });

    it("makes it anew where it has none", () => {
      answers(99);
      run();
      expect(remade()).toBe(4);
    });
  });

  it("makes a mirror anew that made its own consumer, its origin's events being there", () => {
    answers(100, 100);
    run();
    for (const origin of ["aws-us-east-2", "aws-us-west-2"])
      writeFileSync(at(`made/stream.uploads-${origin}`), '{"mirror":{"name":"x"}}');
    run();
    expect(calls().filter((call) => call.includes("stream rm"))).toHaveLength(2);
    expect(made("uploads-aws-us-east-2")).toContain("mirror-oci-us-chicago-1");
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
    expect(verbs("add")).toBe(18);
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
