/**
 * @pulumi/tls: private keys, requests and certificates. None of them is real: the texts are armoured like the
 * real ones, differ from each other, and hold a sentence that says what they are. So a preview can't leak a
 * key, and whoever needs one that works has to make it.
 */
import type {
  CertRequestArgs,
  CertRequestState,
  LocallySignedCertArgs,
  LocallySignedCertState,
  PrivateKeyArgs,
  PrivateKeyState,
  SelfSignedCertArgs,
  SelfSignedCertState,
} from "@pulumi/tls";
import { base64, hex, MADE_AT, pem } from "./fake";
import { exactlyOne, oneOf } from "./refusals";
import { resource } from "./resource";

const LABELS: Readonly<Record<string, string>> = {
  ECDSA: "EC PRIVATE KEY",
  ED25519: "PRIVATE KEY",
  RSA: "RSA PRIVATE KEY",
};

/** The algorithm of a private key goes by its label. */
function algorithmOf(privateKeyPem: string | undefined): string {
  const label = /-----BEGIN ([A-Z ]+)-----/.exec(privateKeyPem ?? "")?.[1];
  return Object.keys(LABELS).find((algorithm) => LABELS[algorithm] === label) ?? "RSA";
}

const HOUR_MS = 3_600_000;

const validity = {
  readyForRenewal: () => false,
  validityStartTime: () => MADE_AT,
  validityEndTime: (r: { inputs: { validityPeriodHours: number } }) =>
    new Date(Date.parse(MADE_AT) + r.inputs.validityPeriodHours * HOUR_MS)
      .toISOString()
      .replace(".000Z", "Z"),
};

/** What a key or a certificate is for, as the Terraform provider takes it. */
const USES = [
  "any_extended",
  "cert_signing",
  "client_auth",
  "code_signing",
  "content_commitment",
  "crl_signing",
  "data_encipherment",
  "decipher_only",
  "digital_signature",
  "email_protection",
  "encipher_only",
  "ipsec_end_system",
  "ipsec_tunnel",
  "ipsec_user",
  "key_agreement",
  "key_encipherment",
  "microsoft_commercial_code_signing",
  "microsoft_kernel_code_signing",
  "microsoft_server_gated_crypto",
  "netscape_server_gated_crypto",
  "ocsp_signing",
  "server_auth",
  "timestamping",
];

const usesOf = (inputs: { allowedUses: readonly string[] }) =>
  inputs.allowedUses.map((use) => oneOf("allowedUses", use, USES));

export const tls = [
  resource<PrivateKeyState, PrivateKeyArgs>("tls:index/privateKey:PrivateKey", {
    required: { algorithm: true },
    refuses: (inputs) => [
      oneOf("algorithm", inputs.algorithm, Object.keys(LABELS)),
      oneOf("ecdsaCurve", inputs.ecdsaCurve, ["P224", "P256", "P384", "P521"]),
    ],
    id: (r) => hex(`key:${r.urn}`, 40),
    computed: {
      ecdsaCurve: (r) => r.inputs.ecdsaCurve ?? "P224",
      rsaBits: (r) => r.inputs.rsaBits ?? 2048,
      privateKeyOpenssh: (r) => pem("OPENSSH PRIVATE KEY", r.id),
      privateKeyPem: (r) => pem(LABELS[r.inputs.algorithm] ?? "PRIVATE KEY", r.id),
      privateKeyPemPkcs8: (r) => pem("PRIVATE KEY", r.id),
      publicKeyFingerprintMd5: (r) => hex(`md5:${r.id}`, 32).replace(/(..)(?=.)/g, "$1:"),
      publicKeyFingerprintSha256: (r) => `SHA256:${base64(`sha256:${r.id}`, 32).replace(/(?<!=)=+$/, "")}`,
      publicKeyOpenssh: (r) => `not-a-real-key ${base64(`openssh:${r.id}`, 48)}\n`,
      publicKeyPem: (r) => pem("PUBLIC KEY", `public:${r.id}`),
    },
    secrets: ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"],
  }),

  resource<SelfSignedCertState, SelfSignedCertArgs>("tls:index/selfSignedCert:SelfSignedCert", {
    required: { allowedUses: true, validityPeriodHours: true },
    defaults: {
      earlyRenewalHours: 0,
      isCaCertificate: false,
      setAuthorityKeyId: false,
      setSubjectKeyId: false,
    },
    refuses: (inputs) => [exactlyOne(inputs, ["privateKeyPem", "privateKeyPemWo"]), ...usesOf(inputs)],
    id: (r) => hex(`certificate:${r.urn}`, 40),
    computed: {
      ...validity,
      certPem: (r) => pem("CERTIFICATE", r.id),
      keyAlgorithm: (r) => algorithmOf(r.inputs.privateKeyPem),
    },
    secrets: ["privateKeyPem", "privateKeyPemWo"],
  }),

  resource<CertRequestState, CertRequestArgs>("tls:index/certRequest:CertRequest", {
    required: {},
    refuses: (inputs) => [exactlyOne(inputs, ["privateKeyPem", "privateKeyPemWo"])],
    id: (r) => hex(`request:${r.urn}`, 40),
    computed: {
      certRequestPem: (r) => pem("CERTIFICATE REQUEST", r.id),
      keyAlgorithm: (r) => algorithmOf(r.inputs.privateKeyPem),
    },
    secrets: ["privateKeyPem", "privateKeyPemWo"],
  }),

  resource<LocallySignedCertState, LocallySignedCertArgs>("tls:index/locallySignedCert:LocallySignedCert", {
    required: { allowedUses: true, caCertPem: true, certRequestPem: true, validityPeriodHours: true },
    defaults: { earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false },
    refuses: (inputs) => [exactlyOne(inputs, ["caPrivateKeyPem", "caPrivateKeyPemWo"]), ...usesOf(inputs)],
    id: (r) => hex(`certificate:${r.urn}`, 40),
    computed: {
      ...validity,
      caKeyAlgorithm: (r) => algorithmOf(r.inputs.caPrivateKeyPem),
      certPem: (r) => pem("CERTIFICATE", r.id),
    },
    secrets: ["caPrivateKeyPem", "caPrivateKeyPemWo"],
  }),
];
