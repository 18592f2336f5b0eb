/** AWS' policy documents are made of their arguments alone: evaluated, not made up. */
import type { Values } from "../contract";
import { hex } from "../fake";

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** A list of one is written as its item, as Terraform's provider does. */
const oneOrMany = (value: unknown): unknown => {
  const items = list(value);
  return items.length === 0 ? undefined : items.length === 1 ? items[0] : items;
};

interface Named {
  readonly type?: unknown;
  readonly identifiers?: unknown;
}

function principals(value: unknown): unknown {
  const all = list(value) as readonly Named[];
  if (all.length === 0) return undefined;
  if (all.some(({ type, identifiers }) => type === "*" && list(identifiers).includes("*"))) return "*";
  const byType = new Map<string, unknown[]>();
  for (const { type, identifiers } of all) {
    byType.set(String(type), [...(byType.get(String(type)) ?? []), ...list(identifiers)]);
  }
  return Object.fromEntries([...byType].map(([type, names]) => [type, oneOrMany(names)]));
}

interface Condition {
  readonly test?: unknown;
  readonly variable?: unknown;
  readonly values?: unknown;
}

function conditions(value: unknown): unknown {
  const found: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of list(value) as readonly Condition[]) {
    const group = found[String(test)] ?? {};
    found[String(test)] = { ...group, [String(variable)]: oneOrMany(values) };
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

const present = (entries: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

function statement(given: Values): Values {
  return present({
    Sid: given.sid === "" ? undefined : given.sid,
    Effect: given.effect ?? "Allow",
    Action: oneOrMany(given.actions),
    NotAction: oneOrMany(given.notActions),
    Resource: oneOrMany(given.resources),
    NotResource: oneOrMany(given.notResources),
    Principal: principals(given.principals),
    NotPrincipal: principals(given.notPrincipals),
    Condition: conditions(given.conditions),
  });
}

interface Document {
  readonly Statement?: unknown;
}

/** Statements of other documents; one that isn't JSON has none that could be told. */
function statementsOf(text: unknown): readonly Values[] {
  try {
    return list((JSON.parse(String(text)) as Document).Statement) as readonly Values[];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** What `aws:iam/getPolicyDocument:getPolicyDocument` gives. */
export function policyDocument(args: Values): Values {
  const from = (documents: unknown): Values[] =>
    list(documents).flatMap((text: unknown) => [...statementsOf(text)]);
  const overriding = from(args.overridePolicyDocuments);
  const replaced = new Set<unknown>(overriding.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid])));
  const own = [
    ...from(args.sourcePolicyDocuments),
    ...(list(args.statements) as readonly Values[]).map(statement),
  ];
  const document = present({
    Version: args.version ?? "2012-10-17",
    Id: args.policyId,
    Statement: [...own.filter(({ Sid }) => Sid === undefined || !replaced.has(Sid)), ...overriding],
  });
  const minifiedJson = JSON.stringify(document);
  return {
    ...args,
    id: hex(String(minifiedJson), 10),
    json: JSON.stringify(document, null, 2),
    minifiedJson,
  };
}
