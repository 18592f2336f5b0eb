import { describe, expect, it } from "vitest";
import { furtherQuestions, questions, settingProblems } from "../../tools/github-settings";

const repository = "acme/clips";
const group = (id: number, name: string, file: string) => ({
  id,
  name,
  visibility: "selected",
  restricted_to_workflows: true,
  selected_workflows: [`${repository}/.github/workflows/${file}@refs/heads/main`],
});
const environment = (name: string) => ({
  name,
  protection_rules: [{ type: "required_reviewers", prevent_self_review: true }],
});
const main = { branch_policies: [{ name: "main" }] };

/** Answers in the form of GitHub's reference, with all as it must be. */
const sound = {
  "orgs/acme/actions/runner-groups?per_page=100": {
    runner_groups: [
      { id: 1, name: "Default", visibility: "all", restricted_to_workflows: false, selected_workflows: [] },
      group(2, "deploy", "deploy.yml"),
      group(3, "preview", "branch-preview.yml"),
    ],
  },
  "orgs/acme/actions/runner-groups/1/runners?per_page=100": { runners: [] },
  "orgs/acme/actions/runner-groups/2/runners?per_page=100": { runners: [{ name: "d1", ephemeral: true }] },
  "orgs/acme/actions/runner-groups/3/runners?per_page=100": { runners: [] },
  "repos/acme/clips/actions/runners?per_page=100": { runners: [] },
  "repos/acme/clips/actions/permissions": { enabled: true, sha_pinning_required: true },
  "repos/acme/clips/actions/permissions/workflow": {
    default_workflow_permissions: "read",
    can_approve_pull_request_reviews: false,
  },
  "repos/acme/clips/actions/permissions/fork-pr-contributor-approval": {
    approval_policy: "all_external_contributors",
  },
  "repos/acme/clips/environments?per_page=100": {
    environments: [environment("preview"), environment("release"), environment("prod")],
  },
  "repos/acme/clips/environments/preview/deployment-branch-policies": main,
  "repos/acme/clips/environments/release/deployment-branch-policies": main,
  "repos/acme/clips/environments/prod/deployment-branch-policies": main,
  "repos/acme/clips/rules/branches/main": [
    { type: "deletion" },
    { type: "non_fast_forward" },
    {
      type: "pull_request",
      parameters: {
        required_approving_review_count: 1,
        require_code_owner_review: true,
        dismiss_stale_reviews_on_push: true,
      },
    },
  ],
} satisfies Record<string, unknown>;

type Question = keyof typeof sound;
const problems = (change: Partial<Record<Question, unknown>> = {}) =>
  settingProblems({ repository, answers: { ...sound, ...change } });
const groups = (changed: object) => ({
  "orgs/acme/actions/runner-groups?per_page=100": {
    runner_groups: [
      { ...group(2, "deploy", "deploy.yml"), ...changed },
      group(3, "preview", "branch-preview.yml"),
    ],
  },
});
const preview = (change: object) => ({
  "repos/acme/clips/environments?per_page=100": {
    environments: [{ ...environment("preview"), ...change }, environment("release"), environment("prod")],
  },
});
const deployOnly = `${repository}/.github/workflows/deploy.yml@refs/heads/main`;

describe("GitHub's settings", () => {
  it("are asked for, and no more", () => {
    const asked = [...questions(repository), ...furtherQuestions({ repository, answers: sound })];
    expect(asked.sort()).toEqual(Object.keys(sound).sort());
  });

  it("are right where every way in is closed", () => {
    expect(problems()).toEqual([]);
  });

  it.each([
    [
      "a group that takes any workflow",
      groups({ restricted_to_workflows: false, selected_workflows: [] }),
      `runner group deploy: takes jobs of any workflow; wanted ${deployOnly} alone`,
    ],
    [
      "a group that takes the file of any branch",
      groups({ selected_workflows: [`${repository}/.github/workflows/deploy.yml`] }),
      `runner group deploy: takes jobs of ${repository}/.github/workflows/deploy.yml; wanted ${deployOnly} alone`,
    ],
    [
      "a group for every repository",
      groups({ visibility: "all" }),
      "runner group deploy: is for all repositories; wanted selected ones",
    ],
    [
      "a runner that outlives its job",
      {
        "orgs/acme/actions/runner-groups/2/runners?per_page=100": {
          runners: [{ name: "d1", ephemeral: false }],
        },
      },
      "runner d1: outlives its job; wanted an ephemeral one",
    ],
    [
      "a runner of which GitHub doesn't say whether it does",
      { "orgs/acme/actions/runner-groups/2/runners?per_page=100": { runners: [{ name: "d1" }] } },
      "runner d1: whether it is ephemeral can't be told; wanted one that takes a single job",
    ],
    [
      "a runner of the repository itself",
      { "repos/acme/clips/actions/runners?per_page=100": { runners: [{ name: "r" }] } },
      "runner r: is the repository's own, which any workflow may use; wanted it in a group",
    ],
    [
      "runners in the default group",
      { "orgs/acme/actions/runner-groups/1/runners?per_page=100": { runners: [{ name: "x" }] } },
      "runner group Default: has 1 runners for every repository; wanted none, or selected repositories",
    ],
    [
      "outsiders' runs after the first one",
      {
        "repos/acme/clips/actions/permissions/fork-pr-contributor-approval": {
          approval_policy: "first_time_contributors",
        },
      },
      "approval_policy: found first_time_contributors, wanted all_external_contributors (approval for every outsider's run)",
    ],
    [
      "an environment without reviewers",
      preview({ protection_rules: [] }),
      "environment preview: asks no reviewer; wanted required reviewers",
    ],
    [
      "an environment whose runs one may approve oneself",
      preview({ protection_rules: [{ type: "required_reviewers", prevent_self_review: false }] }),
      "environment preview: lets who started a run approve it; wanted self-review prevented",
    ],
    [
      "an environment for any branch",
      { "repos/acme/clips/environments/prod/deployment-branch-policies": { branch_policies: [] } },
      "environment prod: may be used from any branch; wanted main alone",
    ],
    [
      "what can't be asked",
      { "repos/acme/clips/rules/branches/main": "HTTP 403" },
      "repos/acme/clips/rules/branches/main: can't be told (HTTP 403)",
    ],
  ] as const)("are wrong with %s", (_, change, line) => {
    expect(problems(change)).toEqual([line]);
  });

  it("are wrong where main takes what nobody reviewed", () => {
    expect(problems({ "repos/acme/clips/rules/branches/main": [] })).toEqual(
      [
        "branch main: takes changes without a review; wanted one approval at least",
        "require_code_owner_review: found nothing, wanted true (the review of code owners)",
        "dismiss_stale_reviews_on_push: found nothing, wanted true (a new review after a push)",
        "branch main: has no rule deletion; wanted it",
        "branch main: has no rule non_fast_forward; wanted it",
      ].map((line) => (line.includes(": found") ? `branch main: ${line}` : line)),
    );
  });
});
