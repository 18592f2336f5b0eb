import { existsSync } from "node:fs";
import path from "node:path";
import type { Model } from "@kubernetes-models/base";
import { describe, expect, it } from "vitest";
import type { GraphResource } from "../graph/resource";
import { renderManifests } from "../report/manifests";
import { stackGraph } from "./support/graphs";

const models = path.resolve(__dirname, "../node_modules/kubernetes-models");
/** Groups that the clouds' own controllers bring: their schemas are not Kubernetes'. */
const foreign = /^(karpenter\.sh|eks\.amazonaws\.com|crd\.projectcalico\.org)\//;

type ModelClass = new (object: unknown) => Model<unknown>;

/** The class of a kind, whose `validate` is Kubernetes' own published schema. */
function modelOf(apiVersion: string, kind: string): ModelClass {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const folder = [group, `${group}.k8s.io`].find((name) => name && existsSync(path.join(models, name))) ?? "";
  const file = path.join(models, folder, version ?? "", `${kind}.js`);
  return (require(file) as Record<string, ModelClass>)[kind] as ModelClass;
}

function objects(stack: "prod" | "staging"): GraphResource[] {
  return stackGraph(stack).resources.filter(
    ({ type, inputs }) => type.startsWith("kubernetes:") && typeof inputs.kind === "string",
  );
}

describe.each(["prod", "staging"] as const)("the objects of %s", (stack) => {
  it("are many", () => {
    expect(objects(stack).length).toBeGreaterThan(150);
  });

  it("keep to Kubernetes' schema", () => {
    const wrong: string[] = [];
    for (const { urn, inputs } of objects(stack)) {
      const apiVersion = String(inputs.apiVersion);
      if (foreign.test(apiVersion)) continue;
      const Kind = modelOf(apiVersion, String(inputs.kind));
      try {
        new Kind(inputs).validate();
      } catch (error) {
        wrong.push(`${urn}: ${(error as Error).message}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("have names and namespaces that Kubernetes takes", () => {
    const label = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
    for (const { urn, outputs } of objects(stack)) {
      const { name, namespace } = outputs.metadata as { name: string; namespace?: string };
      expect(name, urn).toMatch(label);
      if (namespace !== undefined) expect(namespace, urn).toMatch(label);
    }
  });
});

describe("the manifests of prod", () => {
  const files = renderManifests(stackGraph("prod"));

  it("spell the extensions of a schema as Kubernetes does", () => {
    const definitions = [...files].filter(([file]) => file.includes("customresourcedefinition"));
    expect(definitions.length).toBe(2);
    for (const [, text] of definitions) {
      expect(text).toContain("x-kubernetes-preserve-unknown-fields: true");
      expect(text).not.toContain("x_kubernetes");
    }
  });

  it("hold no secret", () => {
    for (const [file, text] of files)
      expect(text, file).not.toMatch(/BEGIN (EC |RSA )?PRIVATE KEY-----\n.*[A-Za-z0-9+/]{60}/);
  });
});

describe("the schema check", () => {
  it("refuses an object that Kubernetes would refuse", () => {
    const Deployment = modelOf("apps/v1", "Deployment");
    expect(() =>
      new Deployment({ metadata: { name: "x" }, spec: { replicas: "three" } }).validate(),
    ).toThrow();
  });
});
