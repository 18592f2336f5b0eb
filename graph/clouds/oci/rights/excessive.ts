/** Rights at OCI that nobody of the platform needs. */
import type { Graph } from "../../../resource";
import type { Excessive } from "../../rights-views";
import { permissionsOf, type Statement } from "./statements";
import { policiesOf } from "./store-rights";

/** What takes data away, or what guards it: only Object Storage itself does that, where it copies and lets things pass. */
const destroying = [
  "OBJECT_DELETE",
  "OBJECT_VERSION_DELETE",
  "OBJECT_OVERWRITE",
  "BUCKET_DELETE",
  "BUCKET_UPDATE",
  "PAR_MANAGE",
  "RETENTION_RULE_MANAGE",
];

/** Kinds of resources that hold what must stay, or let others in. */
const guarded = new Set([
  "all-resources",
  "policies",
  "users",
  "groups",
  "dynamic-groups",
  "keys",
  "key-family",
  "vaults",
  "dns",
  "dns-zones",
  "dns-records",
  "dns-steering-policies",
  "public-ips",
  "cluster-family",
  "clusters",
  "virtual-network-family",
  "repos",
]);

export function* excessive(graph: Graph): Generator<Excessive> {
  for (const { resource, statements } of policiesOf(graph)) {
    for (const statement of statements) {
      const found = tooMuch(statement);
      if (found)
        yield { at: resource, found, wanted: "the permissions that are needed, for those who need them" };
    }
  }
}

function tooMuch(statement: Statement): string | undefined {
  const { subject, verb, type, condition } = statement;
  const isService = subject.startsWith("service ");
  if (subject === "any-user" && !namesSomebody(condition)) return `lets anybody ${verb} ${type}`;
  if (verb === "manage" && guarded.has(type) && !isService) return `lets ${subject} manage ${type}`;
  if (isService) return undefined;
  const narrowed = permissionsNamed(condition);
  const given = permissionsOf(statement).filter(
    (permission) => narrowed.size === 0 || narrowed.has(permission),
  );
  const worst = given.find((permission) => destroying.includes(permission));
  return worst === undefined ? undefined : `lets ${subject} ${worst} (${verb} ${type})`;
}

type Condition = Statement["condition"];

/** Whether a condition can't hold but for somebody that it names. */
function namesSomebody(condition: Condition): boolean {
  if (condition.kind === "unread") return true;
  if (condition.kind === "is")
    return (
      condition.operator === "=" && /^request\.(principal|user|groups|resource)\b/.test(condition.variable)
    );
  if (condition.of.length === 0) return false;
  return condition.kind === "all" ? condition.of.some(namesSomebody) : condition.of.every(namesSomebody);
}

function permissionsNamed(condition: Condition): ReadonlySet<string> {
  if (condition.kind === "unread") return new Set();
  if (condition.kind === "is")
    return new Set(
      condition.variable === "request.permission" && condition.operator === "="
        ? [condition.value.toUpperCase()]
        : [],
    );
  return new Set(condition.of.flatMap((one) => [...permissionsNamed(one)]));
}
