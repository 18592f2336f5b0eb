import { describe, expect, it } from "vitest";
import { graphFromState, StateError } from "../../graph/from-state";
import { SECRET } from "../../graph/resource";
import { secretSignature, signatureKey } from "../../graph/values";
import { urnOf } from "./fixtures";

const stateOf = (...resources: object[]) =>
  JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });
const stack = {
  urn: urnOf("pulumi:pulumi:Stack", "twincloud-test"),
  custom: false,
  type: "pulumi:pulumi:Stack",
  outputs: { twincloud: { jurisdiction: "us" } },
};
const ohio = {
  urn: urnOf("pulumi:providers:aws", "ohio"),
  custom: true,
  id: "6f0c",
  type: "pulumi:providers:aws",
  inputs: { region: "us-east-2" },
};
const vpc = {
  urn: urnOf("aws:ec2/vpc:Vpc", "vpc"),
  custom: true,
  id: "vpc-1",
  type: "aws:ec2/vpc:Vpc",
  inputs: { __defaults: ["x"], secret: { [signatureKey]: secretSignature, ciphertext: "v1:abc" } },
  outputs: { arn: "arn:aws:ec2:…", __meta: "{}" },
  parent: stack.urn,
  protect: true,
  dependencies: [ohio.urn],
  provider: `${ohio.urn}::6f0c`,
  propertyDependencies: { cidrBlock: null, tags: [ohio.urn] },
  sourcePosition: "project:///node_modules/@pulumi/aws/ec2/vpc.js#12,3",
  stackTrace: [
    { sourcePosition: "project:///node_modules/@pulumi/aws/ec2/vpc.js#12,3" },
    { sourcePosition: "project:///components/aws/net%20work.ts#41,9" },
  ],
};

describe("graphFromState", () => {
  it("reads resources with their placement, their edges and the line of our code that made them", () => {
    const [, , read] = graphFromState(stateOf(stack, ohio, vpc)).resources;
    expect(read).toMatchObject({
      name: "vpc",
      custom: true,
      id: "vpc-1",
      parent: stack.urn,
      provider: ohio.urn,
      dependencies: [ohio.urn],
      propertyDependencies: { tags: [ohio.urn] },
      protect: true,
      placement: { region: "us-east-2" },
      source: { file: "components/aws/net work.ts", line: 41 },
    });
  });

  it("shows an encrypted secret as [secret]", () => {
    expect(graphFromState(stateOf(ohio, vpc)).resources[1]?.inputs.secret).toBe(SECRET);
  });

  it("drops what a provider notes for itself in the outputs", () => {
    expect(graphFromState(stateOf(ohio, vpc)).resources[1]?.outputs).toEqual({ arn: "arn:aws:ec2:…" });
  });

  it("reads the stack's outputs", () => {
    expect(graphFromState(stateOf(stack)).stackOutputs).toEqual({ twincloud: { jurisdiction: "us" } });
  });

  it("leaves out what only waits to be deleted", () => {
    const graph = graphFromState(stateOf({ ...vpc, delete: true, id: "vpc-0" }, ohio, vpc));
    expect(graph.resources.map(({ id }) => id)).toEqual(["6f0c", "vpc-1"]);
  });

  it("reads a stack that holds nothing", () => {
    expect(graphFromState(JSON.stringify({ version: 3, deployment: { manifest: {} } })).resources).toEqual(
      [],
    );
  });

  it.each([
    ["no JSON", "{", "is not JSON: "],
    ["a list", "[]", "is not a state: an object was expected"],
    ["another object", "{}", "has no 'deployment'"],
    ["another version", '{"version":2,"deployment":{}}', "has deployment version 2, wanted 3 or 4"],
    ["resources that are no list", '{"version":3,"deployment":{"resources":{}}}', "that is not a list"],
    [
      "a resource without a URN",
      stateOf({ type: "a:b:C" }),
      "deployment.resources[0] without 'urn' or 'type'",
    ],
    ["a resource twice", stateOf(ohio, ohio), `lists ${ohio.urn} twice`],
  ])("refuses %s and says why", (_, text, message) => {
    expect(() => graphFromState(text)).toThrow(StateError);
    expect(() => graphFromState(text)).toThrow(message);
  });
});
