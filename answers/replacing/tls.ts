/**
 * What the TLS provider replaces a resource for: every input but the early renewal. Source: the schema of the
 * Terraform provider that @pulumi/tls wraps (terraform-provider-tls 4, `RequiresReplace`).
 */
import type { ReplacingProperty } from "./property";

const key = ["algorithm", "ecdsaCurve", "rsaBits"];
const subject = ["dnsNames", "ipAddresses", "privateKeyPem", "subject", "uris"];
const certificate = ["allowedUses", "isCaCertificate", "setSubjectKeyId", "validityPeriodHours"];

export const tls: Readonly<Record<string, readonly ReplacingProperty[]>> = {
  "tls:index/certRequest:CertRequest": subject,
  "tls:index/locallySignedCert:LocallySignedCert": [
    ...certificate,
    "caCertPem",
    "caPrivateKeyPem",
    "certRequestPem",
    "maxPathLength",
  ],
  "tls:index/privateKey:PrivateKey": key,
  "tls:index/selfSignedCert:SelfSignedCert": [
    ...certificate,
    ...subject,
    "maxPathLength",
    "setAuthorityKeyId",
  ],
};
