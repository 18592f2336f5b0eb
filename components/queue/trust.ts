import * as pulumi from "@pulumi/pulumi";
import { CertRequest } from "@pulumi/tls/certRequest";
import { LocallySignedCert } from "@pulumi/tls/locallySignedCert";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { Provider } from "@pulumi/tls/provider";
import { SelfSignedCert } from "@pulumi/tls/selfSignedCert";
import { type AuthorityStage, authorityName } from "../../graph/authority-stage";
import { namespaces } from "../capability";
import { type Authority, type CertificatePlan, certificatePlan } from "./certificates";
import type { QueuePlan } from "./model";
import { clientHosts, serverHosts } from "./servers";

export interface QueueTrustArgs {
  readonly plan: QueuePlan;
  /** Which authorities there are, as each has a successor. */
  readonly stage: AuthorityStage;
  /** Edge addresses by site id: other sites' leaf links dial them. */
  readonly addresses: Readonly<Record<string, readonly pulumi.Output<string>[]>>;
}

/** What a holder of a certificate mounts. */
export interface Certificate {
  readonly plan: CertificatePlan;
  /** All that its holder trusts: one authority, or two while one follows the other. */
  readonly ca: pulumi.Output<string>;
  readonly certificate: pulumi.Output<string>;
  /** Secret. */
  readonly key: pulumi.Output<string>;
}

interface Signer {
  readonly key: PrivateKey;
  readonly authority: SelfSignedCert;
  /** With those beside it that are trusted too. */
  readonly trusted: pulumi.Output<string>;
}

const HOURS_A_YEAR = 8760;
/** Ten years: to renew the authority, every site must trust both for a while (authority-stage.ts). */
const CA_HOURS = 10 * HOURS_A_YEAR;
/** A year, renewed by the first `pulumi up` in its last three months. */
const LEAF_HOURS = HOURS_A_YEAR;
const RENEW_HOURS = 2190;

/**
 * The private authorities of the queues, one of each site and one of the links between them, and every certificate that
 * they sign, made before any site: each site's servers must know the others' before the first of them runs.
 */
export class QueueTrust extends pulumi.ComponentResource {
  readonly stage: AuthorityStage;
  readonly #certificates = new Map<string, Certificate[]>();

  constructor(name: string, args: QueueTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super("twincloud:QueueTrust", name, {}, { ...opts, providers: [new Provider("tls")] });
    this.stage = args.stage;
    const links = this.signer(`${name}-ca`, "Twincloud queue authority", args.stage);
    for (const site of args.plan.sites) {
      const plans = certificatePlan(args.plan, site, serverHosts, clientHosts(namespaces.queue));
      if (args.plan.untrusted?.includes(site)) {
        this.#certificates.set(site, plans.map(seen));
        continue;
      }
      const signers: Record<Authority, Signer> = {
        links,
        site: this.signer(`${name}-${site}-ca`, `Twincloud queue authority of ${site}`, args.stage),
      };
      this.#certificates.set(
        site,
        plans.map((plan) =>
          this.sign(
            `${name}-${site}-${plan.name}`,
            plan,
            args.addresses[site] ?? [],
            signers[plan.authority],
          ),
        ),
      );
    }
    this.registerOutputs({ ca: links.authority.certPem });
  }

  /** What signs in this stage, with all that is trusted. */
  private signer(name: string, commonName: string, { trusted, signing }: AuthorityStage): Signer {
    const all = trusted.map((number) => ({
      number,
      ...this.authority(authorityName(name, number), authorityName(commonName, number, " ")),
    }));
    const signer = all.find(({ number }) => number === signing);
    if (!signer) throw new RangeError(`the authority ${signing} signs and is none of ${trusted.join(", ")}`);
    const certificates = pulumi.all(all.map(({ authority }) => authority.certPem));
    return { ...signer, trusted: certificates.apply((texts) => texts.join("")) };
  }

  private authority(name: string, commonName: string): Omit<Signer, "trusted"> {
    const child = { parent: this };
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

  /** Every certificate of a site's queue. */
  of(site: string): readonly Certificate[] {
    const found = this.#certificates.get(site);
    if (!found) throw new Error(`the queues' authority was not told of the site ${site}`);
    return found;
  }

  private sign(
    name: string,
    plan: CertificatePlan,
    addresses: readonly pulumi.Output<string>[],
    signer: Signer,
  ): Certificate {
    const child = { parent: this };
    const key = new PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, child);
    const request = new CertRequest(
      name,
      {
        privateKeyPem: key.privateKeyPem,
        subject: { commonName: plan.commonName },
        ...(plan.dnsNames.length > 0 ? { dnsNames: plan.dnsNames } : {}),
        ...(plan.edgeAddresses ? { ipAddresses: [...addresses] } : {}),
      },
      child,
    );
    const signed = new LocallySignedCert(
      name,
      {
        certRequestPem: request.certRequestPem,
        caPrivateKeyPem: signer.key.privateKeyPem,
        caCertPem: signer.authority.certPem,
        allowedUses: plan.uses,
        validityPeriodHours: LEAF_HOURS,
        earlyRenewalHours: RENEW_HOURS,
      },
      child,
    );
    return { plan, ca: signer.trusted, certificate: signed.certPem, key: key.privateKeyPem };
  }
}

/**
 * A certificate of a site that nobody trusts any more. It has seen the keys, so that there are none of it; what lies in
 * its clusters stays there as it is. When it is trusted again it gets new ones.
 */
const seen = (plan: CertificatePlan): Certificate => {
  const gone = pulumi.secret("");
  return { plan, ca: gone, certificate: gone, key: gone };
};
