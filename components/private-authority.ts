/** Private authorities and what they sign, by @pulumi/tls: the queues' and the edges' are made alike. */
import * as pulumi from "@pulumi/pulumi";
import { CertRequest } from "@pulumi/tls/certRequest";
import { LocallySignedCert } from "@pulumi/tls/locallySignedCert";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { SelfSignedCert } from "@pulumi/tls/selfSignedCert";
import { type AuthorityStage, authorityName } from "../graph/authority-stage";
import type { KeyUse } from "./queue/certificates";

export interface Signer {
  readonly key: PrivateKey;
  readonly authority: SelfSignedCert;
  /** With those beside it that are trusted too. */
  readonly trusted: pulumi.Output<string>;
}

/** What is to be signed. */
export interface Subject {
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses?: readonly pulumi.Output<string>[];
  readonly uses: readonly KeyUse[];
}

/** What a holder of a certificate mounts, PEM. */
export interface Signed {
  /** All that its holder trusts: one authority, or two while one follows the other. */
  readonly ca: pulumi.Output<string>;
  readonly certificate: pulumi.Output<string>;
  /** Secret. */
  readonly key: pulumi.Output<string>;
}

const HOURS_A_YEAR = 8760;
/** Ten years: to renew the authority, every site must trust both for a while (authority-stage.ts). */
const CA_HOURS = 10 * HOURS_A_YEAR;
/** A year, renewed by the first `pulumi up` in its last three months. */
const LEAF_HOURS = HOURS_A_YEAR;
const RENEW_HOURS = 2190;

/** What signs in this stage, with all that is trusted. */
export function signerOf(
  name: string,
  commonName: string,
  { trusted, signing }: AuthorityStage,
  child: pulumi.CustomResourceOptions,
): Signer {
  const all = trusted.map((number) => ({
    number,
    ...authorityOf(authorityName(name, number), authorityName(commonName, number, " "), child),
  }));
  const signer = all.find(({ number }) => number === signing);
  if (!signer) throw new RangeError(`the authority ${signing} signs and is none of ${trusted.join(", ")}`);
  const certificates = pulumi.all(all.map(({ authority }) => authority.certPem));
  return { ...signer, trusted: certificates.apply((texts) => texts.join("")) };
}

function authorityOf(
  name: string,
  commonName: string,
  child: pulumi.CustomResourceOptions,
): Omit<Signer, "trusted"> {
  const key = new PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, child);
  const authority = new SelfSignedCert(
    name,
    {
      privateKeyPem: key.privateKeyPem,
      isCaCertificate: true,
      allowedUses: ["cert_signing", "crl_signing"],
      subject: { commonName, organization: "Twincloud" },
      validityPeriodHours: CA_HOURS,
      earlyRenewalHours: HOURS_A_YEAR,
    },
    child,
  );
  return { key, authority };
}

/** A key, and a certificate of it. */
export function sign(
  name: string,
  { commonName, dnsNames, ipAddresses, uses }: Subject,
  signer: Signer,
  child: pulumi.CustomResourceOptions,
): Signed {
  const key = new PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, child);
  const request = new CertRequest(
    name,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName },
      ...(dnsNames.length > 0 ? { dnsNames: [...dnsNames] } : {}),
      ...(ipAddresses ? { ipAddresses: [...ipAddresses] } : {}),
    },
    child,
  );
  const signed = new LocallySignedCert(
    name,
    {
      certRequestPem: request.certRequestPem,
      caPrivateKeyPem: signer.key.privateKeyPem,
      caCertPem: signer.authority.certPem,
      allowedUses: [...uses],
      validityPeriodHours: LEAF_HOURS,
      earlyRenewalHours: RENEW_HOURS,
    },
    child,
  );
  return { ca: signer.trusted, certificate: signed.certPem, key: key.privateKeyPem };
}

/**
 * In the place of a certificate of a site that nobody trusts any more. It has seen the keys, so that there are none of
 * it; what lies in its clusters stays there as it is. When it is trusted again it gets new ones.
 */
export function nothingSigned(): Signed {
  const gone = pulumi.secret("");
  return { ca: gone, certificate: gone, key: gone };
}
