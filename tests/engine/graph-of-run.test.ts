import { describe, expect, it } from "vitest";
import {
  Archive,
  Asset,
  UNKNOWN as NOT_KNOWN,
  type PropertyValue,
  type Registration,
  ResourceReference,
  Secret,
} from "../../engine";
import { graphOfRun } from "../../engine/graph-of-run";
import { noOptions } from "../../engine/registration";
import { SECRET, UNKNOWN } from "../../graph/resource";
import { signatureKey } from "../../graph/values";

const registered = (
  inputs: Record<string, PropertyValue>,
  rest: Partial<Registration> = {},
): Registration => ({
  urn: "urn:pulumi:test::twincloud::a:b:C::c",
  type: "a:b:C",
  name: "c",
  custom: true,
  external: false,
  ...noOptions,
  inputs,
  outputs: {},
  ...rest,
});

const inputsOf = (inputs: Record<string, PropertyValue>, type = "a:b:C") =>
  graphOfRun([registered(inputs, { type })]).resources[0]?.inputs;

describe("graphOfRun", () => {
  it("hides secrets and names what isn't known", () => {
    expect(inputsOf({ a: new Secret("s"), b: [NOT_KNOWN], c: { d: new Secret(NOT_KNOWN) } })).toEqual({
      a: SECRET,
      b: [UNKNOWN],
      c: { d: SECRET },
    });
  });

  it("keeps the keys of a Kubernetes Secret that is secret as a whole", () => {
    const inputs = { kind: "Secret", stringData: new Secret({ token: "s" }) };
    expect(inputsOf(inputs, "kubernetes:core/v1:Secret")).toEqual({
      kind: "Secret",
      stringData: { token: SECRET },
    });
  });

  it("writes assets, archives and references as a state holds them", () => {
    const urn = "urn:pulumi:test::twincloud::a:b:C::other";
    const inputs = {
      text: new Asset({ text: "x" }),
      zip: new Archive({ assets: { "a.txt": new Asset({ path: "a.txt" }) } }),
      other: new ResourceReference(urn, NOT_KNOWN),
      component: new ResourceReference(urn),
    };
    expect(inputsOf(inputs)).toEqual({
      text: { [signatureKey]: "c44067f5952c0a294b673a41bacd8c17", text: "x" },
      zip: {
        [signatureKey]: "0def7320c3a5731c473e5ecbe6d01bc7",
        assets: { "a.txt": { [signatureKey]: "c44067f5952c0a294b673a41bacd8c17", path: "a.txt" } },
      },
      other: { [signatureKey]: "5cf8f73096256a8f31e491e813e4eb8e", urn, id: UNKNOWN },
      component: { [signatureKey]: "5cf8f73096256a8f31e491e813e4eb8e", urn },
    });
  });

  it("has an id that isn't known yet", () => {
    expect(graphOfRun([registered({}, { id: NOT_KNOWN })]).resources[0]?.id).toBe(UNKNOWN);
  });
});
