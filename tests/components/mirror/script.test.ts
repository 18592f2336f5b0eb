import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type MirrorPlan, mirrorScript } from "../../../components/mirror/rclone";
import { ashburn, ontoAws, ontoOci, shared } from "./fixture";

const folder = mkdtempSync(join(tmpdir(), "mirror-"));
const calls = join(folder, "calls");
const script = join(folder, "mirror.sh");
afterAll(() => rmSync(folder, { recursive: true }));

/** Programs that the script finds first: a clock at a fixed moment, and an rclone that notes what it is asked. */
const put = (name: string, body: string) =>
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
const clock = (epochSeconds: number) =>
  put("date", `case "$*" in "-u +%s") echo ${epochSeconds} ;; *) PATH=/usr/bin:/bin exec date "$@" ;; esac`);
const rclone = (ends: string) =>
  put(
    "rclone",
    `printf '%s\\n' "source=$2" "destination=$3" "$*" >>${calls}
echo "region=\${AWS_REGION-} key=\${RCLONE_CONFIG_OCI_US_ASHBURN_1_ACCESS_KEY_ID-}/\${RCLONE_CONFIG_OCI_US_ASHBURN_1_SECRET_ACCESS_KEY-}" >>${calls}
${ends}`,
  );

function run(plan: MirrorPlan, args: string[], env: Record<string, string> = {}) {
  writeFileSync(script, mirrorScript(plan, join(folder, "rclone.conf")));
  const { status, stdout, stderr } = spawnSync("/bin/sh", [script, ...args], {
    encoding: "utf8",
    env: { PATH: `${folder}:/usr/bin:/bin`, ...env },
  });
  return { status, stdout, stderr };
}
const noted = () => readFileSync(calls, "utf8");
/** The rules of a call, as rclone gets them. */
const filtersOf = (call: string) => [...call.matchAll(/--filter ([+-] \S+)/g)].map(([, rule]) => rule);
const sources = () => [...noted().matchAll(/^source=(.*)$/gm)].map(([, source]) => source);

beforeEach(() => {
  rmSync(calls, { force: true });
  // 1 March 2028, 00:00:30 UTC: the day before is the 29th of February.
  clock(Date.UTC(2028, 2, 1, 0, 0, 30) / 1000);
  rclone("exit 0");
});

describe("the mirror's script", () => {
  it("is valid for sh on both clouds", () => {
    for (const plan of [ontoAws, ontoOci, shared, { ...shared, sources: [], left: [ashburn] }]) {
      writeFileSync(script, mirrorScript(plan));
      expect(spawnSync("/bin/sh", ["-n", script], { encoding: "utf8" })).toMatchObject({
        status: 0,
        stderr: "",
      });
    }
  });

  it("copies from each source into the own bucket", () => {
    expect(run(ontoAws, ["recent"]).status).toBe(0);
    expect(sources()).toEqual(["oci_us_chicago_1:media-us-chicago-1", "oci_us_ashburn_1:media-us-ashburn-1"]);
    expect(noted().match(/^destination=.*$/gm)).toEqual(Array(2).fill("destination=own:media-us-east-2"));
  });

  it("recent: takes today and yesterday in UTC, and nothing else", () => {
    run(ontoAws, ["recent"], { TZ: "America/Los_Angeles" });
    for (const call of noted().match(/^copy .*$/gm) ?? []) {
      expect(filtersOf(call)).toEqual([
        "+ /upload/2028/03/01/**",
        "+ /upload/2028/02/29/**",
        "+ /training/2028/03/01/**",
        "+ /training/2028/02/29/**",
        "- **",
      ]);
    }
  });

  it("full: takes all but those two days", () => {
    run(ontoAws, ["full"]);
    for (const call of noted().match(/^copy .*$/gm) ?? []) {
      expect(filtersOf(call)).toEqual([
        "- /upload/2028/03/01/**",
        "- /upload/2028/02/29/**",
        "- /training/2028/03/01/**",
        "- /training/2028/02/29/**",
        "+ /upload/**",
        "+ /training/**",
        "- **",
      ]);
    }
  });

  it("a year among the prefixes: takes the days of keys that begin with theirs, and so no other year's", () => {
    run({ ...ontoAws, prefixes: ["2028/"] }, ["recent"]);
    expect(filtersOf(noted())).toContain("+ /2028/03/01/**");
    run({ ...ontoAws, prefixes: ["2028/"] }, ["full"]);
    expect(filtersOf(noted().split("\n").at(-3) ?? "")).toEqual([
      "- /2028/03/01/**",
      "- /2028/02/29/**",
      "+ /2028/**",
      "- **",
    ]);
  });

  it("goes on to the other sources when one fails, then fails and names it", () => {
    rclone('case "$2" in oci_us_chicago_1:*) exit 5 ;; esac');
    const { status, stderr } = run(ontoAws, ["recent"]);
    expect(status).toBe(1);
    expect(sources()).toHaveLength(2);
    expect(stderr).toContain("oci-us-chicago-1: rclone ended with 5");
    expect(stderr).toMatch(/not all was copied from: oci-us-chicago-1\n$/);
  });

  it("names every source that failed", () => {
    rclone("exit 1");
    expect(run(ontoAws, ["full"]).stderr).toMatch(
      /not all was copied from: oci-us-chicago-1 oci-us-ashburn-1\n$/,
    );
  });

  it("says when the time was up, which is a failure too", () => {
    rclone("exit 10");
    const { status, stderr } = run(ontoOci, ["full"]);
    expect(status).toBe(1);
    expect(stderr).toContain("aws-us-east-2: the time was up");
  });

  it("hands OCI's keys to rclone by the environment alone", () => {
    const { stdout, stderr } = run(ontoAws, ["recent"], {
      OCI_S3_ACCESS_KEY_ID: "the-id",
      OCI_S3_SECRET_ACCESS_KEY: "the-secret",
    });
    expect(noted()).toContain("key=the-id/the-secret");
    expect(noted().replaceAll("key=the-id/the-secret", "") + stdout + stderr).not.toMatch(
      /the-id|the-secret/,
    );
  });

  it("gets each AWS source's credentials from the source's own region", () => {
    run(ontoOci, ["recent"], { AWS_REGION: "us-east-2" });
    expect(noted().match(/^region=\S*/gm)).toEqual(["region=us-east-2", "region=us-west-2"]);
  });

  it("asks nothing of rclone without knowing which run, or what day it is", () => {
    expect(run(ontoAws, []).status).toBe(2);
    expect(run(ontoAws, ["everything"]).stderr).toContain("not everything");
    put("date", "exit 1");
    expect(run(ontoAws, ["recent"]).status).toBe(1);
    expect(() => noted()).toThrow(/ENOENT/);
  });
});

