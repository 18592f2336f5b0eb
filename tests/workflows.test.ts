import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const folder = path.resolve(__dirname, "../.github/workflows");

interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly {
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

  it("put nothing that a pull request can name into a script", () => {
    for (const { where, job } of jobs) {
      for (const { run } of job.steps)
        expect(run ?? "", where).not.toMatch(/\$\{\{\s*github\.(event|head_ref)/);
    }
  });

  it("use no long-lived cloud key", () => {
    for (const { file, text } of workflows) {
      expect(text, file).not.toMatch(/AWS_SECRET_ACCESS_KEY|aws-secret-access-key|OCI_CLI_KEY_CONTENT/i);
    }
  });

  it("roll out prod only after staging, each behind its environment", () => {
    const deploy = workflows.find(({ file }) => file === "deploy.yml")?.workflow.jobs as Record<
      string,
      Job & { needs?: string }
    >;
    expect(deploy.prod?.needs).toBe("staging");
    expect([deploy.staging?.environment, deploy.prod?.environment]).toEqual(["staging", "prod"]);
  });
});
