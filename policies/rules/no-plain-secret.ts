import { type GraphResource, type Properties, SECRET, UNKNOWN, type Value } from "../../graph/resource";
import { packageOf } from "../../graph/urn";
import { jsonIn, mapAt } from "../../graph/views/read";
import type { Finding, Rule } from "../rule";
import { assignedSecret, giveaway, namedSecret } from "../secret-patterns";

/**
 * Every property of every resource, and what texts among them hold: JSON, and lines of configuration. A value that
 * Pulumi keeps as a secret isn't in the graph, nor is the content of a Kubernetes Secret. The value itself is
 * never repeated. Schemas of custom resources hold no values and are left out; and so is, in CrossGuard, all but
 * the objects of Kubernetes: it shows secrets as plain text, which in those alone they would be anyway.
 */
export const noPlainSecret: Rule = {
  id: "no-plain-secret",
  title: "No secret in plain text",
  level: "mandatory",
  severity: "critical",
  about: ["anything"],
  why: "What stands in a manifest or an input is in the state, in every preview and in the cluster's API, for all who may read those.",
  mend: "Make it a secret of Pulumi's configuration, and hand it to pods in a Kubernetes Secret; and replace it, as it has been seen.",
  counterparts: [
    "kube-linter: env-var-secret",
    "Polaris: sensitiveConfigmapContent",
    "Polaris: sensitiveContainerEnvVar",
    "Trivy: KSV-0109",
  ],
  check(graph) {
    const findings: Finding[] = [];
    for (const resource of graph.resources) {
      if (!isPlain(resource)) continue;
      const report: Report = (path, kind) => {
        const found = `holds ${kind} in plain text at ${path}`;
        findings.push({ urn: resource.urn, found, wanted: "a secret" });
      };
      const [inputs, outputs] = [mapAt(resource.inputs), mapAt(resource.outputs)];
      search(inputs, [], report);
      // An output of the same name is mostly the same value.
      for (const key in outputs) if (!(key in inputs)) visit(outputs[key], key, [], report);
    }
    return findings;
  },
};

/** What stands in an object of Kubernetes is plain there, whatever Pulumi keeps of it. */
function isPlain({ type, mixesSecrets }: GraphResource): boolean {
  const isObject = packageOf(type) === "kubernetes" && !type.startsWith("pulumi:");
  return (isObject || !mixesSecrets) && !type.endsWith(":CustomResourceDefinition");
}

type Report = (path: string, kind: string) => void;
/** Keys and indexes; made into a text only where something is found. */
type Steps = (string | number)[];

const MOST_DEPTH = 40;

function search(value: Value | Properties, steps: Steps, report: Report): void {
  if (value === null || typeof value !== "object" || steps.length > MOST_DEPTH) return;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) visit(value[i], i, steps, report);
    return;
  }
  for (const key in value) visit((value as Properties)[key], key, steps, report);
  // Environment and settings come as pairs: { name, value }.
  const { name, key = name, value: paired } = value as Properties;
  if (typeof key !== "string" || typeof paired !== "string" || paired === SECRET) return;
  const kind = namedSecret(key, known(paired));
  if (kind) report(`${pathOf(steps)} (${key})`, kind);
}

function visit(item: Value | undefined, step: string | number, steps: Steps, report: Report): void {
  if (typeof item !== "string" && (typeof item !== "object" || item === null)) return;
  steps.push(step);
  if (typeof item === "string") judge(item, String(step), steps, report);
  else search(item, steps, report);
  steps.pop();
}

function judge(value: string, key: string, steps: Steps, report: Report): void {
  if (value === SECRET) return;
  const kind = giveaway(value) ?? namedSecret(key, known(value));
  if (kind) {
    report(pathOf(steps), kind);
    return;
  }
  const inside = parsed(value);
  if (inside !== undefined) {
    search(inside, steps, report);
  } else if (value.includes("\n")) {
    const assigned = assignedSecret(known(value));
    if (assigned) report(`${pathOf(steps)} (${assigned.name})`, assigned.kind);
  }
}

/** Without what only a deployment will know, which looks as random as a secret. */
const known = (text: string): string => (text.includes(UNKNOWN) ? text.replaceAll(UNKNOWN, "") : text);

/** `spec.containers[0].env[1].value` */
const pathOf = (steps: Steps): string =>
  steps.reduce<string>((path, step) => {
    if (typeof step === "number") return `${path}[${step}]`;
    return path === "" ? step : `${path}.${step}`;
  }, "");

/** What a text of JSON holds that is more than one value; undefined for other texts. */
function parsed(text: string): Value | undefined {
  // May be no JSON after all: `{{ template }}`, `[section]`.
  return text.startsWith("{") || text.startsWith("[") ? jsonIn(text) : undefined;
}
