import * as pulumi from "@pulumi/pulumi";
import type { AuthorityStage } from "../../graph/authority-stage";
import { namespaces } from "../capability";
import { nothingSigned, type Signed, type Signer, sign, signerOf } from "../private-authority";
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
export interface Certificate extends Signed {
  readonly plan: CertificatePlan;
}

/**
 * The private authorities of the queues, one of each site and one of the links between them, and every certificate that
 * they sign, made before any site: each site's servers must know the others' before the first of them runs.
 */
export class QueueTrust extends pulumi.ComponentResource {
  readonly stage: AuthorityStage;
  readonly #certificates = new Map<string, Certificate[]>();

  /** @param opts with the provider of @pulumi/tls */
  constructor(name: string, args: QueueTrustArgs, opts: pulumi.ComponentResourceOptions) {
    super("twincloud:QueueTrust", name, {}, opts);
    this.stage = args.stage;
    const child = { parent: this };
    const links = signerOf(`${name}-ca`, "Twincloud queue authority", args.stage, child);
    for (const site of args.plan.sites) {
      const plans = certificatePlan(args.plan, site, serverHosts, clientHosts(namespaces.queue));
      if (args.plan.untrusted?.includes(site)) {
        this.#certificates.set(
          site,
          plans.map((plan) => ({ plan, ...nothingSigned() })),
        );
        continue;
      }
      const signers: Record<Authority, Signer> = {
        links,
        site: signerOf(`${name}-${site}-ca`, `Twincloud queue authority of ${site}`, args.stage, child),
      };
      this.#certificates.set(
        site,
        plans.map((plan) => {
          const ipAddresses = plan.edgeAddresses ? { ipAddresses: args.addresses[site] ?? [] } : {};
          const subject = { ...plan, ...ipAddresses };
          return { plan, ...sign(`${name}-${site}-${plan.name}`, subject, signers[plan.authority], child) };
        }),
      );
    }
    this.registerOutputs({ ca: links.authority.certPem });
  }

  /** Every certificate of a site's queue. */
  of(site: string): readonly Certificate[] {
    const found = this.#certificates.get(site);
    if (!found) throw new Error(`the queues' authority was not told of the site ${site}`);
    return found;
  }
}
