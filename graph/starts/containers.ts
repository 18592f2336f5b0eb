/** What keeps one container from being made, begun or kept. */
import type { Graph, Properties, Value } from "../resource";
import type { Said } from "../said";
import { namedInNamespace } from "../views/objects";
import { bytes, cores } from "../views/quantity";
import { at, listAt, mapAt, numberAt, textAt } from "../views/read";
import { dataOf } from "../views/texts";
import { isReplicated } from "../views/workload-kinds";
import type { WorkloadView } from "../views/workloads";

export function* containerSaid(
  graph: Graph,
  workload: WorkloadView,
  raw: Properties,
  name: string,
): Generator<Said> {
  yield* amounts(raw, name);
  yield* probed(raw, name);
  yield* begun(graph, workload, raw, name);
}

const USUAL = /^(?:cpu|memory|ephemeral-storage|hugepages-.*)$/;

function* amounts(raw: Properties, name: string): Generator<Said> {
  const [requests, limits] = [mapAt(raw, "resources", "requests"), mapAt(raw, "resources", "limits")];
  const amount = (key: string, value: Value | undefined) =>
    typeof value !== "string" && typeof value !== "number"
      ? undefined
      : key === "cpu"
        ? cores(value)
        : bytes(value);
  for (const key of ["cpu", "memory", "ephemeral-storage"]) {
    const [asked, most] = [amount(key, requests[key]), amount(key, limits[key])];
    if (asked !== undefined && most !== undefined && most < asked)
      yield { because: `limits ${key} of ${name} to less than it requests, which the API refuses` };
    if (key === "ephemeral-storage" && most !== undefined && most < 1024 * 1024)
      yield { because: `is put out when ${name} has written ${most} bytes` };
    if (key === "cpu" && most !== undefined && most < 0.1)
      yield { because: `gives ${name} ${most} of a core at most` };
  }
  for (const key of new Set([...Object.keys(requests), ...Object.keys(limits)]))
    if (!USUAL.test(key))
      yield {
        because: `asks for ${key} for ${name}, which no nodes of this graph are known to have`,
        unsure: true,
      };
}

/** Seconds that a program has to start, and may be busy for. */
const START = 20;
const BUSY = 10;

function* probed(raw: Properties, name: string): Generator<Said> {
  for (const key of ["readinessProbe", "livenessProbe", "startupProbe"]) {
    const probe = at(raw, key);
    if (probe === undefined) continue;
    const of = (field: string, otherwise: number) => numberAt(probe, field) ?? otherwise;
    const lasts = of("periodSeconds", 10) * of("failureThreshold", 3);
    if (at(probe, "httpGet", "host") !== undefined)
      yield { because: `asks ${textAt(probe, "httpGet", "host")} how ${name} is, by ${key}` };
    if ((textAt(probe, "httpGet", "scheme") ?? "HTTP") !== "HTTP")
      yield { because: `asks ${name} by HTTPS in its ${key}`, unsure: true };
    if (of("initialDelaySeconds", 0) > 120)
      yield { because: `waits ${of("initialDelaySeconds", 0)} s with the ${key} of ${name}` };
    if (!(of("timeoutSeconds", 1) >= 1))
      yield { because: `waits ${of("timeoutSeconds", 1)} s for an answer of the ${key} of ${name}` };
    if (key === "livenessProbe" && lasts < BUSY)
      yield { because: `restarts ${name} after ${lasts} s without an answer` };
    if (key === "startupProbe" && lasts + of("initialDelaySeconds", 0) < START)
      yield { because: `gives ${name} ${lasts} s to start` };
  }
  const grace = numberAt(raw, "lifecycle", "preStop", "sleep", "seconds") ?? 0;
  if (grace > 300) yield { because: `sleeps for ${grace} s before ${name} ends` };
  if (at(raw, "lifecycle", "postStart") !== undefined)
    yield { because: `runs something after ${name} starts, and ends it if that fails`, unsure: true };
  if (textAt(raw, "imagePullPolicy") === "Never") yield { because: `never pulls the image of ${name}` };
  const seccomp = textAt(raw, "securityContext", "seccompProfile", "type");
  if (seccomp === "Localhost") yield { because: `asks for a profile of ${name} that lies on no node` };
  const listens = listAt(raw, "ports").find((port) => at(port, "name") === "http");
  const told = listAt(raw, "env").find((item) => at(item, "name") === "PORT");
  const [port, wanted] = [numberAt(told, "value"), numberAt(listens, "containerPort")];
  if (port !== undefined && wanted !== undefined && port !== wanted)
    yield { because: `tells ${name} to listen at ${port}, and its port is ${wanted}` };
}

/** What it runs, and whether that is there. */
function* begun(graph: Graph, workload: WorkloadView, raw: Properties, name: string): Generator<Said> {
  const { capability, cluster, namespace, pod } = workload;
  const words = [...listAt(raw, "command"), ...listAt(raw, "args")].filter(
    (word): word is string => typeof word === "string",
  );
  if (capability !== undefined && isReplicated(workload) && words.length > 0)
    yield {
      because: `runs ${words.join(" ").slice(0, 60)} in ${name}, and not what its image is made to run`,
      unsure: true,
    };
  if (
    capability === undefined &&
    /^(?:sleep|true|false|echo|cat|tail|:)$/.test((words[0] ?? "").split("/").at(-1) ?? "")
  )
    yield { because: `runs ${words.join(" ")} in ${name}, which does nothing of what it is for` };
  const mounts = listAt(raw, "volumeMounts");
  for (const file of words.filter((word) => /^\/etc\/[\w./-]+\.(?:sh|conf|cfg)$/.test(word))) {
    const mount = mounts.find(
      (one) => file.startsWith(`${textAt(one, "mountPath")}/`) || textAt(one, "mountPath") === file,
    );
    const volume = listAt(pod, "volumes").find((one) => textAt(one, "name") === textAt(mount, "name"));
    const map = textAt(volume, "configMap", "name");
    const found =
      map === undefined
        ? undefined
        : namedInNamespace(graph, "kubernetes:core/v1:ConfigMap", cluster, namespace, map);
    const data = found && dataOf(found);
    const key = file.split("/").at(-1) ?? "";
    if (!mount || !data || (data[key] === undefined && data[""] === undefined))
      yield { because: `runs ${file} in ${name}, where nothing of that name is mounted` };
    else if (at(mount, "subPath") !== undefined && at(mount, "subPath") !== key)
      yield { because: `mounts another file at ${textAt(mount, "mountPath")} of ${name}` };
  }
  for (const volume of listAt(pod, "volumes")) {
    const limit = at(volume, "emptyDir", "sizeLimit");
    const size = typeof limit === "string" || typeof limit === "number" ? bytes(limit) : undefined;
    if (size !== undefined && size < 64 * 1024)
      yield { because: `is put out when ${textAt(volume, "name")} holds ${size} bytes` };
  }
}
