/** What could be added to a policy document of AWS or stand in it instead. Pure. */
import type { Edit } from "./insert";

export const isPolicy = (text: string): boolean => /^\s*\{\s*"Version"\s*:\s*"20/.test(text);

interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

const CONDITIONS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["from one network", { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }],
  ["from one VPC", { StringNotEquals: { "aws:SourceVpc": "vpc-0123456789abcdef0" } }],
  ["with a second factor", { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }],
  ["until a day", { DateGreaterThan: { "aws:CurrentTime": "2026-06-01T00:00:00Z" } }],
  ["of one organization", { StringNotEquals: { "aws:PrincipalOrgID": "o-elsewhere" } }],
  ["in one region", { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } }],
];

/** The same, said of who is allowed. */
const ONLY: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["from one network", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }],
  ["from one VPC", { StringEquals: { "aws:SourceVpc": "vpc-0123456789abcdef0" } }],
  ["with a second factor", { Bool: { "aws:MultiFactorAuthPresent": "true" } }],
  ["until a day", { DateLessThan: { "aws:CurrentTime": "2026-06-01T00:00:00Z" } }],
  ["of one organization", { StringEquals: { "aws:PrincipalOrgID": "o-elsewhere" } }],
];

const listed = (one: string | readonly string[] | undefined): readonly string[] =>
  one === undefined ? [] : typeof one === "string" ? [one] : one;

export function editsOfPolicy(text: string): Edit[] {
  let document: { readonly Statement?: readonly Statement[] | Statement };
  try {
    document = JSON.parse(text) as typeof document;
  } catch {
    return [];
  }
  const all = [document.Statement ?? []].flat() as readonly Statement[];
  const withAll = (statements: readonly Statement[]): string =>
    JSON.stringify({ ...document, Statement: statements });
  const edit = (weakening: Edit["weakening"], within: string, statements: readonly Statement[]): Edit => ({
    weakening,
    within,
    value: withAll(statements),
  });
  const swapped = (index: number, other: Statement): readonly Statement[] =>
    all.map((one, at) => (at === index ? other : one));
  const actions = [...new Set(all.flatMap(({ Action }) => listed(Action)))];
  const whose = all.some(({ Principal }) => Principal !== undefined) ? { Principal: "*" } : {};
  const isOfRole = actions.some((action) => action.startsWith("sts:"));
  const where = isOfRole ? {} : { Resource: "*" };
  const services = [...new Set(actions.map((action) => `${action.split(":")[0]}:*`))];
  return [
    ...[...actions, ...services].map((Action) =>
      edit("added", `Deny ${Action}`, [...all, { Effect: "Deny", ...whose, Action, ...where }]),
    ),
    ...services.flatMap((Action) =>
      CONDITIONS.map(([what, Condition]) =>
        edit("added", `Deny ${Action} but ${what}`, [
          ...all,
          { Effect: "Deny", ...whose, Action, ...where, Condition },
        ]),
      ),
    ),
    edit("added", "Allow * on everything", [...all, { Effect: "Allow", ...whose, Action: "*", ...where }]),
    ...all.flatMap((statement, index) => ofStatement(statement, index, edit, swapped, all)),
  ];
}

function ofStatement(
  statement: Statement,
  index: number,
  edit: (weakening: Edit["weakening"], within: string, statements: readonly Statement[]) => Edit,
  swapped: (index: number, other: Statement) => readonly Statement[],
  all: readonly Statement[],
): Edit[] {
  const name = `statement ${statement.Sid ?? index + 1}`;
  const actions = listed(statement.Action);
  const resources = listed(statement.Resource);
  const isAllowed = statement.Effect === "Allow";
  return [
    edit(
      "line dropped",
      name,
      all.filter((one) => one !== statement),
    ),
    edit(
      "replaced",
      `another effect: ${name}`,
      swapped(index, { ...statement, Effect: isAllowed ? "Deny" : "Allow" }),
    ),
    ...actions.map((action) =>
      edit(
        "replaced",
        `without ${action}: ${name}`,
        swapped(index, { ...statement, Action: actions.filter((one) => one !== action) }),
      ),
    ),
    ...(resources.length > 0
      ? [
          edit(
            "replaced",
            `another resource: ${name}`,
            swapped(index, { ...statement, Resource: resources.map(elsewhere) }),
          ),
        ]
      : []),
    ...(statement.Condition !== undefined
      ? [edit("replaced", `no condition: ${name}`, swapped(index, withoutCondition(statement)))]
      : []),
    ...(isAllowed
      ? ONLY.map(([what, condition]) =>
          edit(
            "added",
            `only ${what}: ${name}`,
            swapped(index, { ...statement, Condition: { ...statement.Condition, ...condition } }),
          ),
        )
      : []),
    ...(statement.Principal !== undefined
      ? [
          edit(
            "replaced",
            `another principal: ${name}`,
            swapped(index, { ...statement, Principal: { AWS: "arn:aws:iam::999999999999:root" } }),
          ),
        ]
      : []),
  ];
}

function elsewhere(arn: string): string {
  const under = /\/?\*$/.exec(arn)?.[0] ?? "";
  return `${arn.slice(0, arn.lastIndexOf(":") + 1)}elsewhere${under}`;
}

function withoutCondition({ Condition: _, ...statement }: Statement): Statement {
  return statement;
}
