import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findOnPath } from "../sandbox/pulumi";

const folder = path.resolve(__dirname, "../.github/workflows");

interface Job {
  readonly if?: string;
  readonly "runs-on":
    | string
    | readonly string[]
    | { readonly group: string; readonly labels: readonly string[] };
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly {
    id?: string;
    if?: string;
    "continue-on-error"?: boolean | string;
    uses?: string;
    run?: string;
    with?: Record<string, unknown>;
    env?: Record<string, string>;
  }[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { group: string };
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = readdirSync(folder).map((file) => ({
  file,
  text: readFileSync(path.join(folder, file), "utf8"),
  workflow: parse(readFileSync(path.join(folder, file), "utf8")) as Workflow,
}));
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${file} ${name}`, workflow, job })),
);

function named(file: string): Workflow {
  const found = workflows.find((one) => one.file === file);
  if (!found) throw new Error(`there is no workflow ${file}`);
  return found.workflow;
}

/** Whether a job runs what a pull request wrote, without anybody's approval. */
const runsForeignCode = ({ workflow, job }: (typeof jobs)[number]) =>
  "pull_request" in workflow.on &&
  job.environment === undefined &&
  !/github\.event_name == 'push'/.test(job.if ?? "");

describe("the workflows", () => {
  it("pin every action by commit, and say which version that is", () => {
    for (const { file, text } of workflows) {
      const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
      for (const line of uses) expect(line, file).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it("install the CLI in one version, the SDK's own", () => {
    const { dependencies } = JSON.parse(readFileSync(path.resolve(folder, "../../package.json"), "utf8"));
    const installing = jobs.flatMap(({ job }) => job.steps).filter(({ uses }) => uses?.startsWith("pulumi/"));
    expect(installing.length).toBeGreaterThanOrEqual(4);
    for (const { with: given } of installing)
      expect(given?.["pulumi-version"]).toBe(dependencies["@pulumi/pulumi"]);
  });

  it("run nothing on a runner of ours where a pull request starts them", () => {
    for (const { where, workflow, job } of jobs) {
      if (!("pull_request" in workflow.on)) continue;
      expect(job["runs-on"], where).toMatch(/^ubuntu-/);
      expect(job.environment, where).toBeUndefined();
    }
  });

  it("begin with the right to read, and no more", () => {
    for (const { file, workflow } of workflows)
      expect(workflow.permissions, file).toEqual({ contents: "read" });
  });

  it("run one at a time for the same change, and end", () => {
    for (const { file, workflow } of workflows) expect(workflow.concurrency?.group, file).toBeTruthy();
    for (const { where, job } of jobs) expect(job["timeout-minutes"], where).toBeGreaterThan(0);
  });

  it("show no secret and no write token to a job that runs a pull request's code", () => {
    const foreign = jobs.filter(runsForeignCode);
    expect(foreign.length).toBeGreaterThanOrEqual(4);
    for (const { where, job } of foreign) {
      expect(JSON.stringify(job), where).not.toContain("secrets.");
      const granted = Object.values(job.permissions ?? {});
      expect(
        granted.every((right) => right === "read" || right === "none"),
        where,
      ).toBe(true);
    }
  });

  it("never run on pull_request_target, which gives a fork's event the base's secrets", () => {
    for (const { file, workflow } of workflows)
      expect(Object.keys(workflow.on), file).not.toContain("pull_request_target");
  });

  it("check out nothing in the job that may write comments", () => {
    const commenting = jobs.filter(({ job }) => job.permissions?.["pull-requests"] === "write");
    expect(commenting.map(({ where }) => where)).toEqual(["preview-comment.yml comment"]);
    for (const { job } of commenting) {
      expect(
        job.steps.some(({ uses, run }) => uses?.startsWith("actions/checkout") || run !== undefined),
      ).toBe(false);
    }
  });

  it("leave no credentials of the checkout behind for what runs next", () => {
    for (const { where, job } of jobs) {
      for (const { uses, with: given } of job.steps) {
        if (uses?.startsWith("actions/checkout")) expect(given?.["persist-credentials"], where).toBe(false);
      }
    }
  });

  it("put nothing that somebody else can name into a script: it goes by the environment", () => {
    for (const { where, job } of jobs) {
      for (const { run, with: given } of job.steps)
        expect(`${run ?? ""}${given?.script ?? ""}`, where).not.toContain("${{");
    }
  });

  it("use no long-lived cloud key", () => {
    for (const { file, text } of workflows) {
      expect(text, file).not.toMatch(
        /AWS_SECRET_ACCESS_KEY(?!=nobody)|aws-secret-access-key|OCI_CLI_KEY_CONTENT/i,
      );
    }
  });

  it("fail the lanes with real programs where one of them is skipped", () => {
    expect(named("conformance.yml").env?.TWINCLOUD_NO_SKIP).toBe("1");
  });

  const actionlint = findOnPath("actionlint", process.env);
  const lint = "are what actionlint takes for sound";
  // Past Vitest, which shows no console of a test that passes.
  if (actionlint === undefined) writeSync(2, `skipped: the workflows ${lint} (actionlint is not on PATH)\n`);
  it.skipIf(actionlint === undefined)(lint, () => {
    const { status, stdout, stderr } = spawnSync(actionlint as string, ["-no-color"], {
      cwd: path.resolve(folder, "../.."),
      encoding: "utf8",
    });
    expect(`${stdout}${stderr}`).toBe("");
    expect(status).toBe(0);
  });
});

describe("the provenance of what main publishes", () => {
  const provenance = named("ci.yml").jobs.provenance as Job;
  const attesting = provenance.steps.filter(({ uses }) => uses?.startsWith("actions/attest@"));

  it("is signed of main alone, by a job in which no dependency's code runs", () => {
    expect(provenance.if).toContain("github.event_name == 'push'");
    expect(named("ci.yml").on.push).toEqual({ branches: ["main"] });
    expect(provenance.permissions).toEqual({
      contents: "read",
      "id-token": "write",
      attestations: "write",
    });
    const run = provenance.steps.flatMap(({ run }) => run ?? []);
    expect(run).toEqual(["npm sbom --package-lock-only --sbom-format cyclonedx >sbom.json"]);
  });

  it("says what the lock file holds, and where the previews are from", () => {
    expect(attesting.map(({ with: given }) => given)).toEqual([
      { "subject-path": "package-lock.json", "sbom-path": "sbom.json" },
      { "subject-path": "out/*/preview.json" },
    ]);
  });

  it("lists each package of the lock file with its version, from the lock file alone", () => {
    const root = path.resolve(folder, "../..");
    const place = mkdtempSync(path.join(tmpdir(), "sbom-"));
    for (const file of ["package.json", "package-lock.json"])
      writeFileSync(path.join(place, file), readFileSync(path.join(root, file)));
    const [command] = provenance.steps.flatMap(({ run }) => run ?? []);
    const { status, stderr } = spawnSync("bash", ["-ec", command ?? ""], { cwd: place, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { components } = JSON.parse(readFileSync(path.join(place, "sbom.json"), "utf8"));
    const listed = new Set(
      components.map(({ name, version }: Record<"name" | "version", string>) => `${name}@${version}`),
    );
    const { dependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    expect(
      Object.entries(dependencies).filter(([name, version]) => !listed.has(`${name}@${version}`)),
    ).toEqual([]);
    rmSync(place, { recursive: true });
  });
});

describe("the release", () => {
  const { on, jobs: found } = named("release.yml");
  const job = (name: string) => found[name] as Job & { needs?: string };
  const runOf = (name: string) => job(name).steps.flatMap(({ run }) => run ?? []);

  it("is started by somebody, and published behind an environment", () => {
    expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
    expect([job("publish").environment, job("publish").needs]).toEqual(["release", "pack"]);
    expect(job("tag").needs).toBe("publish");
  });

  it("gives each job the least that it needs, and none a secret", () => {
    expect([job("pack"), job("publish"), job("tag")].map(({ permissions }) => permissions)).toEqual([
      undefined,
      { contents: "read", "id-token": "write", attestations: "write" },
      { contents: "write" },
    ]);
    expect(JSON.stringify(found)).not.toContain("secrets.");
  });

  it("publishes with provenance what the first job packed, by a job in which no dependency's code runs", () => {
    expect(runOf("publish")).toEqual([
      "npm publish ./twincloud-*.tgz --provenance --access public --ignore-scripts",
    ]);
    const attested = job("publish").steps.find(({ uses }) => uses?.startsWith("actions/attest@"));
    expect(attested?.with).toEqual({ "subject-path": "twincloud-*.tgz", "sbom-path": "sbom.cdx.json" });
  });

  it("packs after all that a change must pass", () => {
    const run = runOf("pack");
    const checks = ["npm run lint", "npm run typecheck", "npm run docs -- --check", "npm test"];
    const packing = run.findIndex((line) => line.includes("npm pack"));
    expect(checks.map((check) => run.indexOf(check)).every((at) => at > 0 && at < packing)).toBe(true);
  });

  describe("checks", () => {
    let place: string;
    beforeEach(() => {
      place = mkdtempSync(path.join(tmpdir(), "release-"));
      writeFileSync(path.join(place, "package.json"), '{ "version": "0.2.0" }');
      writeFileSync(
        path.join(place, "CHANGELOG.md"),
        "# Changelog\n\n## Unreleased\n\n## 0.2.0\n\n- New.\n\n## 0.1.0\n\n- Old.\n",
      );
    });
    afterEach(() => rmSync(place, { recursive: true }));
    const check = (VERSION: string, GITHUB_REF = "refs/heads/main") => {
      const script = path.resolve(folder, "../check-release.sh");
      const { status, stderr } = spawnSync("bash", [script], {
        cwd: place,
        encoding: "utf8",
        env: { PATH: process.env.PATH, VERSION, GITHUB_REF },
      });
      return [status, stderr];
    };

    it("the version, and takes its part of the changelog for notes", () => {
      expect(check("0.2.0")).toEqual([0, ""]);
      expect(readFileSync(path.join(place, "notes.md"), "utf8").trim()).toBe("- New.");
    });

    it.each([
      [
        "0.3.0",
        "refs/heads/main",
        "package.json: version: found 0.2.0; wanted 0.3.0, which is to be released\n",
      ],
      ["0.2.0", "refs/heads/change", "found refs/heads/change; wanted the workflow run from main\n"],
    ])("and refuses %s of %s", (version, ref, said) => {
      expect(check(version, ref)).toEqual([1, said]);
    });

    it("and refuses a version of which the changelog says nothing", () => {
      writeFileSync(path.join(place, "CHANGELOG.md"), "## Unreleased\n\n- New.\n\n## 0.2.0\n\n## 0.1.0\n");
      expect(check("0.2.0")).toEqual([
        1,
        'CHANGELOG.md: found nothing under "## 0.2.0"; wanted what changed\n',
      ]);
    });
  });
});

describe("the preview with credentials of what isn't on main", () => {
  const { on, jobs: found } = named("branch-preview.yml");
  const preview = found.preview as Job & { env?: Record<string, string> };

  it("is started from main by somebody who may, and never by a pull request", () => {
    expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
    expect(preview.environment).toBe("preview");
    expect(preview["runs-on"]).toEqual({ group: "preview", labels: ["self-hosted", "preview"] });
  });

  it("is of staging, with nothing of production's", () => {
    expect(preview.env?.STACK).toBe(`\${{ vars.STAGING_STACK }}`);
    expect(JSON.stringify(preview)).not.toContain("PRODUCTION");
    expect(JSON.stringify(preview)).not.toContain("AWS_DEPLOY_ROLE");
  });

  it("runs the commit that was approved: one by its digits, and no name that moves", () => {
    const [first, checkout] = preview.steps;
    const check = (commit: string) =>
      spawnSync("bash", ["-ec", first?.run ?? ""], { env: { PATH: process.env.PATH, COMMIT: commit } })
        .status;
    expect([check("a".repeat(40)), check("main"), check(`${"a".repeat(40)}x`)]).toEqual([0, 1, 1]);
    expect(checkout?.with?.ref).toBe(`\${{ inputs.commit }}`);
  });
});

describe("the deployment", () => {
  const { env, jobs: deploy } = named("deploy.yml");
  const job = (name: string): Job & { needs?: string; env?: Record<string, string> } => {
    const found = deploy[name];
    if (!found) throw new Error(`deploy.yml has no job ${name}`);
    return found;
  };
  const step = (id: string) => job("production").steps.find((one) => one.id === id);

  it("rolls out production only after staging, each behind its environment", () => {
    expect(job("production").needs).toBe("staging");
    for (const [name, variable] of [
      ["staging", "STAGING_STACK"],
      ["production", "PRODUCTION_STACK"],
    ] as const) {
      const { environment, env } = job(name);
      const named = expect.stringMatching(new RegExp(`^\\$\\{\\{ vars\\.${variable} \\}\\}$`));
      expect({ environment, stack: env?.STACK }).toEqual({ environment: named, stack: named });
    }
  });

  it("is started by main alone, on runners whose group takes this file of main and no other", () => {
    expect(named("deploy.yml").on).toEqual({ push: { branches: ["main"] } });
    for (const name of ["staging", "production"]) {
      expect(job(name)["runs-on"]).toEqual({ group: "deploy", labels: ["self-hosted", "admin-network"] });
    }
  });

  it("lets policies see the objects of clusters that aren't there yet", () => {
    expect(env?.PULUMI_LEGACY_PROVIDER_PREVIEW).toBe("true");
  });

  it("tells OCI's providers by a file of the job that something was permitted just now, wherever it starts the CLI", () => {
    const preview = named("branch-preview.yml").jobs.preview as Job;
    const starting = [preview, job("staging"), job("production")].map(({ steps }) =>
      steps.filter(({ run }) => /^(pulumi|npm run rollout) /.test(run ?? "")),
    );
    expect(starting.map((steps) => steps.map(({ env }) => env?.OCI_GO_SDK_EC_CONFIG))).toEqual(
      Array(3).fill([`file,\${{ runner.temp }}/iam-window`]),
    );
  });

  it("holds AWS's session for as long as the longest job", () => {
    const seconds = Number(step("aws")?.with?.["role-duration-seconds"]);
    for (const name of ["staging", "production"])
      expect(seconds).toBeGreaterThanOrEqual(60 * (job(name)["timeout-minutes"] as number));
    // The most that AWS takes.
    expect(seconds).toBeLessThanOrEqual(12 * 3600);
  });

  it("goes on without a cloud's session only where that cloud is unreachable", () => {
    for (const cloud of ["aws", "oci"]) {
      expect(step(cloud)?.["continue-on-error"]).toBe(
        `\${{ contains(steps.stack.outputs.unreachable, '${cloud}') }}`,
      );
    }
    const others = job("production").steps.filter(({ id }) => id !== "aws" && id !== "oci");
    expect(others.filter((one) => one["continue-on-error"] !== undefined)).toEqual([]);
  });
});

describe("the scripts of the workflows", () => {
  const scripts = path.resolve(folder, "..");
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(path.join(tmpdir(), "workflows-"));
    mkdirSync(path.join(place, "bin"));
  });
  afterEach(() => rmSync(place, { recursive: true }));

  /** A program on PATH: writes down how it was called, what it was told on standard input, and then does `body`. */
  const tool = (name: string, body = "") => {
    const file = path.join(place, "bin", name);
    const log = `printf '%s\\n' "${name} $*" >>"${place}/calls"`;
    writeFileSync(file, `#!/usr/bin/env bash\n${log}\n${body}\n`);
    chmodSync(file, 0o755);
  };
  /** A script, or the text of one. */
  const sh = (script: string | { text: string }, args: readonly string[], env: Record<string, string>) => {
    const given = typeof script === "string" ? [path.join(scripts, script)] : ["-c", script.text];
    const { status, stdout, stderr } = spawnSync("bash", ["-e", ...given, ...args], {
      cwd: place,
      encoding: "utf8",
      env: {
        PATH: `${path.join(place, "bin")}:${process.env.PATH}`,
        RUNNER_TEMP: place,
        GITHUB_ENV: path.join(place, "exported"),
        GITHUB_OUTPUT: path.join(place, "outputs"),
        ...env,
      },
    });
    return { status, said: `${stdout}${stderr}` };
  };
  const read = (file: string) =>
    existsSync(path.join(place, file)) ? readFileSync(path.join(place, file), "utf8") : "";

