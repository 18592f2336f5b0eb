/** The stack of a drill is a stack file with other replicas, and another demand. */
import { describe, expect, it } from "vitest";
import { askedStack, scaledStack } from "../../../drill/plan/stack";

const stack = {
  stack: "drill",
  file: "Pulumi.drill.yaml",
  runtime: {},
  values: {
    "twincloud:peak": { upload: { replicas: 1 }, feed: { replicas: 6 } },
    "twincloud:assumptions": { requestsPerReplicaPerSecond: 20 },
  },
} as unknown as Parameters<typeof scaledStack>[0];

describe("the stack of a drill", () => {
  it("has its replicas multiplied, and one of each at least", () => {
    expect(scaledStack(stack, 0.5).values["twincloud:peak"]).toEqual({
      upload: { replicas: 1 },
      feed: { replicas: 3 },
    });
  });

  it("is asked for another share of its peak, its other assumptions as they are", () => {
    expect(askedStack(stack, 0.2).values["twincloud:assumptions"]).toEqual({
      requestsPerReplicaPerSecond: 20,
      demandShare: 0.2,
    });
    expect(askedStack(stack, undefined)).toBe(stack);
  });
});
