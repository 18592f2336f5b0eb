import { describe, expect, it } from "vitest";
import { createAnswers } from "../../answers";
import { request } from "./samples";

const answers = createAnswers();
const create = (type: string, inputs: object, name = "edge") =>
  answers.create(request(`kubernetes:${type}`, inputs as Record<string, unknown>, name));

describe("Kubernetes answers", () => {
  it("go by namespace and name, or by name alone in the whole cluster", () => {
    const inPlatform = { metadata: { name: "edge", namespace: "platform" } };
    expect(create("core/v1:ConfigMap", inPlatform).id).toBe("platform/edge");
    expect(create("core/v1:ConfigMap", { metadata: { name: "edge" } }).id).toBe("default/edge");
    expect(create("core/v1:Namespace", { metadata: { name: "platform" } }).id).toBe("platform");
    expect(create("karpenter.sh/v1:NodePool", { metadata: { name: "platform" }, spec: {} }).id).toBe(
      "platform",
    );
    expect(create("eks.amazonaws.com/v1:TargetGroupBinding", { ...inPlatform, spec: {} }).id).toBe(
      "platform/edge",
    );
  });

  it("stand in the provider's namespace where they name none", () => {
    const asked = request("kubernetes:core/v1:ConfigMap", { metadata: { name: "edge" } });
    const { id, outputs } = answers.create({ ...asked, provider: { namespace: "platform" } });
    expect(id).toBe("platform/edge");
    expect(outputs.metadata).toMatchObject({ namespace: "platform" });
  });

  it("repeat the manifest with what the API server adds", () => {
    const spec = { replicas: 3, selector: {}, template: {} };
    const { outputs } = create("apps/v1:Deployment", {
      metadata: { name: "edge", labels: { a: "b" } },
      spec,
    });
    expect(outputs).toMatchObject({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "edge",
        labels: { a: "b" },
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        generation: 1,
      },
      spec,
      status: { replicas: 3, availableReplicas: 3 },
    });
  });

  it("have v1 for the core group's version", () => {
    expect(create("core/v1:ConfigMap", { metadata: { name: "edge" } }).outputs.apiVersion).toBe("v1");
  });

  it("are named after the Pulumi name and eight hexadecimal digits where the manifest names none", () => {
    const { inputs } = answers.check(request("kubernetes:core/v1:ConfigMap", { data: {} }, "edge"));
    expect(inputs.metadata).toEqual({
      name: expect.stringMatching(/^edge-[0-9a-f]{8}$/),
      annotations: { "pulumi.com/autonamed": "true" },
    });
  });

  it("of a patch are those of the kind that is patched", () => {
    const { id, outputs } = create("core/v1:ConfigMapPatch", {
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
    });
    expect(id).toBe("kube-system/amazon-vpc-cni");
    expect(outputs.kind).toBe("ConfigMap");
  });

  it("label a namespace with its own name, by which network policies select it", () => {
    const { outputs } = create("core/v1:Namespace", { metadata: { name: "platform", labels: { a: "b" } } });
    expect(outputs.metadata).toMatchObject({ labels: { a: "b", "kubernetes.io/metadata.name": "platform" } });
  });

  it("keep a Secret's texts as data, secret", () => {
    const { outputs, secrets } = create("core/v1:Secret", {
      metadata: { name: "edge" },
      stringData: { user: "admin" },
      data: { key: "a2V5" },
    });
    expect(outputs.data).toEqual({ key: "a2V5", user: Buffer.from("admin").toString("base64") });
    expect(outputs).not.toHaveProperty("stringData", expect.anything());
    expect(secrets).toEqual(["data", "stringData"]);
  });

  it("reach a Service of type LoadBalancer at the address that was asked for", () => {
    const spec = { type: "LoadBalancer", loadBalancerIP: "198.19.0.7" };
    expect(create("core/v1:Service", { metadata: { name: "edge" }, spec }).outputs.status).toEqual({
      loadBalancer: { ingress: [{ ip: "198.19.0.7" }] },
    });
  });

  it("reach it without such an address where the cloud whose controller serves it would have it", () => {
    const ingress = (spec: object) => {
      const service = { metadata: { name: "edge" }, spec: { type: "LoadBalancer", ...spec } };
      const { status } = create("core/v1:Service", service).outputs;
      return (status as { loadBalancer: { ingress: unknown[] } }).loadBalancer.ingress;
    };
    expect(ingress({ loadBalancerClass: "eks.amazonaws.com/nlb" })).toEqual([
      { hostname: expect.stringMatching(/^k8s-198-18-\d+-\d+\.elb\.amazonaws\.com$/) },
    ]);
    expect(ingress({})).toEqual([{ ip: expect.stringMatching(/^198\.19\./) }]);
    expect(ingress({ loadBalancerClass: "metallb.io/metallb" })).toEqual([]);
  });

  it("give a Service an address of the cluster unless it is headless", () => {
    const spec = (inputs: object) =>
      create("core/v1:Service", { metadata: { name: "edge" }, spec: inputs }).outputs.spec;
    expect(spec({})).toMatchObject({ type: "ClusterIP", clusterIP: expect.stringMatching(/^100\./) });
    expect(spec({ clusterIP: "None" })).toMatchObject({ clusterIP: "None" });
    expect(spec({ type: "ExternalName" })).not.toHaveProperty("clusterIP");
  });

  it("read an object by its id", () => {
    const asked = request("kubernetes:core/v1:ConfigMap", {});
    expect(answers.read({ ...asked, id: "kube-system/coredns", state: {} })).toMatchObject({
      id: "kube-system/coredns",
      outputs: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "coredns", namespace: "kube-system" },
      },
    });
  });
});