  const atOci = {
    OCI_DOMAIN_URL: "https://domain.example",
    OCI_CLIENT: "client:client-secret",
    OCI_TENANCY: "tenancy",
    OCI_REGION: "us-ashburn-1",
    ACTIONS_ID_TOKEN_REQUEST_URL: "https://github.example/token?v=1",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
  };
  const answering = `cat >>"$RUNNER_TEMP/told"
case "$*" in *github.example*) echo '{"value":"job-token"}' ;; *) echo '{"token":"session-token"}' ;; esac`;

  it("tell OCI no token on a command line", () => {
    tool("curl", answering);
    expect(sh("oci-session.sh", [], atOci).status).toBe(0);
    expect(read("told")).toMatch(/request-token[\s\S]*client:client-secret[\s\S]*job-token/);
    expect(read("calls")).not.toMatch(/request-token|client-secret|job-token|session-token/);
    expect(read("calls").match(/--max-time 30 --retry 3/g)).toHaveLength(2);
    expect(read("oci/session")).toBe("session-token");
    expect(statSync(path.join(place, "oci/session")).mode & 0o077).toBe(0);
  });

  it("renew OCI's session for the key that it has", () => {
    tool("curl", answering);
    sh("oci-session.sh", [], atOci);
    const [key, exported] = [read("oci/session.pem"), read("exported")];
    tool("curl", answering.replace("session-token", "renewed"));
    expect(sh("oci-session.sh", [], atOci).status).toBe(0);
    expect(read("oci/session")).toBe("renewed");
    expect(read("oci/session.pem")).toBe(key);
    expect(read("exported")).toBe(exported);
  });

