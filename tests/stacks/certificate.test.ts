import { describe, expect, it } from "vitest";
import { holdsUntil, isCertificate } from "../../stacks/certificate";
import { loadSettings, Secret } from "../../stacks/config";
import { rulesSettings } from "../../stacks/rules-settings";
import { video } from "../fixtures/catalogs/video";
import { certificate } from "./certificate";
import { exampleWith } from "./example";

describe("a certificate", () => {
  it("holds until its end", () => {
    expect(holdsUntil(certificate)).toBe("2027-01-01T00:00:00.000Z");
  });

  it("is told of as a chain, comments and all", () => {
    expect(holdsUntil(`the server's\n${certificate}\nwho signed it\n${certificate}`)).toBe(
      "2027-01-01T00:00:00.000Z",
    );
  });

  it("is none when it is cut short, or something else", () => {
    expect(isCertificate(certificate)).toBe(true);
    expect(isCertificate(certificate.slice(0, 200))).toBe(false);
    expect(isCertificate(certificate.replace("MIIB", "MIIC"))).toBe(false);
    expect(isCertificate("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----")).toBe(false);
  });

  it("has no known end where it can't be decrypted", () => {
    expect(holdsUntil("[secret]")).toBeUndefined();
  });
});

describe("what rules are told of the certificate", () => {
  const told = (edgeTls: object | undefined) => {
    const loaded = loadSettings(exampleWith({ edgeTls }), { file: "file", catalog: video });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    return rulesSettings(loaded.settings);
  };
  const key = new Secret("-----BEGIN PRIVATE KEY-----\nMIIB");

  it("is its end, and nothing of its key", () => {
    const settings = told({ certificate, key });
    expect(settings.certificateUntil).toBe("2027-01-01T00:00:00.000Z");
    expect(JSON.stringify(settings)).not.toContain("PRIVATE");
  });

  it("is nothing where the Secret is made by somebody else, or can't be decrypted here", () => {
    expect(told(undefined)).not.toHaveProperty("certificateUntil");
    expect(told({ certificate: new Secret(), key: new Secret() })).not.toHaveProperty("certificateUntil");
  });
});
