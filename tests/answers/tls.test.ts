import { describe, expect, it } from "vitest";
import { createAnswers } from "../../answers";
import { request } from "./samples";

const answers = createAnswers();
const create = (type: string, inputs: object, name = "ca") =>
  answers.create(request(`tls:index/${type}`, inputs as Record<string, unknown>, name));

const key = create("privateKey:PrivateKey", { algorithm: "ECDSA", ecdsaCurve: "P256" });

describe("tls answers", () => {
  it("keep private keys secret and public ones not", () => {
    expect(key.secrets).toEqual(["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"]);
    expect(key.outputs.privateKeyPem).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n/);
    expect(key.outputs.publicKeyPem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  });

  it("differ from key to key", () => {
    const other = create("privateKey:PrivateKey", { algorithm: "ECDSA" }, "other");
    expect(other.outputs.privateKeyPem).not.toBe(key.outputs.privateKeyPem);
  });

  it("certify for as long as asked, from a fixed moment on", () => {
    const uses = { allowedUses: ["cert_signing"], validityPeriodHours: 48 };
    const { outputs } = create("selfSignedCert:SelfSignedCert", {
      ...uses,
      privateKeyPem: key.outputs.privateKeyPem,
    });
    expect(outputs).toMatchObject({
      keyAlgorithm: "ECDSA",
      validityStartTime: "2026-01-01T00:00:00Z",
      validityEndTime: "2026-01-03T00:00:00Z",
      readyForRenewal: false,
    });
    expect(outputs.certPem).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
  });

  it("request a certificate and have it signed", () => {
    const asked = create("certRequest:CertRequest", { privateKeyPem: key.outputs.privateKeyPem }, "leaf");
    expect(asked.outputs.certRequestPem).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n/);
    const signed = create(
      "locallySignedCert:LocallySignedCert",
      {
        allowedUses: ["client_auth"],
        validityPeriodHours: 1,
        certRequestPem: asked.outputs.certRequestPem,
        caCertPem: "pem",
        caPrivateKeyPem: key.outputs.privateKeyPem,
      },
      "leaf",
    );
    expect(signed.outputs).toMatchObject({
      caKeyAlgorithm: "ECDSA",
      certPem: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/),
    });
    expect(signed.secrets).toContain("caPrivateKeyPem");
  });
});
