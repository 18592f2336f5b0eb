import { describe, expect, it } from "vitest";
import { type GraphResource, UNKNOWN, type Value } from "../../graph/resource";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { onCluster, twoSites, urnOf } from "../graph/fixtures";
import { now } from "../support/findings";

const WORKLOADS = 3000;

/** Four times what it takes on a quiet machine: enough for a slow one, and less than where a rule tries all pairs. */
const MOST_SECONDS = 8;

const app = "app.kubernetes.io/name";

/** A Deployment with its Service, budget, autoscaler, ConfigMap and network policy. */
function workload(index: number, selector: Value): GraphResource[] {
  const name = `app-${index}`;
  // The first label is everybody's: it narrows nothing down.
  const labels = { "app.kubernetes.io/part-of": "shop", [app]: name };
  const object = (apiVersion: string, kind: string, inputs: GraphResource["inputs"]) =>
    onCluster("aws", apiVersion, kind, name, {
      inputs,
      // What isn't known yet is told by it.
      propertyDependencies: { spec: [urnOf("kubernetes:apps/v1:Deployment", `aws-${name}`)] },
    });
  const container = {
    name: "app",
    ports: [{ containerPort: 8080 }],
    envFrom: [{ configMapRef: { name } }],
  };
  return [
    object("apps/v1", "Deployment", {
      metadata: { name, labels, annotations: { "twincloud.dev/public-name": `${name}.example.com` } },
      spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    }),
    object("networking.k8s.io/v1", "NetworkPolicy", {
      spec: {
        podSelector: selector,
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ podSelector: selector }], ports: [{ port: 8080 }] }],
      },
    }),
    object("v1", "Service", { spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] } }),
    object("policy/v1", "PodDisruptionBudget", { spec: { selector, maxUnavailable: 1 } }),
    object("autoscaling/v2", "HorizontalPodAutoscaler", {
      spec: { scaleTargetRef: { kind: "Deployment", name }, minReplicas: 3, maxReplicas: 6 },
    }),
    object("v1", "ConfigMap", { data: { setting: "1" } }),
    object("networking.k8s.io/v1", "Ingress", {
      spec: { defaultBackend: { service: { name, port: { number: 80 } } } },
    }),
  ];
}

/** Seconds of the processor, which others on the machine don't lengthen as they do those of the clock. */
function secondsToJudge(selectorOf: (name: string) => Value): number {
  const graph = twoSites(
    ...Array.from({ length: WORKLOADS }, (_, index) => workload(index, selectorOf(`app-${index}`))).flat(),
  );
  const before = process.cpuUsage();
  judge(graph, rules, packSettings(graph, now));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe(`${WORKLOADS} workloads and as many policies in one namespace`, () => {
  it.each<[string, (name: string) => Value]>([
    ["labels", (name) => ({ matchLabels: { "app.kubernetes.io/part-of": "shop", [app]: name } })],
    ["what isn't known yet", () => UNKNOWN],
    ["expressions", (name) => ({ matchExpressions: [{ key: app, operator: "In", values: [name] }] })],
  ])("are judged in time where policies select by %s", (_, selectorOf) => {
    expect(secondsToJudge(selectorOf)).toBeLessThan(MOST_SECONDS);
  });
});
