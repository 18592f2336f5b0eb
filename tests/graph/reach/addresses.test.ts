import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, covers, isInside, overlaps } from "../../../graph/reach/addresses";

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join("."));
const range = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`);

describe("a range of addresses", () => {
  it.each([
    ["10.20.0.0/16", "10.20.255.255"],
    ["10.20.192.0/22", "10.20.195.7/32"],
    ["0.0.0.0/0", "203.0.113.0/24"],
  ])("%s holds %s", (outer, inner) => {
    expect(contains(outer, inner)).toBe(true);
  });

  it.each([
    ["10.20.0.0/16", "10.21.0.0"],
    ["10.20.192.0/22", "10.20.196.1"],
    ["10.20.192.0/22", "10.20.192.0/21"],
    ["::/0", "10.0.0.1"],
    ["10.0.0.0/8", "10.0.0.256"],
    ["10.0.0.0/33", "10.0.0.1"],
  ])("%s doesn't hold %s", (outer, inner) => {
    expect(contains(outer, inner)).toBe(false);
  });

  it("is covered by halves of it, whichever addresses it has", () => {
    fc.assert(
      fc.property(range, (whole) => {
        const [ip, bits] = whole.split("/") as [string, string];
        if (Number(bits) === 32) return;
        const parts = ip.split(".").map(Number);
        const first = parts.reduce((sum, part) => sum * 256 + part, 0);
        const size = 2 ** (32 - Number(bits));
        const start = first - (first % size);
        const text = (number: number): string =>
          [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
        const halves = [start, start + size / 2].map((at) => `${text(at)}/${Number(bits) + 1}`);
        expect(covers(halves, whole)).toBe(true);
        expect(covers(halves.slice(0, 1), whole)).toBe(false);
      }),
    );
  });

  it("holds another, or is held by it, wherever the two overlap", () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
        expect(contains(a, a)).toBe(true);
      }),
    );
  });

  it("lies inside of networks, or in the Internet", () => {
    expect(["10.1.2.0/24", "172.31.0.1", "169.254.170.23/32"].map(isInside)).toEqual([true, true, true]);
    expect(["172.32.0.1", "0.0.0.0/0", "198.18.0.0/15"].map(isInside)).toEqual([false, false, false]);
  });
});
