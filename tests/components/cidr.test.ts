import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate, contains, overlaps, parseCidr, type WantedSubnet } from "../../components/cidr";

const cidr = fc
  .tuple(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => {
    const size = 2 ** (32 - prefix);
    const base = address - (address % size);
    const octets = [3, 2, 1, 0].map((i) => Math.floor(base / 256 ** i) % 256);
    return { text: `${octets.join(".")}/${prefix}`, base, prefix, size };
  });

/** Subnets of a /16 whose names differ; often more than it holds. */
const wanted = fc
  .array(fc.integer({ min: 17, max: 28 }), { maxLength: 40 })
  .map((prefixes) => prefixes.map((prefix, i): WantedSubnet => ({ name: `subnet-${i}`, prefix })));

function addresses(subnets: readonly WantedSubnet[]): number {
  return subnets.reduce((sum, { prefix }) => sum + 2 ** (32 - prefix), 0);
}

const fitting = wanted.filter((subnets) => addresses(subnets) <= 2 ** 16);

describe("parseCidr", () => {
  it("reads any network that has no host bits set", () => {
    fc.assert(
      fc.property(cidr, ({ text, base, prefix }) => {
        expect(parseCidr(text)).toEqual({ base, prefix });
      }),
    );
  });

  it.each([
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/16",
    "10.0.0.256/32",
    "10.0.0.0/-1",
    "010.0.0.0/8",
    "10.0.0.0/08",
    " 10.0.0.0/8",
    "10.0.0.0/8\n",
    "fd00::/8",
  ])("refuses %j as malformed", (text) => {
    expect(() => parseCidr(text)).toThrow(
      new RangeError(`${JSON.stringify(text)} is not an IPv4 network such as 10.20.0.0/16`),
    );
  });

  it("refuses host bits and names the network that was meant", () => {
    expect(() => parseCidr("10.20.1.0/16")).toThrow(
      new RangeError("10.20.1.0/16 has host bits set: the network of that length is 10.20.0.0/16"),
    );
  });
});

describe("contains", () => {
  it("holds exactly when both ends of the inner network lie in the outer one", () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        const inside = (address: number) => address >= a.base && address < a.base + a.size;
        expect(contains(a.text, b.text)).toBe(inside(b.base) && inside(b.base + b.size - 1));
      }),
    );
  });

  it("tells a network from its neighbour", () => {
    expect(contains("10.0.0.0/8", "10.255.0.0/16")).toBe(true);
    expect(contains("10.0.0.0/8", "11.0.0.0/16")).toBe(false);
    expect(contains("10.0.0.0/16", "10.0.0.0/8")).toBe(false);
  });
});

describe("overlaps", () => {
  it("holds exactly when some address is in both networks", () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        const last = (n: typeof a) => n.base + n.size - 1;
        const shared = Math.max(a.base, b.base) <= Math.min(last(a), last(b));
        expect(overlaps(a.text, b.text)).toBe(shared);
      }),
    );
  });

  it("holds for a network and one inside it, whichever is named first", () => {
    expect(overlaps("10.0.0.0/16", "10.0.128.0/20")).toBe(true);
    expect(overlaps("10.0.128.0/20", "10.0.0.0/16")).toBe(true);
    expect(overlaps("10.0.0.0/16", "10.1.0.0/16")).toBe(false);
  });
});

describe("allocate", () => {
  const network = "10.20.0.0/16";

  it("gives every subnet the length it wants, aligned and inside the network", () => {
    fc.assert(
      fc.property(fitting, (subnets) => {
        const plan = allocate(network, subnets);
        expect(Object.keys(plan).sort()).toEqual(subnets.map(({ name }) => name).sort());
        for (const { name, prefix } of subnets) {
          const planned = plan[name] ?? "";
          // parseCidr refuses what is not aligned.
          expect(parseCidr(planned).prefix).toBe(prefix);
          expect(contains(network, planned)).toBe(true);
        }
      }),
    );
  });

  it("gives no address to two subnets", () => {
    fc.assert(
      fc.property(fitting, (subnets) => {
        const planned = Object.values(allocate(network, subnets));
        planned.forEach((a, i) => {
          for (const b of planned.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
        });
      }),
    );
  });

  it("fails exactly when more addresses are wanted than the network has", () => {
    fc.assert(
      fc.property(wanted, (subnets) => {
        const plan = () => allocate(network, subnets);
        if (addresses(subnets) <= 2 ** 16) expect(plan).not.toThrow();
        else expect(plan).toThrow(RangeError);
      }),
    );
  });

  it("moves no subnet when another is added at the end", () => {
    fc.assert(
      fc.property(fitting, (subnets) => {
        const before = allocate(network, subnets.slice(0, -1));
        expect(allocate(network, subnets)).toMatchObject(before);
      }),
    );
  });

  it("fills gaps before it breaks a larger block", () => {
    expect(
      allocate("10.0.0.0/16", [
        { name: "edge", prefix: 24 },
        { name: "nodes", prefix: 17 },
        { name: "pods", prefix: 18 },
        { name: "api", prefix: 24 },
      ]),
    ).toEqual({ edge: "10.0.0.0/24", nodes: "10.0.128.0/17", pods: "10.0.64.0/18", api: "10.0.1.0/24" });
  });

  it("names every subnet that did not fit", () => {
    const subnets = [
      { name: "nodes", prefix: 21 },
      { name: "pods", prefix: 20 },
      { name: "edge", prefix: 24 },
      { name: "api", prefix: 21 },
    ];
    expect(() => allocate("10.0.0.0/20", subnets)).toThrow(
      new RangeError("10.0.0.0/20 has no room left for pods (/20), api (/21)"),
    );
  });

  it.each([15, 33, 20.5])("refuses the prefix %d by the subnet's name", (prefix) => {
    expect(() => allocate(network, [{ name: "edge", prefix }])).toThrow(
      new RangeError(`10.20.0.0/16 can't hold edge (/${prefix}): prefixes must be from /16 to /32`),
    );
  });

  it("refuses two subnets of one name", () => {
    const subnets = [
      { name: "edge", prefix: 24 },
      { name: "edge", prefix: 25 },
    ];
    expect(() => allocate(network, subnets)).toThrow(
      new RangeError("the plan of 10.20.0.0/16 names edge (/25) twice"),
    );
  });
});
