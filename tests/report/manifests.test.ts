import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { type Properties, SECRET, UNKNOWN } from "../../graph/resource";
import { renderManifests } from "../../report/manifests";
import { component, onCluster, provider, resource, twoSites } from "../graph/fixtures";

type Site = Parameters<typeof onCluster>[0];

/** The one object that is written for these inputs, read again. */
function written(apiVersion: string, kind: string, inputs: Properties): Properties {
  const files = renderManifests(twoSites(onCluster("aws", apiVersion, kind, "x", { inputs })));
  const objects = [...files].filter(([file]) => !file.endsWith("/README.md"));
  expect(objects).toHaveLength(1);
  return parse(objects[0]?.[1] ?? "", { version: "1.1" }) as Properties;
}

describe("the manifests", () => {
  it("of a site are in its folder, one file a kind", () => {
    const object = (site: Site, name: string) => onCluster(site, "apps/v1", "Deployment", name);
    const graph = twoSites(object("aws", "feed"), object("aws", "upload"), object("oci", "feed"));
    const files = renderManifests(graph);
    expect([...files.keys()]).toEqual([
      "aws-us-east-2/55-deployment.yaml",
      "oci-us-ashburn-1/55-deployment.yaml",
    ]);
    const documents = parseAllDocuments(files.get("aws-us-east-2/55-deployment.yaml") ?? "");
    expect(documents.map((document) => document.toJS().metadata.name)).toEqual(["feed", "upload"]);
  });

  it("come in an order that a cluster takes: definitions, namespaces, what pods need, pods, what scales them", () => {
    const kinds: [string, string][] = [
      ["admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"],
      ["eks.amazonaws.com/v1", "TargetGroupBinding"],
      ["batch/v1", "Job"],
      ["autoscaling/v2", "HorizontalPodAutoscaler"],
      ["apps/v1", "StatefulSet"],
      ["policy/v1", "PodDisruptionBudget"],
      ["v1", "Service"],
      ["v1", "PersistentVolumeClaim"],
      ["networking.k8s.io/v1", "NetworkPolicy"],
      ["v1", "Secret"],
      ["v1", "ConfigMap"],
      ["rbac.authorization.k8s.io/v1", "RoleBinding"],
      ["rbac.authorization.k8s.io/v1", "Role"],
      ["v1", "ServiceAccount"],
      ["storage.k8s.io/v1", "StorageClass"],
      ["v1", "Namespace"],
      ["apiextensions.k8s.io/v1", "CustomResourceDefinition"],
    ];
    const graph = twoSites(...kinds.map(([version, kind]) => onCluster("aws", version, kind, "x")));
    expect([...renderManifests(graph).keys()].map((file) => file.replace(/^.*\/\d\d-|\.yaml$/g, ""))).toEqual(
      [
        "customresourcedefinition",
        "namespace",
        "storageclass",
        "serviceaccount",
        "role",
        "rolebinding",
        "configmap",
        "secret",
        "networkpolicy",
        "persistentvolumeclaim",
        "service",
        "poddisruptionbudget",
        "statefulset",
        "horizontalpodautoscaler",
        "job",
        "targetgroupbinding-eks-amazonaws-com",
        "validatingwebhookconfiguration",
      ],
    );
  });

  it("keep patches of what the cluster brings along out of the way of kubectl apply", () => {
    const patch = onCluster("aws", "v1", "ConfigMap", "amazon-vpc-cni");
    const graph = twoSites({ ...patch, type: "kubernetes:core/v1:ConfigMapPatch" });
    expect([...renderManifests(graph).keys()]).toEqual(["aws-us-east-2/patches/30-configmap.yaml"]);
  });

  it("leave out what is no object: components, providers, charts", () => {
    const chart = resource("kubernetes:helm.sh/v3:Release", "chart", { inputs: { chart: "x" } });
    const graph = twoSites(component("kubernetes:yaml/v2:ConfigGroup", "group"), chart);
    expect(renderManifests(graph).size).toBe(0);
  });

  it("of a cluster that can't be told have a folder of their own", () => {
    const ambient = provider("kubernetes", "default");
    const pod = onCluster("aws", "v1", "Pod", "x", { provider: ambient.urn });
    expect([...renderManifests(twoSites(ambient, pod)).keys()]).toEqual(["unplaced/55-pod.yaml"]);
  });

  it("begin with what kind of object they are, and are the same whatever the order of the inputs", () => {
    const render = (inputs: Properties) =>
      [...renderManifests(twoSites(onCluster("aws", "v1", "ConfigMap", "x", { inputs }))).values()].join();
    expect(render({ data: { b: "2", a: "1" }, metadata: { name: "x" } })).toBe(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  a: "1"\n  b: "2"\n',
    );
    expect(render({ metadata: { name: "x" }, data: { a: "1", b: "2" } })).toBe(
      render({ data: { b: "2", a: "1" }, metadata: { name: "x" } }),
    );
  });

  it("have no annotation of Pulumi's own and none of its marks", () => {
    const annotations = { "pulumi.com/skipAwait": "true", "example.com/a": "b" };
    expect(
      written("v1", "Service", {
        metadata: { name: "x", annotations },
        spec: { __defaults: [], type: "ClusterIP" },
      }),
    ).toEqual({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "x", annotations: { "example.com/a": "b" } },
      spec: { type: "ClusterIP" },
    });
    const only = { name: "x", annotations: { "pulumi.com/skipAwait": "true" } };
    expect(written("v1", "Service", { metadata: only }).metadata).toEqual({ name: "x" });
  });

  it("take a name that Pulumi made, and one of theirs where that isn't known", () => {
    const nameOf = (outputs: Properties) => {
      const object = onCluster("aws", "v1", "ConfigMap", "x", { inputs: { metadata: {} }, outputs });
      const [text = ""] = renderManifests(twoSites(object)).values();
      return (parse(text) as { metadata: { name: string } }).metadata.name;
    };
    expect(nameOf({ metadata: { name: "x-1a2b3c4d" } })).toBe("x-1a2b3c4d");
    expect(nameOf({ metadata: { name: UNKNOWN } })).toBe("aws-x");
  });

  it("say in words what only a deployment will know", () => {
    expect(written("v1", "ConfigMap", { data: { arn: UNKNOWN } }).data).toEqual({
      arn: "known-after-deployment",
    });
  });

  it("read the same in YAML 1.1, which kubectl speaks, and in 1.2, whatever the text", () => {
    const tricky = fc.constantFrom(
      "yes",
      "0777",
      "12:30:45",
      "1e3",
      "0x10",
      "~",
      "2026-03-01",
      "=",
      "<<",
      "1_000",
    );
    const text = fc.oneof(
      tricky,
      fc.string(),
      fc.string({ unit: fc.constantFrom("\n", " ", "a", "#", ":", "-", "\t", "'") }),
    );
    // `<<` as a key merges maps in YAML 1.1; no key in Kubernetes may have that name.
    const key = text.filter((name) => name !== "<<");
    fc.assert(
      fc.property(fc.dictionary(key, text), (data) => {
        const object = onCluster("aws", "v1", "ConfigMap", "x", { inputs: { data } });
        const [yaml = ""] = renderManifests(twoSites(object)).values();
        for (const version of ["1.1", "1.2"] as const) {
          const read = parse(yaml, { version }) as { data: object };
          expect(Object.entries(read.data).sort()).toEqual(Object.entries(data).sort());
        }
      }),
    );
  });
});

