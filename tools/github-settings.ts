/**
 * What GitHub's settings must be, so that nobody gets a runner or a credential by a workflow file of his own: no line
 * in a workflow can see to that. Judged by the answers of GitHub's API. Pure.
 */

/** The repository, and what was asked of GitHub, by path; an answer that couldn't be had is the reason why. */
export interface GitHubAnswers {
  /** `owner/name`. */
  readonly repository: string;
  readonly answers: Readonly<Record<string, unknown>>;
}

/** Which file of main alone may use a group of runners. */
const groups: Readonly<Record<string, string>> = {
  deploy: "deploy.yml",
  preview: "branch-preview.yml",
};

/** Asked whatever the answers are. */
export const questions = (repository: string): readonly string[] => {
  const [owner] = repository.split("/");
  const repo = `repos/${repository}`;
  return [
    `orgs/${owner}/actions/runner-groups?per_page=100`,
    `${repo}/actions/runners?per_page=100`,
    `${repo}/actions/permissions`,
    `${repo}/actions/permissions/workflow`,
    `${repo}/actions/permissions/fork-pr-contributor-approval`,
    `${repo}/environments?per_page=100`,
    `${repo}/rules/branches/main`,
  ];
};

/** Asked once the first are answered: the runners of each group, and the branches of each environment. */
export function furtherQuestions({ repository, answers }: GitHubAnswers): string[] {
  const [owner] = repository.split("/");
  const [ofGroups = "", , , , , ofEnvironments = ""] = questions(repository);
  return [
    ...listIn(answers[ofGroups], "runner_groups").map((group) => runnersOf(owner ?? "", group.id)),
    ...listIn(answers[ofEnvironments], "environments").map(({ name }) =>
      branchesOf(repository, String(name)),
    ),
  ];
}

const runnersOf = (owner: string, id: unknown): string =>
  `orgs/${owner}/actions/runner-groups/${id}/runners?per_page=100`;
const branchesOf = (repository: string, name: string): string =>
  `repos/${repository}/environments/${encodeURIComponent(name)}/deployment-branch-policies`;

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong, a line each: the setting, what was found and what is wanted. What can't be told is wrong too. */
export function settingProblems(given: GitHubAnswers): string[] {
  const [
    ofGroups = "",
    ofRunners = "",
    actions = "",
    workflow = "",
    forks = "",
    ofEnvironments = "",
    rules = "",
  ] = questions(given.repository);
  const { answers } = given;
  const untold = [...questions(given.repository), ...furtherQuestions(given)]
    .filter((question) => typeof answers[question] !== "object" || answers[question] === null)
    .map((question) => `${question}: can't be told (${String(answers[question] ?? "not asked")})`);
  return [
    ...untold,
    ...groupProblems(given, listIn(answers[ofGroups], "runner_groups")),
    ...listIn(answers[ofRunners], "runners").map(
      ({ name }) =>
        `runner ${name}: is the repository's own, which any workflow may use; wanted it in a group`,
    ),
    ...wanted(answers[actions], "sha_pinning_required", true, "actions are pinned by commit"),
    ...wanted(answers[workflow], "default_workflow_permissions", "read", "a token that reads"),
    ...wanted(answers[workflow], "can_approve_pull_request_reviews", false, "no approval by a workflow"),
    ...wanted(
      answers[forks],
      "approval_policy",
      "all_external_contributors",
      "approval for every outsider's run",
    ),
    ...environmentProblems(given, answers[ofEnvironments]),
    ...branchProblems(answers[rules]),
  ];
}

