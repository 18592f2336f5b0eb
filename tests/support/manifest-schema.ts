/** Kubernetes' own published schemas, asked about every object of a graph. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Model } from "@kubernetes-models/base";
import type { Graph, GraphResource } from "../../graph/resource";

const models = path.resolve(__dirname, "../../node_modules/kubernetes-models");
/** Groups that the clouds' own controllers bring: their schemas are not Kubernetes'. */
const foreign = /^(karpenter\.sh|eks\.amazonaws\.com|crd\.projectcalico\.org)\//;

type ModelClass = new (object: unknown) => Model<unknown>;

/** The class of a kind, whose `validate` is Kubernetes' own published schema. */
export function modelOf(apiVersion: string, kind: string): ModelClass {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const folder = [group, `${group}.k8s.io`].find((name) => name && existsSync(path.join(models, name))) ?? "";
  const file = path.join(models, folder, version ?? "", `${kind}.js`);
  return (require(file) as Record<string, ModelClass>)[kind] as ModelClass;
}

/** The Kubernetes objects of a graph. */
export const objectsOf = ({ resources }: Graph): GraphResource[] =>
  resources.filter(({ type, inputs }) => type.startsWith("kubernetes:") && typeof inputs.kind === "string");

/** What Kubernetes would refuse: a line an object. */
export function schemaFaults(graph: Graph): string[] {
  return objectsOf(graph).flatMap(({ urn, inputs }) => {
    const apiVersion = String(inputs.apiVersion);
    if (foreign.test(apiVersion)) return [];
    const Kind = modelOf(apiVersion, String(inputs.kind));
    try {
      new Kind(inputs).validate();
      return [];
    } catch (error) {
      return [`${urn}: ${(error as Error).message}`];
    }
  });
}
