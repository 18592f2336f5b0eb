import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encoded, Signer } from "../../reference/stores/signature";

/** docs.aws.amazon.com, AmazonS3/latest/API/sig-v4-header-based-auth.html. */
const keys = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const host = "examplebucket.s3.amazonaws.com";
const at = new Date("2013-05-24T00:00:00Z");
const signer = new Signer("us-east-1", async () => keys);

describe("a signature", () => {
  it("is that of AWS' own example of a GET", async () => {
    const request = { method: "GET", path: "/test.txt", headers: { host, range: "bytes=0-9" } };
    const { authorization } = await signer.signed(request, at);
    expect(authorization).toMatch(
      /, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/,
    );
  });

  it("is of the bytes too, and of whether a key may be taken already", async () => {
    const headers = { host, "if-none-match": "*" };
    const put = (text: string) =>
      signer.signed({ method: "PUT", path: "/a", headers, body: Buffer.from(text) }, at);
    const [one, other] = [await put("one"), await put("other")];
    expect(one?.authorization).toContain("if-none-match");
    expect(one?.authorization).not.toBe(other?.authorization);
  });
});

describe("a key in a path", () => {
  it("is the same key again to who decodes it, and has nothing that ends a path", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (key) => {
        expect(decodeURIComponent(encoded(key))).toBe(key);
        expect(encoded(key)).toMatch(/^[A-Za-z0-9\-._~/%]*$/);
      }),
    );
  });
});
