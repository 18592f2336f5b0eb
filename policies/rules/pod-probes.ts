import type { Value } from "../../graph/resource";
import type { ContainerView } from "../../graph/views/containers";
import { at, isUnknown, listAt, textAt } from "../../graph/views/read";
import { isBlank, isLasting } from "../../graph/views/workload-kinds";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

/**
 * Everything that runs until it is stopped, the cluster's own agents and DaemonSets included: each container that
 * declares a port, or each where none does, has a readiness and a liveness probe, and they don't ask the same.
 * Jobs end by themselves and serve nobody.
 */
export const podProbes: Rule = {
  id: "pod-probes",
  title: "Readiness and liveness probes, not the same for both",
  level: "mandatory",
  severity: "high",
  why: "Without a readiness probe a broken pod gets traffic, without a liveness probe it stays broken, and one probe for both restarts every pod of an overloaded workload at once.",
  mend: "Ask whether the pod can serve for readiness, and only whether the process works for liveness.",
  counterparts: [
    "kube-score: pod-probes",
    "kube-linter: no-readiness-probe",
    "kube-linter: no-liveness-probe",
    "Polaris: readinessProbeMissing",
    "Polaris: livenessProbeMissing",
    "Kyverno: require-pod-probes",
    "Checkov: CKV_K8S_8",
    "Checkov: CKV_K8S_9",
  ],
  check: (graph) =>
    workloadsOf(graph)
      .filter(isLasting)
      .flatMap((workload) =>
        isBlank(workload)
          ? [{ urn: workload.resource.urn, found: "runs containers that can't be told", wanted }]
          : probed(workload).flatMap((container) => judge(workload, container)),
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