  it("leave a configuration behind where OCI gives no session, and fail", () => {
    tool("curl", "exit 28");
    expect(sh("oci-session.sh", [], atOci).status).not.toBe(0);
    expect(read("oci/config")).toMatch(
      /^\[DEFAULT\]\nregion=.+\ntenancy=.+\nfingerprint=([0-9a-f]{2}:){15}[0-9a-f]{2}\nkey_file=.+\nsecurity_token_file=.+\n$/,
    );
    expect(read("exported")).toContain("OCI_CLI_CONFIG_FILE=");
  });

  it("keep renewing until they are ended, and show no token", () => {
    // Two renewals, the second of which fails once; then the clock ends the loop.
    tool("sleep", `[ "$(grep -c '^sleep' "$RUNNER_TEMP/calls")" -le 3 ]`);
    tool(
      "curl",
      `${answering}; if [ "$(grep -c github.example "$RUNNER_TEMP/calls")" = 2 ]; then exit 22; fi`,
    );
    const { said } = sh("keep-oci-session.sh", [], atOci);
    expect(read("calls").match(/domain\.example\/oauth2/g)).toHaveLength(2);
    expect(said).toContain("was not renewed; again in a minute");
    expect(said).not.toContain("token\n");
    expect(said).not.toMatch(/job-token|session-token/);
  });

