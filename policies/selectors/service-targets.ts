/** Whether what leads to a Service by its name leads to one that is there, and what load balancers lead to is filled. Pure. */
import type { Graph, GraphResource, Value } from "../../graph/resource";
import { emptyTargetsOf, serviceBindingsOf } from "../../graph/views/balancers";
import { namedInNamespace, objectName } from "../../graph/views/objects";
import { at, isUnknown, listAt, madeFrom, numberAt, propertiesOf, textAt } from "../../graph/views/read";
import { isSystem } from "../../graph/views/workload-kinds";
import type { Finding } from "../rule";

const SERVICE = "kubernetes:core/v1:Service";

/** What is wrong with target group bindings, StatefulSets and Ingresses. */
export function* serviceTargets(graph: Graph): Generator<Finding> {
  for (const { resource, name, port, needsPort } of serviceReferences(graph)) {
    if (isSystem({ namespace: objectName(resource, graph).namespace })) continue;
    if (name === undefined || name === null || name === "") {
      yield { urn: resource.urn, found: "names no Service to be reached by", wanted: "a Service beside it" };
      continue;
    }
    if (isUnknown(name) && madeFrom(resource, "spec").some((urn) => isServiceBeside(graph, resource, urn)))
      continue;
    const { namespace } = objectName(resource, graph);
    const service = namedInNamespace(graph, SERVICE, resource.provider, namespace, String(name));
    const found = `leads to the Service ${isUnknown(name) ? "of a name not known yet" : String(name)}`;
    if (!service) {
      yield {
        urn: resource.urn,
        found: `${found}, which isn't there`,
        wanted: "the name of a Service beside it",
      };
      continue;
    }
    const ports = listAt(propertiesOf(service), "spec", "ports");
    const hasPort =
      port !== undefined &&
      ports.some((each) => textAt(each, "name") === port || numberAt(each, "port") === numberAt(port));
    if (isUnknown(port) || hasPort || (port === undefined && !needsPort)) continue;
    yield {
      urn: resource.urn,
      found: port ? `${found} at its port ${port}, which it doesn't have` : `${found} at no port`,
      wanted: "one of its ports",
    };
  }
}

function isServiceBeside(graph: Graph, resource: GraphResource, urn: string): boolean {
  const made = graph.byUrn.get(urn);
  return (
    made?.type === SERVICE &&
    made.provider === resource.provider &&
    objectName(made, graph).namespace === objectName(resource, graph).namespace
  );
}

interface ServiceReference {
  readonly resource: GraphResource;
  readonly name: Value | undefined;
  readonly port?: Value | undefined;
  /** It leads nowhere without a port. */
  readonly needsPort?: true;
}

function* serviceReferences(graph: Graph): Generator<ServiceReference> {
  for (const resource of serviceBindingsOf(graph)) {
    const service = at(propertiesOf(resource), "spec", "serviceRef");
    yield { resource, name: at(service, "name"), port: at(service, "port"), needsPort: true };
  }
  for (const resource of graph.byType.get("kubernetes:apps/v1:StatefulSet") ?? []) {
    yield { resource, name: at(propertiesOf(resource), "spec", "serviceName") };
  }
  for (const resource of graph.byType.get("kubernetes:networking.k8s.io/v1:Ingress") ?? []) {
    const spec = at(propertiesOf(resource), "spec");
    const paths = listAt(spec, "rules").flatMap((rule) => listAt(rule, "http", "paths"));
    for (const backend of [
      at(spec, "defaultBackend"),
      at(spec, "backend"),
      ...paths.map((path) => at(path, "backend")),
    ]) {
      const service = at(backend, "service");
      const port = at(service, "port", "name") ?? at(service, "port", "number");
      if (service) yield { resource, name: at(service, "name"), port };
      // As it was written before Ingress left its beta.
      const name = at(backend, "serviceName");
      if (name !== undefined) yield { resource, name, port: at(backend, "servicePort") };
    }
  }
}

/** What load balancers lead to and nothing fills. */
export function* targetGroups(graph: Graph): Generator<Finding> {
  for (const { urn } of emptyTargetsOf(graph)) {
    yield { urn, found: "has no targets: nothing binds pods or instances to it", wanted: "a binding" };
  }
}