function groupProblems({ repository, answers }: GitHubAnswers, found: readonly Fields[]): string[] {
  const [owner = ""] = repository.split("/");
  const missing = Object.keys(groups)
    .filter((name) => found.length > 0 && !found.some((group) => group.name === name))
    .map((name) => `runner group ${name}: found none; wanted one for ${groups[name]} of main`);
  return [
    ...missing,
    ...found.flatMap((group) => {
      const name = String(group.name);
      const runners = listIn(answers[runnersOf(owner, group.id)], "runners");
      const file = Object.hasOwn(groups, name) ? groups[name] : undefined;
      // A group of no runner is no way in, and one of another repository's no business of this one.
      if (file === undefined) {
        return runners.length > 0 && group.visibility === "all"
          ? [
              `runner group ${name}: has ${runners.length} runners for every repository; wanted none, or selected repositories`,
            ]
          : [];
      }
      const only = `${repository}/.github/workflows/${file}@refs/heads/main`;
      const selected = Array.isArray(group.selected_workflows) ? group.selected_workflows : [];
      return [
        ...(group.restricted_to_workflows === true && selected.length === 1 && selected[0] === only
          ? []
          : [
              `runner group ${name}: takes jobs of ${selected.join(", ") || "any workflow"}; wanted ${only} alone`,
            ]),
        ...(group.visibility === "selected"
          ? []
          : [`runner group ${name}: is for ${group.visibility} repositories; wanted selected ones`]),
        ...runners
          .filter(({ ephemeral }) => ephemeral !== true)
          .map((runner) =>
            runner.ephemeral === undefined
              ? `runner ${runner.name}: whether it is ephemeral can't be told; wanted one that takes a single job`
              : `runner ${runner.name}: outlives its job; wanted an ephemeral one`,
          ),
      ];
    }),
  ];
}

function environmentProblems({ repository, answers }: GitHubAnswers, answer: unknown): string[] {
  const found = listIn(answer, "environments");
  const missing = ["preview", "release"].filter(
    (wanted) => isFields(answer) && !found.some(({ name }) => name === wanted),
  );
  return [
    ...missing.map((name) => `environment ${name}: found none; wanted one with reviewers`),
    ...found.flatMap((environment) => {
      const name = String(environment.name);
      const rules = listIn(environment, "protection_rules");
      const review = rules.find(({ type }) => type === "required_reviewers");
      const branches = listIn(answers[branchesOf(repository, name)], "branch_policies").map(
        (one) => one.name,
      );
      return [
        ...(review ? [] : [`environment ${name}: asks no reviewer; wanted required reviewers`]),
        ...(review && review.prevent_self_review !== true
          ? [`environment ${name}: lets who started a run approve it; wanted self-review prevented`]
          : []),
        ...(branches.length === 1 && branches[0] === "main"
          ? []
          : [
              `environment ${name}: may be used from ${branches.join(", ") || "any branch"}; wanted main alone`,
            ]),
      ];
    }),
  ];
}

function branchProblems(answer: unknown): string[] {
  if (!Array.isArray(answer)) return [];
  const rules = answer.filter(isFields);
  const review = rules.find(({ type }) => type === "pull_request");
  const parameters = isFields(review?.parameters) ? review.parameters : {};
  return [
    ...(Number(parameters.required_approving_review_count ?? 0) >= 1
      ? []
      : ["branch main: takes changes without a review; wanted one approval at least"]),
    ...wanted(
      review ? parameters : {},
      "require_code_owner_review",
      true,
      "the review of code owners",
      "branch main: ",
    ),
    ...wanted(
      review ? parameters : {},
      "dismiss_stale_reviews_on_push",
      true,
      "a new review after a push",
      "branch main: ",
    ),
    ...["deletion", "non_fast_forward"]
      .filter((type) => !rules.some((rule) => rule.type === type))
      .map((type) => `branch main: has no rule ${type}; wanted it`),
  ];
}

function wanted(answer: unknown, key: string, value: unknown, what: string, place = ""): string[] {
  if (!isFields(answer) || answer[key] === value) return [];
  return [`${place}${key}: found ${String(answer[key] ?? "nothing")}, wanted ${value} (${what})`];
}

function listIn(answer: unknown, key: string): readonly Fields[] {
  const list = isFields(answer) ? answer[key] : undefined;
  return Array.isArray(list) ? list.filter(isFields) : [];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