  it("log in to each registry with a token of its own kind, by standard input", () => {
    tool("skopeo", 'echo "$*: $(cat)" >>"$RUNNER_TEMP/logins"');
    tool("aws", "echo for-ecr");
    tool("oci", `echo '{"data":{"token":"for-ocir"}}'`);
    const ecr = "123456789012.dkr.ecr.us-east-2.amazonaws.com";
    const ocir = "ocir.us-chicago-1.oci.oraclecloud.com";
    const env = { GHCR_TOKEN: "for-ghcr", GITHUB_ACTOR: "somebody" };
    expect(sh("registry-login.sh", ["ghcr.io", ecr, ocir], env).status).toBe(0);
    expect(read("logins").trim().split("\n")).toEqual([
      "login --username somebody --password-stdin ghcr.io: for-ghcr",
      `login --username AWS --password-stdin ${ecr}: for-ecr`,
      `login --username BEARER_TOKEN --password-stdin ${ocir}: for-ocir`,
    ]);
    expect(read("calls")).toContain("aws ecr get-login-password --region us-east-2");
    expect(read("calls")).not.toContain("for-");
  });

  it("refuse a registry whose token would have to be kept", () => {
    const { status, said } = sh("registry-login.sh", ["docker.io"], {});
    expect(status).toBe(1);
    expect(said).toContain("docker.io: no short-lived token is known");
  });

