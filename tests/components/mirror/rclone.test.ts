import { describe, expect, it } from "vitest";
import {
  deadlineSeconds,
  type MirrorPlan,
  type MirrorRun,
  mirrorRuns,
  mirrorScript,
  rcloneConfig,
} from "../../../components/mirror/rclone";
import { chicago, ohio, ontoAws, ontoOci, oregon, shared } from "./fixture";

/** Options by remote. */
function remotes(plan: MirrorPlan): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  for (const section of rcloneConfig(plan).split(/^\[/m).slice(1)) {
    const [name = "", ...lines] = section.split("\n");
    found[name.replace("]", "")] = Object.fromEntries(
      lines.filter((line) => line !== "").map((line) => line.split(" = ")),
    );
  }
  return found;
}

describe("rclone's configuration", () => {
  it("has the site's own store and each source", () => {
    expect(Object.keys(remotes(ontoAws))).toEqual(["own", "oci_us_chicago_1", "oci_us_ashburn_1"]);
    expect(Object.keys(remotes(ontoOci))).toEqual(["own", "aws_us_east_2", "aws_us_west_2"]);
  });

  it("writes to AWS with the identity of the pod", () => {
    expect(remotes(ontoAws).own).toEqual({
      type: "s3",
      provider: "AWS",
      env_auth: "true",
      region: "us-east-2",
      endpoint: "https://s3.us-east-2.amazonaws.com",
      force_path_style: "false",
      no_check_bucket: "true",
    });
  });

  it("writes to OCI with the identity of the workload, in one piece, over its native interface", () => {
    expect(remotes(ontoOci).own).toEqual({
      type: "oracleobjectstorage",
      provider: "workload_identity_auth",
      namespace: "axaxnpcrorw5",
      region: "us-chicago-1",
      no_check_bucket: "true",
      upload_cutoff: "5Gi",
    });
  });

  it("reads another cloud's OCI store over S3, with the bucket in the path and keys from the environment", () => {
    expect(remotes(ontoAws).oci_us_ashburn_1).toEqual({
      type: "s3",
      provider: "Other",
      region: "us-ashburn-1",
      endpoint: "https://axaxnpcrorw5.compat.objectstorage.us-ashburn-1.oraclecloud.com",
      force_path_style: "true",
      no_check_bucket: "true",
    });
  });

  it("reads another cloud's AWS store with an identity from the environment", () => {
    expect(remotes(ontoOci).aws_us_west_2).toMatchObject({
      type: "s3",
      env_auth: "true",
      region: "us-west-2",
    });
  });

  it("holds no key", () => {
    for (const plan of [ontoAws, ontoOci]) {
      expect(rcloneConfig(plan)).not.toMatch(/access_key|secret|token|password|compartment|tenancy/);
    }
  });

  it("refuses an OCI endpoint that doesn't begin with the namespace", () => {
    const own = { ...chicago, endpoint: "objectstorage.us-chicago-1.oraclecloud.com" };
    expect(() => rcloneConfig({ own, sources: [ohio], left: [], prefixes: ["upload/"] })).toThrow(
      /oci-us-chicago-1.*"objectstorage\.us-chicago-1.*<namespace>\.compat/,
    );
  });
});

describe("the mirror's script", () => {
  it("knows no command of rclone but to list and to copy, and leaves what exists alone", () => {
    for (const plan of [ontoAws, ontoOci, shared]) {
      const script = mirrorScript(plan);
      const commands = script.match(/^\s*rclone (\S+)/gm)?.map((line) => line.trim());
      expect(commands).toEqual(plan === shared ? ["rclone copy", "rclone lsf"] : ["rclone copy"]);
      expect(script).toContain("--ignore-existing");
      expect(script).not.toMatch(/sync|delete|purge|move|--fast-list/);
    }
  });

  it("lets S3 refuse what has appeared since the listing", () => {
    expect(mirrorScript(ontoAws)).toContain('--header-upload "If-None-Match: *"');
  });

  it("doesn't send OCI a condition that rclone can't pass on: the missing right to overwrite does the same", () => {
    expect(mirrorScript(ontoOci)).not.toContain("--header-upload");
  });

  it("never uploads in parts at random, which OCI takes for overwriting", () => {
    expect(mirrorScript(ontoOci)).toContain("--multi-thread-streams 0");
  });

  it("asks the region of each AWS source for credentials, so that one region's loss stops no other source", () => {
    expect(mirrorScript(ontoOci)).toMatch(
      /export AWS_REGION=us-east-2\n {2}pull aws-us-east-2 .*\n {2}export AWS_REGION=us-west-2\n {2}pull aws-us-west-2 /,
    );
  });

  it("needs a source, of another provider", () => {
    expect(() => mirrorScript({ own: ohio, sources: [], left: [], prefixes: ["upload/"] })).toThrow(
      /aws-us-east-2: there is no store/,
    );
    for (const plan of [
      { own: ohio, sources: [chicago, oregon], left: [], prefixes: ["upload/"] },
      { own: ohio, sources: [chicago], left: [oregon], prefixes: ["upload/"] },
    ]) {
      expect(() => mirrorScript(plan)).toThrow(/aws-us-west-2 is of the same/);
    }
  });
});

describe("the runs", () => {
  const nightly = 2 * 60 + 17;

  it("begin every five minutes and every night", () => {
    expect(mirrorRuns.recent.schedule).toBe("*/5 * * * *");
    expect(mirrorRuns.full.schedule).toBe("17 2 * * *");
  });

  const day = 24 * 60;
  const longest = (run: MirrorRun) => (mirrorRuns[run].startSeconds + deadlineSeconds(run)) / 60;

  it("never have a day in common: a recent run that began yesterday is over when the nightly one begins, and that one before midnight", () => {
    expect(day - 5 + longest("recent")).toBeLessThan(day + nightly);
    expect(nightly + longest("full")).toBeLessThan(day);
  });

  it("take over the older days when the other mirror's night is over and S3 has had its fifteen minutes, before midnight", () => {
    const late = 9 * 60 + 45;
    expect(mirrorRuns["late-full"].schedule).toBe("45 9 * * *");
    expect(nightly + longest("full") + 15).toBeLessThanOrEqual(late);
    expect(late + longest("late-full")).toBeLessThan(day);
  });

  it("take over the recent days within the hour, and are over before those have moved into the late night's", () => {
    expect(mirrorRuns["late-recent"].schedule).toBe("35 * * * *");
    expect(day - 25 + longest("late-recent")).toBeLessThan(day + 9 * 60 + 45);
  });

  it("wait for longer than the other mirror's next start and S3's fifteen minutes, and have as much time left to copy", () => {
    const { waitMinutes, minutes } = mirrorRuns["late-recent"];
    expect(waitMinutes).toBeGreaterThan(5 + 15);
    expect(minutes - waitMinutes).toBeGreaterThanOrEqual(25);
  });

  it("divide their time between the sources", () => {
    const seconds = (plan: MirrorPlan, run: MirrorRun) =>
      Number(new RegExp(`  ${run}\\)\\n +seconds=(\\d+)s`).exec(mirrorScript(plan))?.[1]);
    expect(seconds({ own: ohio, sources: [chicago], left: [], prefixes: ["upload/"] }, "recent")).toBe(3000);
    expect(seconds(ontoAws, "recent")).toBe(1500);
    expect(seconds(ontoAws, "full")).toBe(10800);
    expect(seconds(shared, "late-recent")).toBe(1500);
  });
});
