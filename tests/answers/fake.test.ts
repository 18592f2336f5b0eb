import { createPrivateKey, X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAddressBook, privateAddress } from "../../answers/addresses";
import { base32, hex, integer, lower, pem, upper, uuid } from "../../answers/fake";

const octets = (address: string): number[] => address.split(".").map(Number);

describe("made-up values", () => {
  it("have the shape that is asked for, whatever the seed", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 80 }), (seed, count) => {
        expect(hex(seed, count)).toMatch(new RegExp(`^[0-9a-f]{${count}}$`));
        expect(base32(seed, count)).toMatch(new RegExp(`^[a-z2-7]{${count}}$`));
        expect(lower(seed, count)).toMatch(new RegExp(`^[a-z0-9]{${count}}$`));
        expect(upper(seed, count)).toMatch(new RegExp(`^[A-Z0-9]{${count}}$`));
        expect(uuid(seed)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(integer(seed, count)).toBeLessThan(count);
      }),
    );
  });

  it("follow from the seed alone", () => {
    expect(hex("vpc", 16)).toBe(hex("vpc", 16));
    expect(hex("vpc", 16)).not.toBe(hex("vpd", 16));
  });

  it("armour a sentence that says they are no key, which nothing takes for one", () => {
    const key = pem("PRIVATE KEY", "seed");
    expect(key).toMatch(
      /^-----BEGIN PRIVATE KEY-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END PRIVATE KEY-----\n$/,
    );
    const body = key.split("\n").slice(1, -2).join("");
    expect(Buffer.from(body, "base64").toString()).toMatch(
      /^Made up by the Twincloud preview, not a real private key/,
    );
    expect(() => createPrivateKey(key)).toThrow();
    expect(() => new X509Certificate(pem("CERTIFICATE", "seed"))).toThrow();
  });
});

describe("public addresses", () => {
  it("are the provider's half of 198.18.0.0/15, one for each of thousands of keys", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 50 }), (keys) => {
        const book = createAddressBook();
        for (const [pool, second] of [
          ["aws", 18],
          ["oci", 19],
        ] as const) {
          const given = keys.map((key) => book.public(pool, key));
          expect(new Set(given).size).toBe(keys.length);
          for (const address of given) {
            const [a, b, c, d] = octets(address);
            expect([a, b]).toEqual([198, second]);
            expect(c).toBeLessThanOrEqual(255);
            expect(d).toBeGreaterThanOrEqual(1);
            expect(d).toBeLessThanOrEqual(254);
          }
        }
      }),
    );
    const book = createAddressBook();
    const many = Array.from({ length: 20_000 }, (_, i) => book.public("aws", `eip-${i}`));
    expect(new Set(many).size).toBe(20_000);
    expect(many.every((address) => octets(address).every((octet) => octet >= 0 && octet <= 255))).toBe(true);
  });

  it("are the same whenever and in whatever order they are asked, but for a clash", () => {
    const keys = ["edge-1", "edge-2", "nat-1", "nat-2"];
    const one = createAddressBook();
    const forward = keys.map((key) => one.public("oci", key));
    const other = createAddressBook();
    const backward = keys.toReversed().map((key) => other.public("oci", key));
    expect(backward.toReversed()).toEqual(forward);
    expect(keys.map((key) => one.public("oci", key))).toEqual(forward);
  });

  it("run out with an error that says so", () => {
    const book = createAddressBook();
    for (let i = 0; i < 65_024; i++) book.public("aws", String(i));
    expect(() => book.public("aws", "one more")).toThrow("all 65024 addresses of aws are taken");
  });
});

describe("private addresses", () => {
  it("are of 100.64.0.0/10", () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const [a, b, c, d] = octets(privateAddress(key));
        expect(a).toBe(100);
        expect(b).toBeGreaterThanOrEqual(64);
        expect(b).toBeLessThanOrEqual(127);
        expect(Math.max(c ?? 256, d ?? 256)).toBeLessThanOrEqual(255);
      }),
    );
  });
});
