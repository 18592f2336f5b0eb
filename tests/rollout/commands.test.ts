import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { copyCommand, describeStep, invocationOf, type Told } from "../../rollout/commands";
import type { Step } from "../../rollout/plan";
import { sharedIamWindow } from "../../sandbox/pulumi";

const told: Told = {
  stack: "prod",
  source: "builds.example/twincloud",
  anyUnreachable: false,
  iamWindow: { OCI_GO_SDK_EC_CONFIG: "file,/tmp/window" },
};
const rest: Step = { kind: "up", title: "the rest", targets: [] };

describe("the CLI", () => {
  it("judges the whole by the pack in a preview", () => {
    expect(invocationOf({ kind: "judge", title: "" }, told).args).toEqual([
      ...["preview", "--stack", "prod"],
      ...["--policy-pack", "policies"],
    ]);
  });

  it("is aimed by its --target, without the pack, which would judge the others as they were", () => {
    expect(invocationOf({ kind: "up", title: "", targets: ["a", "b"] }, told).args).toEqual([
      ...["up", "--stack", "prod", "--yes"],
      ...["--target", "a", "--target", "b"],
    ]);
  });

  it("is judged again where it isn't aimed", () => {
    expect(invocationOf(rest, told).args).toEqual([
      ...["up", "--stack", "prod", "--yes"],
      ...["--policy-pack", "policies"],
    ]);
  });

  it("leaves clusters alone that can't be reached, where the settings name a cloud", () => {
    const key = "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE";
    expect(invocationOf(rest, told).env).not.toHaveProperty(key);
    expect(invocationOf(rest, { ...told, anyUnreachable: true }).env).toHaveProperty(key, "true");
  });
});

describe("OCI's providers, a process each", () => {
  it("tell each other by a file of this user that something was permitted just now, in every run of the CLI", () => {
    const iamWindow = sharedIamWindow({}, "/tmp");
    const { OCI_GO_SDK_EC_CONFIG } = iamWindow;
    expect(OCI_GO_SDK_EC_CONFIG).toMatch(/^file,\/tmp\/twincloud-iam-window-\w+/);
    for (const step of [rest, { kind: "judge", title: "" } as const]) {
      expect(invocationOf(step, { ...told, iamWindow }).env).toMatchObject(iamWindow);
    }
  });

  it("keep to the file that whoever starts the roll-out names", () => {
    const given = { OCI_GO_SDK_EC_CONFIG: "file,/run/window" };
    expect(sharedIamWindow(given)).toEqual(given);
  });
});

describe("a dry run", () => {
  it("prints what is run, with its environment", () => {
    expect(describeStep(rest, { ...told, anyUnreachable: true }, "skopeo")).toEqual([
      "# the rest",
      "PULUMI_LEGACY_PROVIDER_PREVIEW=true OCI_GO_SDK_EC_CONFIG=file,/tmp/window PULUMI_K8S_SKIP_UPDATE_UNREACHABLE=true pulumi up --stack prod --yes --policy-pack policies",
    ]);
  });

  it("quotes what a shell would read otherwise", () => {
    const [, line] = describeStep({ kind: "up", title: "", targets: ["urn:a$b::**"] }, told, "skopeo");
    expect(line).toContain("--target 'urn:a$b::**'");
  });

  it("says what a drained site is asked", () => {
    const gate: Step = { kind: "gate", title: "", asked: [{ site: "a", about: "life" }], advice: "" };
    expect(describeStep(gate, told, "skopeo")[1]).toMatch(/every \/livez of a is green/);
  });

  it("copies nothing where it isn't told from where, as the run does", () => {
    const copies = [{ from: "feed@sha256:1", to: "registry.example/feed@sha256:1" }];
    const lines = describeStep({ ...rest, beside: copies }, { ...told, source: undefined }, "skopeo");
    expect(lines.slice(1)).toEqual([
      "# no --from REGISTRY: the 1 images are taken to be in every registry",
      expect.stringMatching(/^\S+ \S+ pulumi up --stack prod --yes --policy-pack policies$/),
    ]);
  });
});

describe("an image that must be signed", () => {
  const copy = { from: "feed@sha256:1", to: "registry.example/feed@sha256:1" };

  it("is copied by skopeo only if its source has the signatures that the file wants", () => {
    expect(copyCommand("skopeo", "builds.example", copy, "/etc/images.json")).toEqual([
      ...["skopeo", "--policy", "/etc/images.json", "copy", "--all", "--preserve-digests"],
      ...["--remove-signatures", "docker://builds.example/feed@sha256:1"],
      "docker://registry.example/feed@sha256:1",
    ]);
  });

  it("is so in what a dry run prints, to every registry", () => {
    const images: Step = { kind: "images", title: "images", copies: [copy, copy] };
    const lines = describeStep(images, { ...told, imagePolicy: "/etc/images.json" }, "skopeo").slice(1);
    expect(lines.filter((line) => line.startsWith("skopeo --policy /etc/images.json copy "))).toHaveLength(2);
  });
});

describe("the printed lines of a first deployment, in bash", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "twincloud-pasted-"));
  const record = path.join(folder, "record");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => writeFileSync(record, ""));

  const first: Step = {
    kind: "up",
    title: "everything",
    targets: [],
    beside: ["feed", "upload"].map((name) => ({ from: name, to: `registry.example/${name}` })),
  };
  const lines = describeStep(first, told, "skopeo").join("\n");

  function tool(name: string, body: string): void {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
  }

  function paste(pulumi: string, skopeo: string) {
    tool("pulumi", `echo "$0 $*" >> ${record}\n${pulumi}`);
    tool("skopeo", `echo "$0 $*" >> ${record}\n${skopeo}`);
    tool("sleep", "exec /bin/sleep 0.05");
    const { status } = spawnSync("bash", ["-c", lines], {
      env: { PATH: `${folder}:/usr/bin:/bin` },
      timeout: 15_000,
    });
    const ran = readFileSync(record, "utf8").trim().split("\n");
    return { status, copied: ran.filter((line) => line.startsWith(path.join(folder, "skopeo"))) };
  }

  it("try each copy until its registry is there, and end as the CLI does", () => {
    const untilThird = `[ "$(grep -c skopeo ${record})" -ge 3 ]`;
    const done = `while [ "$(grep -c upload ${record})" -lt 1 ]; do sleep; done`;
    const { status, copied } = paste(done, untilThird);
    expect({ status, copied: copied.map((line) => line.split("/").at(-1)) }).toEqual({
      status: 0,
      copied: ["feed", "feed", "feed", "upload"],
    });
    expect(paste(`${done}; exit 3`, "exit 0").status).toBe(3);
  });

  it("end soon after the CLI has failed", () => {
    expect(paste("exit 3", "exit 1").status).toBe(3);
  });

  it("fail where an image isn't copied", () => {
    expect(paste("exit 0", "exit 1").status).not.toBe(0);
  });
});
