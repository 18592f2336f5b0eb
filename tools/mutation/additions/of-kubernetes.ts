/** Objects that could be added to a cluster, beside those that are there. Pure. */
import type { Graph, GraphResource, Properties, Value } from "../../../graph/resource";
import { objectName } from "../../../graph/views/objects";
import { at, propertiesOf } from "../../../graph/views/read";
import { besideAll, type NewResource } from "./new-resources";

type Added = Omit<NewResource, "beside">;

export const newObjects = (graph: Graph): NewResource[] => [
  ...besideAll(graph, ["kubernetes:core/v1:Namespace"], ({ inputs }) => inNamespace(nameIn(inputs))),
  ...besideAll(graph, ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"], besideWorkload),
  ...besideAll(graph, ["kubernetes:core/v1:Service"], besideService),
  ...besideAll(graph, ["kubernetes:networking.k8s.io/v1:NetworkPolicy"], besidePolicy),
  // One a cluster: where its network or its storage is told.
  ...besideAll(graph, ["kubernetes:storage.k8s.io/v1:StorageClass"], inCluster),
];

const nameIn = (inputs: Properties): string => String(at(inputs, "metadata", "name") ?? "default");

const object = (
  type: string,
  what: string,
  namespace: string | undefined,
  body: Readonly<Record<string, Value>>,
  name = "added",
): Added => {
  const [, group = "", kind = ""] = type.split(":");
  return {
    type,
    what,
    inputs: {
      apiVersion: group.replace(/^core\//, ""),
      kind,
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      ...body,
    } as Properties,
  };
};

const everything = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

function inNamespace(namespace: string): Added[] {
  const core = (kind: string, what: string, spec: Value): Added =>
    object(`kubernetes:core/v1:${kind}`, what, namespace, { spec });
  const bounds = {
    pods: "3",
    "requests.cpu": "1",
    "requests.memory": "1Gi",
    "limits.memory": "1Gi",
    "count/jobs.batch": "1",
  };
  return [
    ...Object.entries(bounds).map(([what, most]) =>
      core("ResourceQuota", `a quota of ${most} ${what}`, { hard: { [what]: most } }),
    ),
    ...["max", "min", "default", "defaultRequest"].map((bound) =>
      core("LimitRange", `a ${bound} for containers`, {
        limits: [{ type: "Container", [bound]: { memory: bound === "min" ? "8Gi" : "64Mi" } }],
      }),
    ),
    object("kubernetes:networking.k8s.io/v1:NetworkPolicy", "a policy that lets everything in", namespace, {
      spec: { ...everything, policyTypes: ["Ingress"], ingress: [{}] },
    }),
    object("kubernetes:networking.k8s.io/v1:NetworkPolicy", "a policy that lets everything out", namespace, {
      spec: { ...everything, policyTypes: ["Egress"], egress: [{}] },
    }),
    object(
      "kubernetes:crd.projectcalico.org/v1:NetworkPolicy",
      "a policy of Calico's that denies",
      namespace,
      {
        spec: {
          order: 1,
          selector: "all()",
          types: ["Ingress", "Egress"],
          ingress: [{ action: "Deny" }],
          egress: [{ action: "Deny" }],
        },
      },
    ),
    object("kubernetes:policy/v1:PodDisruptionBudget", "a budget that lets no pod go", namespace, {
      spec: { selector: {}, maxUnavailable: 0 },
    }),
    object("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "every right for its pods", namespace, {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", name: "default", namespace }],
    }),
    object("kubernetes:batch/v1:CronJob", "a job that deletes pods", namespace, {
      spec: {
        schedule: "*/5 * * * *",
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: "Never",
                containers: [
                  {
                    name: "clean",
                    image: "bitnami/kubectl",
                    command: ["kubectl", "delete", "pods", "--all"],
                  },
                ],
              },
            },
          },
        },
      },
    }),
  ];
}

