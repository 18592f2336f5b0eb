import { describe, expect, it } from "vitest";
import { agentRules, kinds } from "../../../components/oci/calico-kinds";
import { agentPod } from "../../../components/oci/calico-pod";

describe("Calico's kinds", () => {
  it("are each defined once, under names that Kubernetes takes", () => {
    const names = kinds.map(({ plural, group }) => `${plural}.${group}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { plural, kind } of kinds) {
      expect(plural).toMatch(/^[a-z]+$/);
      expect(plural.startsWith(kind.toLowerCase().slice(0, -1))).toBe(true);
    }
  });

  it("of a group of Kubernetes' own name their approval, without which they are refused", () => {
    for (const { group, approved } of kinds) expect(group.endsWith("k8s.io")).toBe(approved !== undefined);
  });

  it("can all be watched by the agent, which is never ready otherwise", () => {
    const watched = agentRules
      .filter(({ verbs }) => (verbs as string[]).includes("list") && (verbs as string[]).includes("watch"))
      .flatMap(({ apiGroups, resources }) =>
        (resources as string[]).map((resource) => `${resource}.${(apiGroups as string[])[0]}`),
      );
    expect(watched).toEqual(expect.arrayContaining(kinds.map(({ plural, group }) => `${plural}.${group}`)));
  });
});

describe("Calico's agent", () => {
  it("may not read Secrets, nor delete or change anything but its own kinds and the node's status", () => {
    const granted = agentRules.flatMap(({ apiGroups, resources, verbs }) =>
      (verbs as string[]).flatMap((verb) =>
        (resources as string[]).map((resource) => ({ group: (apiGroups as string[])[0], resource, verb })),
      ),
    );
    expect(granted.filter(({ resource }) => resource === "secrets" || resource === "*")).toEqual([]);
    const changes = granted.filter(({ verb }) => !["get", "list", "watch"].includes(verb));
    expect(changes.filter(({ verb }) => verb === "delete")).toEqual([]);
    expect(new Set(changes.map(({ group, resource }) => (group ? group : resource)))).toEqual(
      new Set(["nodes/status", "crd.projectcalico.org"]),
    );
  });

  const pod = agentPod("registry/calico@sha256:abc", "calico-node");
  const [container] = pod.containers as { env: { name: string; value?: string }[]; image: string }[];
  const env = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));

  it("filters OCI's interfaces and leaves addresses and routes alone", () => {
    expect(env).toMatchObject({
      FELIX_INTERFACEPREFIX: "oci",
      FELIX_CHAININSERTMODE: "Append",
      FELIX_IPTABLESMANGLEALLOWACTION: "Return",
      NO_DEFAULT_POOLS: "true",
      CALICO_NETWORKING_BACKEND: "none",
    });
  });

  it("runs on every node, however tainted, before anything else is started there", () => {
    expect(pod.tolerations).toEqual([
      { effect: "NoSchedule", operator: "Exists" },
      { effect: "NoExecute", operator: "Exists" },
    ]);
    expect(pod).toMatchObject({ priorityClassName: "system-node-critical", hostNetwork: true });
  });

  it("mounts each folder that it shares with the node", () => {
    const mounts = (pod.containers as { volumeMounts: { name: string }[] }[]).flatMap(
      ({ volumeMounts }) => volumeMounts,
    );
    expect(mounts.map(({ name }) => name)).toEqual(
      (pod.volumes as { name: string }[]).map(({ name }) => name),
    );
  });
});
