import type { Value } from "../../graph/resource";
import type { ContainerView } from "../../graph/views/containers";
import { at, isUnknown, listAt, numberAt, textAt } from "../../graph/views/read";
import { isBlank, isLasting } from "../../graph/views/workload-kinds";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

/**
 * Everything that runs until it is stopped, the cluster's own agents and DaemonSets included: each container that
 * declares a port, or each where none does, has a readiness and a liveness probe; they don't ask the same, but ports
 * that the container has, and readiness is lost within half of the time to recover. Jobs end by themselves and
 * serve nobody.
 */
export const podProbes: Rule = {
  id: "pod-probes",
  title: "Readiness and liveness probes, not the same for both",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "Without a readiness probe a broken pod gets traffic, without a liveness probe it stays broken, and one probe for both restarts every pod of an overloaded workload at once.",
  mend: "Ask whether the pod can serve for readiness, and only whether the process works for liveness.",
  counterparts: [
    "kube-score: pod-probes",
    "kube-linter: no-readiness-probe",
    "kube-linter: no-liveness-probe",
    "kube-linter: readiness-port",
    "kube-linter: liveness-port",
    "kube-linter: startup-port",
    "Polaris: readinessProbeMissing",
    "Polaris: livenessProbeMissing",
    "Kyverno: require-pod-probes",
    "Checkov: CKV_K8S_8",
    "Checkov: CKV_K8S_9",
  ],
  check: (graph, { maxRtoSeconds }) =>
    workloadsOf(graph)
      .filter(isLasting)
      .flatMap((workload) =>
        isBlank(workload)
          ? [
              {
                urn: workload.resource.urn,
                found: "runs containers that can't be told",
                wanted,
                unsure: true,
              },
            ]
          : probed(workload).flatMap((container) => [
              ...judge(workload, container),
              ...elsewhere(workload, container),
              ...slow(workload, container, maxRtoSeconds / 2),
            ]),
      ),
};

const wanted = "one of each, which ask different things";

function probed({ containers }: WorkloadView): readonly ContainerView[] {
  const listening = containers.filter(({ ports }) => ports.length > 0);
  return listening.length > 0 ? listening : containers;
}

function judge({ resource: { urn } }: WorkloadView, { name, raw }: ContainerView): Finding[] {
  const readiness = asked(raw, "readinessProbe");
  const liveness = asked(raw, "livenessProbe");
  const missing = [
    ...(readiness === undefined ? ["readiness"] : []),
    ...(liveness === undefined ? ["liveness"] : []),
  ];
  if (missing.length > 0) {
    const found = `has no ${missing.join(" and no ")} probe on container ${name}`;
    return [{ urn, found, wanted }];
  }
  return readiness === liveness
    ? [
        {
          urn,
          found: `asks the same for readiness and liveness on container ${name} (${readiness})`,
          wanted: "a liveness probe that stays green when the pod only can't serve",
        },
      ]
    : [];
}

const kinds = ["readinessProbe", "livenessProbe", "startupProbe"] as const;

/** A probe of a port that the container doesn't have is red for ever: the pod never serves, or is killed for it. */
function elsewhere({ resource: { urn } }: WorkloadView, { name, raw, ports }: ContainerView): Finding[] {
  return kinds.flatMap((kind) => {
    const probe = at(raw, kind);
    const port = ["httpGet", "tcpSocket", "grpc"]
      .map((way) => at(probe, way, "port"))
      .find((each) => each !== undefined);
    if (port === undefined || isUnknown(port) || ports.length === 0) return [];
    if (ports.includes(Number(portOf(raw, port)))) return [];
    const found = `asks the port ${port} for its ${kind} on container ${name}, which doesn't have it`;
    return [{ urn, found, wanted: "a port of the container" }];
  });
}

/** Kubernetes' defaults where a probe says nothing. */
const PERIOD_SECONDS = 10;
const FAILURES = 3;

function slow({ resource: { urn } }: WorkloadView, { name, raw }: ContainerView, most: number): Finding[] {
  const period = numberAt(raw, "readinessProbe", "periodSeconds") ?? PERIOD_SECONDS;
  const failures = numberAt(raw, "readinessProbe", "failureThreshold") ?? FAILURES;
  if (period * failures <= most) return [];
  const found = `takes ${period * failures} s (${failures} x ${period} s) until a broken pod of container ${name} gets no more traffic`;
  return [{ urn, found, wanted: `${most} s or less, half of the time to recover` }];
}

/** What a probe asks, as one text; undefined where there is none that can be told. */
function asked(container: Value, which: "readinessProbe" | "livenessProbe"): string | undefined {
  const probe = at(container, which);
  if (isUnknown(probe)) return undefined;
  const http = at(probe, "httpGet");
  if (http) {
    const scheme = textAt(http, "scheme") ?? "HTTP";
    return `${scheme} ${portOf(container, at(http, "port"))} ${textAt(http, "path") ?? "/"}`;
  }
  const tcp = at(probe, "tcpSocket");
  if (tcp) return `TCP ${portOf(container, at(tcp, "port"))}`;
  const grpc = at(probe, "grpc");
  if (grpc) return `gRPC ${portOf(container, at(grpc, "port"))} ${textAt(grpc, "service") ?? ""}`;
  const command = at(probe, "exec");
  return command ? `exec ${listAt(command, "command").join(" ")}` : undefined;
}

/** The number of a port that may be named. */
function portOf(container: Value, port: Value | undefined): string {
  const named = listAt(container, "ports").find((item) => textAt(item, "name") === port);
  return String((named && at(named, "containerPort")) ?? port ?? "?");
}