  it("log in to what the roll-out copies to, and remember what has to be renewed", () => {
    tool("skopeo", "cat >/dev/null");
    tool("aws", "echo x");
    tool("oci", `echo '{"data":{"token":"x"}}'`);
    const to = (host: string) =>
      `skopeo copy --all docker://ghcr.io/us/feed@sha256:1 docker://${host}/p/feed@sha256:1`;
    const hosts = ["1.dkr.ecr.us-east-2.amazonaws.com", "ocir.us-chicago-1.oci.oraclecloud.com"];
    // As a dry run writes them: by themselves, and beside the CLI.
    tool("npm", `printf '%s\\n' '# images' '${to(hosts[0] as string)}' 'retry ${to(hosts[1] as string)} &&'`);
    const env = { STACK: "prod", BUILD_REGISTRY: "ghcr.io/us", GHCR_TOKEN: "x", GITHUB_ACTOR: "x" };
    expect(sh("log-in-to-registries.sh", [], env)).toMatchObject({ status: 0 });
    for (const host of ["ghcr.io", ...hosts])
      expect(read("calls")).toMatch(new RegExp(`skopeo login .* ${host}\n`));
    expect(read("oci/registries")).toBe("ocir.us-chicago-1.oci.oraclecloud.com\n");
  });

  const exported = (kind: string) =>
    `while [ "$1" != --file ]; do shift; done
echo '{"deployment":{"secrets_providers":{"type":"${kind}"}}}' >"$2"`;
  const copying = { STACK: "prod", AWS_STATE_BUCKET: "a", OCI_STATE_BUCKET: "o" };

