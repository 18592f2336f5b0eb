import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import { withPlacements } from "../../graph/placement";
import type { Graph, GraphResource, Properties, Value } from "../../graph/resource";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { now } from "../support/findings";
import { stackGraph } from "../support/graphs";

/** The survival model is asked in its own tests, and takes longer than all others together. */
const fast = rules.filter(({ id }) => id !== "survival-objective");
const found = (graph: Graph): string[] =>
  judge(graph, fast, packSettings(graph, now)).violations.map(({ rule, summary }) => `${rule}: ${summary}`);

type Rewrite = (text: string) => string;

/** Every value of a key of resources of a type written otherwise, however deep it lies. Fails where there is none. */
function rewritten(graph: Graph, type: RegExp, key: RegExp, write: (value: Value) => Value): Graph {
  let count = 0;
  const inside = (value: Value): Value => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(inside);
    return Object.fromEntries(
      Object.entries(value as Properties).map(([name, each]) => {
        if (!key.test(name) || (each !== null && typeof each === "object")) return [name, inside(each)];
        count += 1;
        return [name, write(each)];
      }),
    );
  };
  const change = (resource: GraphResource): GraphResource =>
    type.test(resource.type)
      ? {
          ...resource,
          inputs: inside(resource.inputs) as Properties,
          outputs: inside(resource.outputs) as Properties,
        }
      : resource;
  const resources = graph.resources.map(change);
  if (count === 0) throw new Error("no value to write otherwise");
  return graphOf(withPlacements(resources));
}

const texts =
  (write: Rewrite) =>
  (value: Value): Value =>
    typeof value === "string" ? write(value) : value;
const upper = texts((text) => text.toUpperCase());
const dotted = texts((text) => `${text}.`);
const asText = (value: Value): Value =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : value;
const withoutBlanks = texts((text) => text.replace(/ *(==|!=) */g, "$1"));
const wide = texts((text) => text.replace(/ *(==|!=) */g, "   $1 "));

const rewrites: readonly [string, RegExp, RegExp, (value: Value) => Value][] = [
  ["a check's name in capitals", /HealthCheck$/, /^fqdn$/, upper],
  ["a check's name with a dot at its end", /HealthCheck$/, /^fqdn$/, dotted],
  ["a monitor's Host in capitals", /HttpMonitor$/, /^Host$/, upper],
  ["a monitor's Host with a dot at its end", /HttpMonitor$/, /^Host$/, dotted],
  ["a monitor's Host with its port", /HttpMonitor$/, /^Host$/, texts((text) => `${text}:443`)],
  ["a check's protocol in small letters", /HealthCheck$/, /^type$/, texts((text) => text.toLowerCase())],
  [
    "a monitor's protocol in small letters",
    /HttpMonitor$/,
    /^protocol$/,
    texts((text) => text.toLowerCase()),
  ],
  ["a record set's domain with a dot at its end", /Rrset$/, /^domain$/, dotted],
  ["a record set's domain in capitals", /Rrset$/, /^domain$/, upper],
  ["a record's name with a dot at its end", /route53\/record:Record$/, /^name$/, dotted],
  ["a record's name in capitals", /route53\/record:Record$/, /^name$/, upper],
  ["a record's type in small letters", /Rrset$|SteeringPolicy$/, /^rtype$/, texts((t) => t.toLowerCase())],
  ["a zone's name with a dot at its end", /zone:Zone$/, /^name$/, dotted],
  ["a policy's host with a dot at its end", /PolicyAttachment$/, /^domainName$/, dotted],
  ["a workload's public name with a dot", /Deployment$/, /^twincloud\.dev\/public-name$/, dotted],
  ["a workload's public name in capitals", /Deployment$/, /^twincloud\.dev\/public-name$/, upper],
  ["conditions without blanks", /SteeringPolicy$/, /^answerCondition$/, withoutBlanks],
  ["conditions with more blanks", /SteeringPolicy$/, /^answerCondition$/, wide],
  ["a policy's booleans as texts", /SteeringPolicy$/, /^(shouldKeep|isDisabled)$/, asText],
  ["a policy's numbers as texts", /SteeringPolicy$/, /^(value|ttl|defaultCount)$/, asText],
  ["checks' numbers and booleans as texts", /HealthCheck$|HttpMonitor$/, /./, asText],
  ["records' numbers and booleans as texts", /record:Record$|Rrset$/, /./, asText],
  ["stores' booleans as texts", /s3\/|ObjectStorage\//, /./, asText],
  [
    "replicas as texts",
    /Deployment$|StatefulSet$|Autoscaler$/,
    /^(replicas|minReplicas|maxReplicas)$/,
    asText,
  ],
  ["budgets as texts", /PodDisruptionBudget$/, /^(maxUnavailable|minAvailable)$/, asText],
  ["OCI's regions in capitals", /^pulumi:providers:oci$/, /^region$/, upper],
  [
    "OCI's regions by their keys",
    /^pulumi:providers:oci$/,
    /^region$/,
    texts((text) => ({ "us-ashburn-1": "iad", "us-chicago-1": "ord" })[text] ?? text),
  ],
];

describe("what says the same", () => {
  it.each(rewrites)("is the same: %s", (_, type, key, write) => {
    const graph = stackGraph("prod");
    expect(found(rewritten(graph, type, key, write))).toEqual(found(graph));
  });

  it("is the same with capitals and dots anywhere among the names", () => {
    const some = fc.subarray(
      rewrites.filter(([name]) => /capitals|dot/.test(name)),
      { minLength: 1 },
    );
    const graph = stackGraph("prod");
    const wanted = found(graph);
    fc.assert(
      fc.property(some, (chosen) => {
        const other = chosen.reduce((made, [, ...rewrite]) => rewritten(made, ...rewrite), graph);
        expect(found(other)).toEqual(wanted);
      }),
      { numRuns: 5 },
    );
  });
});

describe("what says something else", () => {
  it.each<[string, RegExp, RegExp, (value: Value) => Value]>([
    ["another name for a check", /HealthCheck$/, /^fqdn$/, texts((text) => `x${text}`)],
    ["a Host with another port", /HttpMonitor$/, /^Host$/, texts((text) => `${text}:8443`)],
    ["another domain for a record set", /Rrset$/, /^domain$/, texts((text) => `x.${text}`)],
    [
      "a condition that keeps what is switched off",
      /SteeringPolicy$/,
      /^answerCondition$/,
      texts((t) => t.replace("!=", "==")),
    ],
    ["checks that are switched off by a text", /HttpMonitor$/, /^isEnabled$/, () => "false"],
  ])("is found: %s", (_, type, key, write) => {
    expect(found(rewritten(stackGraph("prod"), type, key, write))).not.toEqual(found(stackGraph("prod")));
  });
});
