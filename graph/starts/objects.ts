/** Objects of a cluster that stand in the way of pods, or of those who call them. */
import type { Graph, GraphResource } from "../resource";
import type { Said } from "../said";
import { namedInNamespace, objectName } from "../views/objects";
import { at, listAt, mapAt, numberAt, propertiesOf, textAt } from "../views/read";

type Read = (graph: Graph, resource: GraphResource) => Iterable<Said>;

/** By the kind of the object; `spaces` are the namespaces in which the platform's pods run. */
export function* objectSaid(
  graph: Graph,
  resource: GraphResource,
  spaces: ReadonlySet<string>,
): Generator<Said> {
  const kind = resource.type.slice(resource.type.lastIndexOf(":") + 1);
  const read = READERS[kind];
  if (!read) return;
  const { namespace } = objectName(resource, graph);
  if (BOUND.has(kind) && !spaces.has(`${resource.provider} ${namespace}`)) return;
  yield* read(graph, resource);
}

const BOUND: ReadonlySet<string> = new Set([
  "ResourceQuota",
  "LimitRange",
  "Endpoints",
  "EndpointSlice",
  "CronJob",
  "Service",
  "HorizontalPodAutoscaler",
]);

const READERS: Readonly<Record<string, Read>> = {
  *ResourceQuota() {
    yield { because: "bounds what may be made in a namespace of the platform, whatever a loss asks for" };
  },
  *LimitRange() {
    yield { because: "changes or refuses what pods of the platform ask for" };
  },
  ValidatingWebhookConfiguration: webhooks,
  MutatingWebhookConfiguration: webhooks,
  *ValidatingAdmissionPolicy(_, resource) {
    if ((textAt(propertiesOf(resource), "spec", "failurePolicy") ?? "Fail") === "Fail")
      yield { because: "refuses objects by rules that aren't read here", unsure: true };
  },
  *PriorityClass(_, resource) {
    const properties = propertiesOf(resource);
    if (at(properties, "globalDefault") === true)
      yield {
        because: `gives every pod that names no class the priority ${numberAt(properties, "value") ?? 0}`,
        unsure: true,
      };
  },
  *Endpoints(graph, resource) {
    const { namespace, name } = objectName(resource, graph);
    yield* byHand(graph, resource, namespace, name);
  },
  *EndpointSlice(graph, resource) {
    const { namespace } = objectName(resource, graph);
    const service = at(propertiesOf(resource), "metadata", "labels", "kubernetes.io/service-name");
    yield* byHand(graph, resource, namespace, typeof service === "string" ? service : "");
  },
  *ConfigMap(graph, resource) {
    const { namespace, name } = objectName(resource, graph);
    if (namespace === "kube-system" && /^(?:coredns|kube-dns|kube-proxy|aws-auth)/.test(name))
      yield {
        because: "changes how a cluster answers names or lets nodes in, which isn't read here",
        unsure: true,
      };
  },
  *Service(_, resource) {
    const spec = mapAt(propertiesOf(resource), "spec");
    if (textAt(spec, "internalTrafficPolicy") === "Local")
      yield { because: "leads callers to pods of their own node only, where there may be none" };
    if (textAt(spec, "sessionAffinity") === "ClientIP")
      yield { because: "holds each caller to one pod, so that the edge's calls aren't spread" };
  },
  HorizontalPodAutoscaler: scaler,
  CronJob: cron,
};

function* webhooks(_: Graph, resource: GraphResource): Generator<Said> {
  for (const hook of listAt(propertiesOf(resource), "webhooks"))
    if ((textAt(hook, "failurePolicy") ?? "Fail") === "Fail")
      yield { because: `lets nothing be made while ${textAt(hook, "name") ?? "its webhook"} doesn't answer` };
}

function* byHand(
  graph: Graph,
  { provider }: GraphResource,
  namespace: string,
  name: string,
): Generator<Said> {
  const service = namedInNamespace(graph, "kubernetes:core/v1:Service", provider, namespace, name);
  if (service && Object.keys(mapAt(propertiesOf(service), "spec", "selector")).length > 0)
    yield { because: `gives the Service ${name} addresses beside its pods` };
}

/** Seconds within which an autoscaler is to begin, and to have a step made. */
const BEGIN = 300;

function* scaler(_: Graph, resource: GraphResource): Generator<Said> {
  const spec = mapAt(propertiesOf(resource), "spec");
  const up = mapAt(spec, "behavior", "scaleUp");
  if (textAt(up, "selectPolicy") === "Disabled") yield { because: "never scales up" };
  if ((numberAt(up, "stabilizationWindowSeconds") ?? 0) > BEGIN)
    yield { because: `begins to scale up after ${numberAt(up, "stabilizationWindowSeconds")} s` };
  const policies = listAt(up, "policies");
  if (policies.length > 0 && !policies.some((one) => (numberAt(one, "periodSeconds") ?? 0) <= BEGIN))
    yield { because: "scales up more slowly than traffic comes after a loss" };
  for (const metric of listAt(spec, "metrics")) {
    const type = textAt(metric, "type");
    if (type !== undefined && type !== "Resource" && type !== "ContainerResource")
      yield { because: `scales by ${type} metrics, which nothing in this graph measures`, unsure: true };
  }
}

function* cron(_: Graph, resource: GraphResource): Generator<Said> {
  const spec = mapAt(propertiesOf(resource), "spec");
  const late = numberAt(spec, "startingDeadlineSeconds");
  if (late !== undefined && late < 30) yield { because: `leaves a run out that is ${late} s late` };
  if (textAt(spec, "concurrencyPolicy") === "Replace")
    yield { because: "ends a run when the next one is due, so that a long one is never done" };
  const zone = textAt(spec, "timeZone");
  if (
    zone !== undefined &&
    !/^(?:Etc\/)?(?:UTC|GMT)$/.test(zone) &&
    !Intl.supportedValuesOf("timeZone").includes(zone)
  )
    yield { because: `runs by the time zone ${zone}, which there isn't` };
  const ends = numberAt(spec, "jobTemplate", "spec", "activeDeadlineSeconds");
  if (ends !== undefined && ends < 300) yield { because: `ends each run after ${ends} s` };
}
