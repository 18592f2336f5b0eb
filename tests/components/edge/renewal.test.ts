import { beforeAll, describe, expect, it } from "vitest";
import type { Graph, GraphResource } from "../../../graph/resource";
import { Secret } from "../../../stacks/config";
import { certificate } from "../../stacks/certificate";
import { runStacks } from "../../support/run-stack";

const isTls = ({ type, name }: GraphResource) =>
  type === "kubernetes:core/v1:Secret" && name.endsWith("-edge-tls");
const told = ({ resources }: Graph) =>
  resources
    .filter((resource) => !isTls(resource) && resource.type !== "pulumi:pulumi:Stack")
    .map(({ urn, inputs, dependencies }) => ({ urn, inputs, dependencies }));

const edgeTls = (comment: string) => ({
  "twincloud:edgeTls": {
    certificate: `${comment}\n${certificate}`,
    key: new Secret(`-----BEGIN PRIVATE KEY-----\n${comment}`),
  },
});

describe("a renewed certificate", () => {
  let old: Graph;
  let renewed: Graph;
  beforeAll(async () => {
    ({ old, renewed } = await runStacks({ old: edgeTls("old"), renewed: edgeTls("renewed") }));
  });

  it("stands in a Secret of every site, under the name that the pods have mounted", () => {
    const secrets = renewed.resources.filter(isTls);
    expect(secrets.map(({ name }) => name).sort()).toEqual([
      "aws-us-east-2-edge-tls",
      "aws-us-west-2-edge-tls",
      "oci-us-ashburn-1-edge-tls",
      "oci-us-chicago-1-edge-tls",
    ]);
    for (const { inputs } of secrets)
      expect(inputs).toMatchObject({
        metadata: { name: "edge-tls", namespace: "edge" },
        type: "kubernetes.io/tls",
      });
  });

  it("changes nothing else, so that no pod is started anew for it", () => {
    expect(told(renewed)).toEqual(told(old));
  });
});