describe("a Secret among the manifests", () => {
  const secretOf = (inputs: Properties) =>
    written("v1", "Secret", inputs) as Readonly<Record<string, Properties>>;

  it("has a placeholder for each key, in stringData", () => {
    expect(secretOf({ data: { a: SECRET }, stringData: { b: SECRET } })).toMatchObject({
      stringData: { a: "[secret]", b: "[secret]" },
    });
    expect(secretOf({ data: { a: SECRET } })).not.toHaveProperty("data");
  });

  it("of type TLS has a certificate and a key that look like PEM, also where its keys are hidden", () => {
    const { stringData } = secretOf({ type: "kubernetes.io/tls", stringData: SECRET });
    const pem = (label: string) =>
      new RegExp(`^-----BEGIN ${label}-----\n[A-Za-z0-9+/=]+\n-----END ${label}-----\n$`);
    expect(stringData?.["tls.crt"]).toMatch(pem("CERTIFICATE"));
    expect(stringData?.["tls.key"]).toMatch(pem("PRIVATE KEY"));
  });

  it("to pull images has JSON", () => {
    const { stringData } = secretOf({
      type: "kubernetes.io/dockerconfigjson",
      stringData: { ".dockerconfigjson": SECRET },
    });
    expect(JSON.parse(String(stringData?.[".dockerconfigjson"]))).toEqual({ auths: {} });
  });

  it("is left out of what kubectl applies, and a README says which and how to fill it", () => {
    const secret = onCluster("aws", "v1", "Secret", "edge-tls", {
      inputs: {
        type: "kubernetes.io/tls",
        metadata: { name: "edge-tls", namespace: "edge" },
        data: SECRET,
      },
    });
    const plain = onCluster("aws", "v1", "ConfigMap", "open", { inputs: { data: { a: "1" } } });
    const files = renderManifests(twoSites(secret, plain));
    expect([...files.keys()]).toEqual([
      "aws-us-east-2/30-configmap.yaml",
      "aws-us-east-2/secrets-to-fill/30-secret.yaml.template",
      "aws-us-east-2/README.md",
    ]);
    expect(files.get("aws-us-east-2/README.md")).toContain(
      "- `Secret` `edge/edge-tls`: `tls.crt`, `tls.key` (`secrets-to-fill/30-secret.yaml.template`)\n",
    );
  });

  it("is not the only thing with a secret: whatever holds one is left out", () => {
    const config = onCluster("aws", "v1", "ConfigMap", "x", { inputs: { data: { a: "1", key: SECRET } } });
    const pod = onCluster("aws", "v1", "Pod", "y", {
      inputs: { spec: { containers: [{ env: [{ name: "A", value: SECRET }] }] } },
    });
    const applied = [...renderManifests(twoSites(config, pod))].filter(([path]) => path.endsWith(".yaml"));
    expect(applied).toEqual([]);
  });

  it("that the cluster itself fills is applied", () => {
    const token = onCluster("aws", "v1", "Secret", "token", {
      inputs: { type: "kubernetes.io/service-account-token", metadata: { name: "token" } },
    });
    expect([...renderManifests(twoSites(token)).keys()]).toEqual(["aws-us-east-2/30-secret.yaml"]);
  });
});
