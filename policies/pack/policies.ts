/** Rules as stack policies of CrossGuard. Pure but for reading the clock. */
import { graphFromPolicy, type PolicyResource } from "../../graph/from-policy";
import type { Graph } from "../../graph/resource";
import { readStackSettings } from "../../graph/stack-settings";
import type { Level } from "../level";
import type { Rule, Severity } from "../rule";
import type { Exemption } from "./exemptions";
import { foreignLevels } from "./foreign-levels";
import { judgeHeld, settingsFor } from "./held-to";
import { expiredExemption, type Verdict, type Violation } from "./judge";
import { type ConfigSchema, configSchemas, packConfig } from "./pack-config";
import type { Redundancy } from "./redundancy";
import type { PackConfig } from "./settings";
import { stackUrn } from "./stack-urn";

/** The part of @pulumi/policy's `StackValidationPolicy` that is used. */
export interface Policy {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly enforcementLevel: Level | "disabled";
  readonly severity: Severity;
  readonly remediationSteps: string;
  readonly configSchema?: ConfigSchema;
  validateStack(args: StackArgs, report: (message: string, urn?: string) => void): void;
}

export interface StackArgs {
  readonly resources: readonly PolicyResource[];
  getConfig<T extends object>(): T;
}

/** What can't be told blocks a stack of this program's, and is only said of another's. */
const reported = ({ violations, unknown, ours }: Verdict): readonly Violation[] => [
  ...violations,
  ...unknown.map((one): Violation => {
    const message = `can't tell: ${one.message}`;
    return ours ? { ...one, message } : { ...one, message, level: "advisory" };
  }),
];

const unreadableMend =
  "Deploy with the pack of the same version as the program, and leave the program's output twincloud as it writes it.";

/** That the stack's own settings, its output `twincloud`, are there and can't be read. */
const unreadableSettings = "stack-settings";

/** What a rule finds milder or harder than its policy is shown by policies of their own, as a policy has one level. */
const milderFindings = "milder-findings";
const harderFindings = "harder-findings";

/** A policy a rule, one each for what expired, for unreadable settings and for what is only advised. All read one graph. */
export function policiesOf(
  rules: readonly Rule[],
  exemptions: readonly Exemption[],
  now: () => Date = () => new Date(),
  redundancy?: Redundancy,
): Policy[] {
  const ids = rules.map(({ id }) => id);
  const looks = new Looks(now);
  // A program with a redundancy.yaml isn't ours: each policy is announced as hard as it is for that, so that what
  // --policy-pack-config makes of it is a change of that.
  const chosen = redundancy && { ...foreignLevels(ids, redundancy.profile), ...redundancy.levels };
  const announced = (rule: Rule): Level | "disabled" => chosen?.[rule.id] ?? rule.level;
  const violations = (
    order: number,
    only: readonly Rule[],
    { resources, getConfig }: StackArgs,
  ): readonly Violation[] => {
    const { graph, at } = looks.of(order, resources);
    // Nothing can be held to what can't be read: a policy of its own says so.
    if (readStackSettings(graph).kind === "invalid") return [];
    const [rule] = only;
    const config = only.length === 1 && rule ? configOf(rule, getConfig()) : {};
    return reported(
      judgeHeld(graph, only, settingsFor(graph, at, ids, redundancy, config), exemptions, redundancy),
    );
  };
  /** A policy that is announced as switched off is asked only where --policy-pack-config switches it on. */
  const configOf = (rule: Rule, set: Readonly<Record<string, unknown>>): PackConfig => ({
    ...packConfig(rule.id, set),
    ...(announced(rule) === "disabled" ? { levels: { [rule.id]: rule.level } } : {}),
  });
  /** What is found of a level that the rule's own policy doesn't have. */
  const others = (order: number, level: Level, args: StackArgs): readonly Violation[] =>
    violations(order, rules, args).filter((found) => {
      const rule = rules.find(({ id }) => id === found.rule);
      return rule !== undefined && found.level === level && announced(rule) !== level;
    });
  const perRule = rules.map(
    (rule, order): Policy => ({
      name: rule.id,
      displayName: rule.title,
      description: `${rule.title}.`,
      enforcementLevel: announced(rule),
      severity: rule.severity,
      remediationSteps: rule.mend,
      ...(configSchemas[rule.id] ? { configSchema: configSchemas[rule.id] as ConfigSchema } : {}),
      validateStack(args, report) {
        const level = announced(rule) === "disabled" ? rule.level : announced(rule);
        for (const found of violations(order, [rule], args)) {
          if (found.rule === rule.id && found.level === level) report(found.message, found.urn);
        }
      },
    }),
  );
  return [
    ...perRule,
    {
      name: expiredExemption,
      displayName: "An exemption ends when it said it would",
      description:
        "An exemption ends when it said it would. One that nobody looks at again is a rule that is gone.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: "Mend what it is about, or give it a later day in policies/exemptions.yaml.",
      validateStack(args, report) {
        for (const { message, urn } of violations(rules.length, [], args)) report(message, urn);
      },
    },
    {
      name: unreadableSettings,
      displayName: "A stack's own settings can be read",
      description:
        "What rules are held to stands in the stack's output twincloud. Where that isn't what this program writes, nothing can be judged.",
      enforcementLevel: "mandatory",
      severity: "critical",
      remediationSteps: unreadableMend,
      validateStack({ resources }, report) {
        const { graph } = looks.of(rules.length + 1, resources);
        const settings = readStackSettings(graph);
        if (settings.kind !== "invalid") return;
        const because = "no rule can be judged by settings that can't be read";
        report(`${settings.problems.join("; ")}: ${because}. ${unreadableMend}`, stackUrn(graph));
      },
    },
    {
      name: milderFindings,
      displayName: "Findings of mandatory rules that don't block here",
      description:
        "Findings of mandatory rules that the stack's own settings chose, or that can't be told of another program.",
      enforcementLevel: "advisory",
      severity: "low",
      remediationSteps: "Look at whether the choice still holds.",
      validateStack(args, report) {
        for (const { message, urn } of others(rules.length + 2, "advisory", args)) report(message, urn);
      },
    },
    {
      name: harderFindings,
      displayName: "Findings of advisory rules that block here",
      description:
        "Findings of rules that are advisory elsewhere, and that the stack's own settings make harder.",
      enforcementLevel: "mandatory",
      severity: "high",
      remediationSteps: "Mend what is found, as the rule says.",
      validateStack(args, report) {
        for (const { message, urn } of others(rules.length + 3, "mandatory", args)) report(message, urn);
      },
    },
  ];
}

interface Look {
  readonly graph: Graph;
  /** The moment of it, the same for all rules. */
  readonly at: Date;
}

/**
 * Looks at a stack, each with its graph. @pulumi/policy hands each policy the resources anew, one policy after another in
 * their order: a policy that doesn't come after the last one begins a new look.
 */
class Looks {
  #last = Number.POSITIVE_INFINITY;
  #count = -1;
  #look: Look | undefined;

  constructor(private readonly now: () => Date) {}

  of(order: number, resources: readonly PolicyResource[]): Look {
    if (order <= this.#last || resources.length !== this.#count || this.#look === undefined) {
      this.#look = { graph: graphFromPolicy(resources), at: this.now() };
      this.#count = resources.length;
    }
    this.#last = order;
    return this.#look;
  }
}
