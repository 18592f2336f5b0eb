import { describe, expect, it } from "vitest";
import { graphFromPreview, type Registration } from "../../graph/from-preview";
import { SECRET } from "../../graph/resource";
import { secretSignature, signatureKey } from "../../graph/values";
import { urnOf } from "./fixtures";

const registration = (type: string, name: string, rest: Partial<Registration> = {}): Registration => ({
  urn: urnOf(type, name),
  type,
  name,
  custom: true,
  external: false,
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  retainOnDelete: false,
  ignoreChanges: [],
  replaceOnChanges: [],
  aliases: [],
  inputs: {},
  outputs: {},
  ...rest,
});

describe("graphFromPreview", () => {
  const ohio = registration("pulumi:providers:aws", "ohio", { id: "1234", inputs: { region: "us-east-2" } });
  const vpc = registration("aws:ec2/vpc:Vpc", "vpc", {
    provider: `${ohio.urn}::1234`,
    id: "vpc-1",
    parent: ohio.urn,
    inputs: { token: { [signatureKey]: secretSignature, value: "s3cret" } },
    protect: true,
    retainOnDelete: true,
    dependencies: ["b", "a"],
    propertyDependencies: { x: ["a"], y: [] },
    ignoreChanges: ["*"],
    aliases: ["old"],
    source: { file: "components/aws/network.ts", line: 7 },
  });
  const graph = graphFromPreview([ohio, vpc]);

  it("keeps all that the engine knows, with the provider by its URN and without secrets", () => {
    expect(graph.resources[1]).toEqual({
      urn: vpc.urn,
      type: "aws:ec2/vpc:Vpc",
      name: "vpc",
      custom: true,
      external: false,
      id: "vpc-1",
      parent: ohio.urn,
      provider: ohio.urn,
      inputs: { token: SECRET },
      outputs: {},
      dependencies: ["a", "b"],
      propertyDependencies: { x: ["a"] },
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["*"],
      replaceOnChanges: [],
      aliases: ["old"],
      placement: { provider: "aws", region: "us-east-2", metro: "Columbus" },
      source: { file: "components/aws/network.ts", line: 7 },
    });
  });

  it("leaves out what isn't there", () => {
    expect(Object.keys(graph.resources[0] ?? {})).not.toContain("parent");
    expect(Object.keys(graph.resources[0] ?? {})).not.toContain("source");
  });
});