function besideWorkload(workload: GraphResource): Added[] {
  const { namespace, name } = objectName(workload);
  const properties = propertiesOf(workload);
  const labels = at(properties, "spec", "selector", "matchLabels") as Value;
  const kind = workload.type.split(":").at(-1) ?? "";
  const target = { scaleTargetRef: { apiVersion: "apps/v1", kind, name } };
  const [container] = (at(properties, "spec", "template", "spec", "containers") ?? []) as Value[];
  return [
    object("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "a second autoscaler", namespace, {
      spec: { ...target, minReplicas: 1, maxReplicas: 1, metrics: [] },
    }),
    object("kubernetes:policy/v1:PodDisruptionBudget", "a second budget", namespace, {
      spec: { selector: { matchLabels: labels }, maxUnavailable: 1 },
    }),
    object("kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler", "an autoscaler of its size", namespace, {
      spec: { targetRef: target.scaleTargetRef, updatePolicy: { updateMode: "Auto" } },
    }),
    object("kubernetes:apps/v1:Deployment", "pods with its labels", namespace, {
      spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers:
              container === undefined
                ? []
                : [{ ...(container as object), command: ["sleep", "infinity"] } as Value],
          },
        },
      },
    }),
    object("kubernetes:core/v1:Pod", "a pod with its labels", undefined, {
      metadata: { name: "debug", namespace, labels },
      spec: { containers: [{ name: "debug", image: "busybox", command: ["sleep", "infinity"] }] },
    }),
    object("kubernetes:core/v1:Service", "a Service that shows it to everybody", namespace, {
      spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
    }),
    object("kubernetes:core/v1:Service", "a port of every node that leads to it", namespace, {
      spec: { type: "NodePort", selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
    }),
  ];
}

function besideService(service: GraphResource): Added[] {
  const { namespace, name } = objectName(service);
  const strange = [{ addresses: ["203.0.113.9"], conditions: { ready: true } }];
  return [
    object("kubernetes:discovery.k8s.io/v1:EndpointSlice", "addresses by hand", undefined, {
      metadata: { name: "by-hand", namespace, labels: { "kubernetes.io/service-name": name ?? "" } },
      addressType: "IPv4",
      endpoints: strange as unknown as Value,
      ports: [{ port: 8080 }],
    }),
    object("kubernetes:networking.k8s.io/v1:Ingress", "an ingress that shows it to everybody", namespace, {
      spec: { defaultBackend: { service: { name: name ?? "", port: { number: 80 } } } },
    }),
  ];
}

function besidePolicy(policy: GraphResource): Added[] {
  const { namespace } = objectName(policy);
  const selector = (at(propertiesOf(policy), "spec", "podSelector") ?? {}) as Value;
  return [
    object("kubernetes:networking.k8s.io/v1:NetworkPolicy", "everybody lets in beside it", namespace, {
      spec: {
        podSelector: selector,
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }],
      },
    }),
    object("kubernetes:networking.k8s.io/v1:NetworkPolicy", "everywhere lets out beside it", namespace, {
      spec: {
        podSelector: selector,
        policyTypes: ["Egress"],
        egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }],
      },
    }),
  ];
}

const admission = {
  rules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources: ["pods"] }],
  clientConfig: { service: { name: "hook", namespace: "hooks" } },
  admissionReviewVersions: ["v1"],
  sideEffects: "None",
};

const ofEveryNode = (spec: Properties): Properties => ({
  metadata: { name: "agent", namespace: "kube-system" },
  spec: {
    selector: { matchLabels: { app: "agent" } },
    template: { metadata: { labels: { app: "agent" } }, spec },
  },
});