  it("copy the state to both clouds, its secrets encrypted", () => {
    tool("pulumi", exported("passphrase"));
    tool("aws");
    tool("oci");
    expect(sh("copy-state.sh", [], copying)).toMatchObject({ status: 0 });
    expect(read("calls")).toMatch(/aws s3api put-object --bucket a --key twincloud\/prod\.json/);
    expect(read("calls")).toMatch(/oci os object put --bucket-name o --name twincloud\/prod\.json/);
    expect(read("calls")).not.toContain("--show-secrets");
  });

  it("miss a copy of the state only at a cloud that is unreachable, and make the other", () => {
    tool("pulumi", exported("passphrase"));
    tool("aws", "exit 1");
    tool("oci");
    expect(sh("copy-state.sh", [], copying).status).not.toBe(0);
    expect(sh("copy-state.sh", [], { ...copying, UNREACHABLE: "oci" }).status).not.toBe(0);
    expect(sh("copy-state.sh", [], { ...copying, UNREACHABLE: "aws" })).toMatchObject({ status: 0 });
    expect(read("calls").match(/oci os object put/g)).toHaveLength(3);
  });

  it("send no copy of the state to a cloud that is hostile", () => {
    tool("pulumi", exported("passphrase"));
    tool("aws");
    tool("oci");
    expect(sh("copy-state.sh", [], { ...copying, UNTRUSTED: "oci" })).toMatchObject({ status: 0 });
    expect(read("calls")).toMatch(/aws s3api put-object/);
    expect(read("calls")).not.toMatch(/oci os object put/);
  });

  it("take no copy for one whose secrets only its backend could open", () => {
    tool("pulumi", exported("service"));
    const { status, said } = sh("copy-state.sh", [], copying);
    expect(status).toBe(1);
    expect(said).toContain("encrypted by: service; wanted a passphrase");
  });

