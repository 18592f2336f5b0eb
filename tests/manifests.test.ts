import { describe, expect, it } from "vitest";
import { SECRET } from "../graph/resource";
import { renderManifests } from "../report/manifests";
import { stackGraph } from "./support/graphs";
import { modelOf, objectsOf, schemaFaults } from "./support/manifest-schema";

describe.each(["prod", "staging", "chat"] as const)("the objects of %s", (stack) => {
  const graph = stackGraph(stack);

  it("are many", () => {
    expect(objectsOf(graph).length).toBeGreaterThan(100);
  });

  it("keep to Kubernetes' schema", () => {
    expect(schemaFaults(graph)).toEqual([]);
  });

  it("have names and namespaces that Kubernetes takes", () => {
    const label = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
    for (const { urn, outputs } of objectsOf(graph)) {
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

  it("put no placeholder where kubectl apply would replace a real value", () => {
    const applied = [...files].filter(([file]) => /\.(ya?ml|json)$/.test(file));
    expect(applied.length).toBeGreaterThan(50);
    for (const [file, text] of applied) expect(text, file).not.toContain(SECRET);
    expect([...files.keys()].filter((file) => file.includes("/secrets-to-fill/")).length).toBeGreaterThan(0);
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