function inCluster(): Added[] {
  const cluster = (type: string, what: string, body: Readonly<Record<string, Value>>, name?: string): Added =>
    object(`kubernetes:${type}`, what, undefined, body, name);
  const webhook = [{ name: "hook.example.com", ...admission }] as unknown as Value;
  return [
    cluster("admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", "a webhook that must answer", {
      webhooks: webhook,
    }),
    cluster("admissionregistration.k8s.io/v1:MutatingWebhookConfiguration", "a webhook that changes pods", {
      webhooks: webhook,
    }),
    cluster("admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy", "a policy that refuses pods", {
      spec: { failurePolicy: "Fail", validations: [{ expression: "false" }] },
    }),
    cluster("admissionregistration.k8s.io/v1:MutatingAdmissionPolicy", "a policy that changes pods", {
      spec: { failurePolicy: "Fail", mutations: [] },
    }),
    cluster("scheduling.k8s.io/v1:PriorityClass", "a priority for all others", {
      value: 1_000_000,
      globalDefault: true,
    }),
    cluster("scheduling.k8s.io/v1:PriorityClass", "a low priority for all", {
      value: -10,
      globalDefault: true,
    }),
    cluster("policy.networking.k8s.io/v1alpha1:AdminNetworkPolicy", "an administrator's policy that denies", {
      spec: {
        priority: 1,
        subject: { namespaces: {} },
        ingress: [{ action: "Deny", from: [{ namespaces: {} }] }],
        egress: [{ action: "Deny", to: [{ namespaces: {} }] }],
      },
    }),
    cluster("crd.projectcalico.org/v1:GlobalNetworkPolicy", "a policy of Calico's for all that denies", {
      spec: { order: 1, selector: "all()", types: ["Ingress", "Egress"], egress: [{ action: "Deny" }] },
    }),
    cluster("cilium.io/v2:CiliumClusterwideNetworkPolicy", "a policy of Cilium's for all that denies", {
      spec: { endpointSelector: {}, egressDeny: [{ toEntities: ["world"] }] },
    }),
    cluster("kyverno.io/v1:ClusterPolicy", "a policy of Kyverno's", {
      spec: { validationFailureAction: "Enforce", rules: [] },
    }),
    cluster("rbac.authorization.k8s.io/v1:ClusterRoleBinding", "every right for everybody", {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "Group", name: "system:authenticated", apiGroup: "rbac.authorization.k8s.io" }],
    }),
    cluster(
      "rbac.authorization.k8s.io/v1:ClusterRoleBinding",
      "every right for those who don't say who they are",
      {
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ kind: "User", name: "system:anonymous", apiGroup: "rbac.authorization.k8s.io" }],
      },
    ),
    cluster("storage.k8s.io/v1:StorageClass", "another class by default", {
      metadata: { name: "fast", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: "example.com/local",
      volumeBindingMode: "Immediate",
    }),
    cluster("karpenter.sh/v1:NodePool", "nodes that are taken first", {
      spec: {
        weight: 100,
        template: {
          spec: {
            nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" },
            requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }],
          },
        },
      },
    }),
    cluster("core/v1:ConfigMap", "names answered otherwise", {
      metadata: { name: "coredns", namespace: "kube-system" },
      data: { Corefile: ".:53 {\n  hosts {\n    203.0.113.9 queue.queue.svc.cluster.local\n  }\n}\n" },
    }),
    cluster("core/v1:ConfigMap", "who is let in by name", {
      metadata: { name: "aws-auth", namespace: "kube-system" },
      data: { mapRoles: "[]" },
    }),
    cluster(
      "apps/v1:DaemonSet",
      "pods that fill every node",
      ofEveryNode({
        priorityClassName: "system-node-critical",
        containers: [
          { name: "agent", image: "agent", resources: { requests: { cpu: "3", memory: "12Gi" } } },
        ],
      }),
    ),
    cluster(
      "apps/v1:DaemonSet",
      "pods that change their nodes' network",
      ofEveryNode({
        hostNetwork: true,
        containers: [
          {
            name: "agent",
            image: "agent",
            command: ["iptables", "-F"],
            securityContext: { privileged: true },
          },
        ],
      }),
    ),
  ];
}
