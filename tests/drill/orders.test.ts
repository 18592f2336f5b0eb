import { describe, expect, it } from "vitest";
import { ordersOf, type Wanted } from "../../drill/orders";
import { platformOf } from "../../resilience/platform/from-graph";
import { stackGraph } from "../support/graphs";

const platform = platformOf(stackGraph("staging"), new Date("2026-03-03T00:00:00Z"));
const nothing: Wanted = { fault: [], each: [], repeat: 1, seed: 7 };
const ordered = (wanted: Partial<Wanted>) => ordersOf({ ...nothing, ...wanted }, platform);

describe("what is drilled", () => {
  it("is one drill of all --fault, each at its time", () => {
    const orders = ordered({ fault: ["site:aws-us-east-2@0-20", "dns-authority:oci@10"] });
    expect(orders.map(({ scenario }) => scenario.faults.length)).toEqual([2]);
  });

  it("is a drill of each --each, in their order, with seeds of their own", () => {
    const orders = ordered({ each: ["queue:aws-us-east-2", "dns-authority:oci"] });
    expect(orders.map(({ id, seed }) => [id, seed])).toEqual([
      ["queue-aws-us-east-2", 7],
      ["dns-authority-oci", 8],
    ]);
  });

  it("comes again as often as is asked, each time under a name and with a seed of its own", () => {
    const orders = ordered({ fault: ["site:aws-us-east-2"], repeat: 3 });
    expect(orders.map(({ id, seed }) => [id, seed])).toEqual([
      ["site-aws-us-east-2-1", 7],
      ["site-aws-us-east-2-2", 8],
      ["site-aws-us-east-2-3", 9],
    ]);
  });

  it("is with --every every single fault that can be drilled, and none that can't", () => {
    const ids = ordered({ every: true }).map(({ scenario }) => scenario.id);
    expect(ids).toEqual(expect.arrayContaining(["site:aws-us-east-2", "zone:oci-us-phoenix-1/PHX-AD-2"]));
    expect(ids).not.toContain("registry:aws-us-east-2");
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is made of what comes and goes, and of a return's loss, each at its time", () => {
    const ids = ordered({ each: ["flapping:aws-us-east-2:40@0-120", "return:aws-us-east-2"] }).map(
      ({ scenario }) => scenario.id,
    );
    expect(ids).toEqual(["flapping:aws-us-east-2:40@0-120", "return:aws-us-east-2"]);
  });

  it("is refused before anything is started where it can't be drilled", () => {
    expect(() => ordered({ each: ["queue:aws-us-east-2", "registry:aws-us-east-2"] })).toThrow(
      /registry:aws-us-east-2.*can't be drilled: /,
    );
    expect(() => ordered({ incident: "no-such-day" })).toThrow(/no-such-day: isn't known; known are/);
  });
});
