import { describe, expect, it } from "vitest";
import { assignedSecret, giveaway } from "../../policies/secret-patterns";
import { milliseconds } from "../support/hostile-text";

/** Texts in which each of many places could be where a secret begins, and none is one. */
const hostile: Readonly<Record<string, string>> = {
  "access keys without their secrets": "AKIAIOSFODNN7EXAMPLE ",
  "an access key, and letters that are no secret": `AKIAIOSFODNN7EXAMPLE ${"A".repeat(39)} `,
  "beginnings of tokens": "eyJhbGciOiJIUzI1NiJ9-",
  "tokens of two parts": "eyJhbGciOiJIUzI1NiJ9.eyJhbGciOiJIUzI1NiJ9 ",
  "clusters without credentials": "clusters: token ",
  "a name of many dots": "a.a-a+",
  "addresses without passwords": "://a:",
  "beginnings of private keys": "-----BEGIN PRIVATE KEY ",
  "lines that assign nothing": "export password \n",
  "a name that never ends": "password.",
};
const KB = 1024;

describe("a hostile text", () => {
  it.each(Object.entries(hostile))(
    "of %s takes about twice the time when it is twice as long",
    (_, piece) => {
      const text = (length: number) =>
        `clusters eyJ AKIA xox ${piece.repeat(Math.ceil(length / piece.length))}`;
      const time = (length: number): number => {
        const long = text(length);
        return milliseconds(() => [giveaway(long), assignedSecret(long)]);
      };
      // A quadratic one takes many seconds for the first already, and four times as long for the second.
      expect(time(1000 * KB)).toBeLessThan(3 * time(500 * KB) + 1000);
    },
  );

  it("still gives its secret away at the very end", () => {
    const filling = "AKIA eyJ clusters ".repeat(30_000);
    expect(giveaway(`${filling}\nAKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`)).toBe(
      "an AWS access key with its secret",
    );
    expect(giveaway(`${filling}\n  token: 0123456789abcdef`)).toBe("a kubeconfig with its own credentials");
    expect(giveaway(`${filling}postgres://app:hunter22@db`)).toBe("a URL with a password");
  });

  it("holds no access key's secret where it stands before the key", () => {
    expect(giveaway("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY AKIAIOSFODNN7EXAMPLE")).toBeUndefined();
  });
});
