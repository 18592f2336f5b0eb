import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECRET, UNKNOWN } from "../../graph/resource";
import { readProperties, secretSignature, signatureKey } from "../../graph/values";

const secret = (value: unknown) => ({ [signatureKey]: secretSignature, value });

describe("readProperties", () => {
  it("hides a tagged secret wherever it stands", () => {
    const raw = { a: secret("s1"), b: [{ c: secret({ d: "s2" }) }], e: "plain" };
    expect(readProperties("aws:s3/bucket:Bucket", raw)).toEqual({
      a: SECRET,
      b: [{ c: SECRET }],
      e: "plain",
    });
  });

  it("hides an encrypted secret and one in plain text of a state", () => {
    const ciphertext = { [signatureKey]: secretSignature, ciphertext: "v1:abc" };
    const plaintext = { [signatureKey]: secretSignature, plaintext: '"s"' };
    expect(readProperties("a:b:C", { ciphertext, plaintext })).toEqual({
      ciphertext: SECRET,
      plaintext: SECRET,
    });
  });

  it("reads output values: secret, unknown and known", () => {
    const output = (rest: object) => ({ [signatureKey]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...rest });
    expect(
      readProperties("a:b:C", {
        s: output({ secret: true, value: 1 }),
        u: output({}),
        k: output({ value: [1] }),
      }),
    ).toEqual({ s: SECRET, u: UNKNOWN, k: [1] });
  });

  it("keeps the keys of a Kubernetes Secret and hides every value, tagged or not", () => {
    const raw = {
      kind: "Secret",
      stringData: secret({ "tls.crt": "cert", "tls.key": "key" }),
      data: { token: "czNjcmV0" },
      type: "kubernetes.io/tls",
    };
    expect(readProperties("kubernetes:core/v1:Secret", raw)).toEqual({
      kind: "Secret",
      stringData: { "tls.crt": SECRET, "tls.key": SECRET },
      data: { token: SECRET },
      type: "kubernetes.io/tls",
    });
  });

  it("hides the content of a Secret whose outputs don't say what they are", () => {
    expect(readProperties("kubernetes:core/v1:Secret", { data: { a: "s" } })).toEqual({
      data: { a: SECRET },
    });
  });

  it("hides the content of Secrets in a list", () => {
    const list = { kind: "List", items: [{ kind: "Secret", data: { a: "s" } }] };
    expect(readProperties("kubernetes:core/v1:List", list)).toEqual({
      kind: "List",
      items: [{ kind: "Secret", data: { a: SECRET } }],
    });
  });

  it("hides the copy of an object that kubectl leaves in its annotations", () => {
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": '{"data":{"a":"s"}}', b: "c" };
    expect(readProperties("kubernetes:core/v1:Secret", { metadata: { annotations } })).toEqual({
      metadata: { annotations: { "kubectl.kubernetes.io/last-applied-configuration": SECRET, b: "c" } },
    });
  });

  it("leaves out what is undefined and keeps null", () => {
    expect(readProperties("a:b:C", { a: undefined, b: null })).toEqual({ b: null });
  });

  it("refuses what no property can hold", () => {
    expect(() => readProperties("a:b:C", { a: () => 1 })).toThrow("a property can't hold a function");
  });

  it("gives plain JSON back as it is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (raw) => {
        expect(JSON.stringify(readProperties("a:b:C", raw))).toBe(JSON.stringify(raw));
      }),
    );
  });
});