describe("what another site's mirror copies", () => {
  const noted = () => readFileSync(calls, "utf8").trimEnd().split("\n");
  /** An rclone that lists what stands in files beside it, and notes what it copies; a sleep that notes how long. */
  const world = (stores: Readonly<Record<string, string>>, whileWaiting = "") => {
    rm("own");
    rm("oci_us_ashburn_1");
    for (const [name, text] of Object.entries(stores)) writeFileSync(join(folder, name), text);
    put(
      "rclone",
      `store=\${2%%:*}
case $1 in
  lsf) cat "${folder}/$store" ;;
  copy)
    file=$(printf '%s' "$*" | sed -n 's/.*--files-from-raw \\([^ ]*\\).*/\\1/p')
    echo "copy $store \${file:+$(tr '\\n' ' ' <"$file")}" >>${calls} ;;
esac`,
    );
    put("sleep", `echo "sleep $1" >>${calls}\n${whileWaiting}`);
    put("mktemp", `rm -rf "${folder}/lists" && mkdir "${folder}/lists" && echo "${folder}/lists"`);
  };
  const rm = (name: string) => rmSync(join(folder, name), { force: true });

  it("is left to it by the runs of one's own sources", () => {
    world({});
    expect(run(shared, ["recent"]).status).toBe(0);
    expect(noted()).toEqual(["copy oci_us_chicago_1"]);
    rm("calls");
    expect(run(shared, ["full"]).status).toBe(0);
    expect(noted()).toEqual(["copy oci_us_chicago_1"]);
  });

  it("is waited for once it is missing, and then only that is copied", () => {
    world({ own: "a\nc\n", oci_us_ashburn_1: "c\nb ü\na\nd\n" });
    expect(run(shared, ["late-recent"]).status).toBe(0);
    expect(noted()).toEqual(["sleep 1500", "copy oci_us_ashburn_1 b ü d"]);
  });

  it("is asked of the own store again by rclone, which leaves alone what has come in the meantime", () => {
    expect(mirrorScript(shared)).toMatch(/rclone copy "\$from"[^#]*--ignore-existing/);
  });

  it("takes no time when nothing is missing", () => {
    world({ own: "a\n", oci_us_ashburn_1: "a\n" });
    expect(run(shared, ["late-recent"]).status).toBe(0);
    expect(() => noted()).toThrow(/ENOENT/);
  });

  it("is copied at once of the older days, whose own run is long over", () => {
    world({});
    expect(run(shared, ["late-full"]).status).toBe(0);
    expect(noted()).toEqual(["copy oci_us_ashburn_1"]);
  });

  it("fails the run, by its name, where it can't be listed", () => {
    world({ own: "a\n" });
    const { status, stderr } = run(shared, ["late-recent"]);
    expect(status).toBe(1);
    expect(stderr).toContain("oci-us-ashburn-1: what is missing can't be listed");
    expect(stderr).toMatch(/not all was copied from: oci-us-ashburn-1\n$/);
  });

  it("is nothing to do where nothing is left to others", () => {
    world({});
    expect(run(ontoOci, ["late-recent"])).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(() => noted()).toThrow(/ENOENT/);
  });
});