  it("find in the stack file which clouds are unreachable", () => {
    symlinkSync(path.resolve(scripts, "../node_modules"), path.join(place, "node_modules"));
    writeFileSync(path.join(place, "Pulumi.some.yaml"), "config:\n  twincloud:unreachable: [oci]\n");
    writeFileSync(path.join(place, "Pulumi.none.yaml"), "config: {}\n");
    // A site's id is no cloud: the cloud's API is trusted.
    writeFileSync(
      path.join(place, "Pulumi.hostile.yaml"),
      "config:\n  twincloud:unreachable: [aws]\n  twincloud:untrusted: [oci, aws-us-east-2]\n",
    );
    const text = named("deploy.yml").jobs.production?.steps.find(({ id }) => id === "stack")?.run as string;
    for (const STACK of ["some", "none", "hostile"]) expect(sh({ text }, [], { STACK }).status).toBe(0);
    expect(read("outputs")).toBe(
      "unreachable=oci\nuntrusted=\nunreachable=\nuntrusted=\nunreachable=aws oci\nuntrusted=oci\n",
    );
  });
});

describe("the comment on a pull request", () => {
  const text = named("preview-comment.yml").jobs.comment?.steps.find(({ with: given }) => given?.script)?.with
    ?.script as string;
  /** The comment's body, from the reports of the stacks `a`, `b`, … */
  async function comment(reports: readonly string[], fork = false): Promise<string> {
    const bodies: string[] = [];
    const base = { full_name: "us/twincloud" };
    const run = {
      head_repository: fork
        ? { full_name: "them/twincloud", owner: { login: "them" } }
        : { ...base, owner: {} },
      repository: base,
      head_branch: "change",
      head_sha: "1",
      html_url: "https://run.example",
      conclusion: "failure",
    };
    const files = new Map(reports.map((report, i) => [`found/${"abc"[i]}/preview.md`, report]));
    const fakes = {
      "node:fs": {
        existsSync: (file: string) => file === "found" || files.has(file),
        readdirSync: () => reports.map((_, i) => "abc"[i]),
        readFileSync: (file: string) => files.get(file),
      },
      "node:path": path,
    };
    const github = {
      rest: {
        pulls: { list: async () => ({ data: [{ number: 7, head: { sha: "1" } }] }) },
        issues: { createComment: async ({ body }: { body: string }) => bodies.push(body) },
      },
      paginate: async () => [],
    };
    const main = new Function("require", "context", "github", "core", `return (async () => {${text}})()`);
    await main(
      (name: keyof typeof fakes) => fakes[name],
      { repo: {}, payload: { workflow_run: run } },
      github,
    );
    return bodies.join();
  }

  it("begins with how the run ended and where it is", async () => {
    const body = await comment(["found nothing"]);
    expect(body.split("\n\n")[1]).toBe("[The run](https://run.example) ended with: **failure**.");
    expect(body.indexOf("found nothing")).toBeGreaterThan(body.indexOf("failure"));
  });

  it("says of a fork's that it is unverified, and of no other", async () => {
    expect((await comment(["text"], true)).split("\n\n")[2]).toMatch(/From a fork, and unverified/);
    expect(await comment(["text"])).not.toContain("unverified");
  });

  it("notifies nobody", async () => {
    const body = await comment(["@us/team &#64;us &#x40;us &commat;us"]);
    expect(body.match(/@\u200d/g)).toHaveLength(4);
    expect(body).not.toMatch(/@(?!\u200d)|&#/);
  });

  it("closes what it cuts open, and stays within what GitHub takes", async () => {
    const long = `<details>\n\n~~~~text\n${"a line\n".repeat(20_000)}~~~~\n</details>`;
    const body = await comment([long, "the other stack"]);
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/a line\n\n~~~~\n<\/details>\n\n… cut; see the run\.\n\nthe other stack/);
  });

  it("leaves a short report as it is", async () => {
    expect(await comment(["```\nwhole\n```\n<details>x</details>"])).not.toContain("cut");
  });
});
