import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytes, cores, intOrPercent, quantity } from "../../../graph/views/quantity";

describe("quantity", () => {
  // Worked by hand from the grammar of Kubernetes' resource.Quantity.
  it.each<[string | number, number | undefined]>([
    ["0", 0],
    ["2", 2],
    [2, 2],
    [0.5, 0.5],
    ["500m", 0.5],
    ["1.5", 1.5],
    [".5", 0.5],
    ["5.", 5],
    ["+1", 1],
    ["1k", 1000],
    ["1Ki", 1024],
    ["1.5Gi", 1_610_612_736],
    ["2M", 2_000_000],
    ["3Ti", 3_298_534_883_328],
    ["1e3", 1000],
    ["1E3", 1000],
    ["1E", 1e18],
    ["12e-1", 1.2],
    ["250u", 0.00025],
    ["7n", 7e-9],
    ["", undefined],
    [" 1", undefined],
    ["1 Gi", undefined],
    ["1K", undefined],
    ["1gi", undefined],
    ["1e3Ki", undefined],
    ["1.2.3", undefined],
    ["abc", undefined],
  ])("reads %j as %j", (text, wanted) => {
    expect(quantity(text)).toBe(wanted);
  });

  it("reads any whole number of thousandths as that", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (m) => {
        expect(cores(`${m}m`)).toBe(m / 1000);
      }),
    );
  });
});

describe("what the scheduler counts", () => {
  it.each([
    ["100m", 0.1],
    ["0.1", 0.1],
    ["1.1", 1.1],
    ["2.5m", 0.003],
    ["0.0001", 0.001],
    ["1n", 0.001],
  ])("takes %s for %d cores: a part of a thousandth as a whole one", (text, wanted) => {
    expect(cores(text)).toBe(wanted);
  });

  it.each([
    ["100m", 1],
    ["1.5", 2],
    ["0.5Ki", 512],
    ["0.3Ki", 308],
    ["128974848", 128_974_848],
    ["129M", 129_000_000],
  ])("takes %s for %d bytes: a part of one as a whole one", (text, wanted) => {
    expect(bytes(text)).toBe(wanted);
  });
});

describe("a share of a number", () => {
  // 25 % of 3 is 0.75, 50 % of 5 is 2.5, 34 % of 3 is 1.02.
  it.each<[string | number, number, number | undefined, number | undefined]>([
    [2, 5, 2, 2],
    ["2", 5, 2, 2],
    ["25%", 3, 1, 0],
    ["50%", 5, 3, 2],
    ["34%", 3, 2, 1],
    ["100%", 7, 7, 7],
    ["0%", 7, 0, 0],
    ["29%", 100, 29, 29],
    ["25.5%", 4, undefined, undefined],
    ["-1%", 4, undefined, undefined],
    ["half", 4, undefined, undefined],
  ])("takes %j of %d for %j rounded up and %j rounded down", (value, of, up, down) => {
    expect([intOrPercent(value, of), intOrPercent(value, of, "down")]).toEqual([up, down]);
  });
});
