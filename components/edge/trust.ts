import * as pulumi from "@pulumi/pulumi";
import type { AuthorityStage } from "../../graph/authority-stage";
import { nothingSigned, type Signed, sign, signerOf } from "../private-authority";
import { peerSubject } from "./forwarding-input";

export interface EdgeTrustArgs {
  readonly sites: readonly string[];
  /** Those of them that nobody trusts. */
  readonly untrusted: readonly string[];
  /** As of the queues' authorities: they follow each other together. */
  readonly stage: AuthorityStage;
}

/**
 * The private authority of the edges and a certificate of each site's, by which they know each other when one hands a
 * request to another. An authority of its own: what opens a queue must not open an edge. Made before any site, so that
 * each has its certificate before another asks for it.
 */
export class EdgeTrust extends pulumi.ComponentResource {
  readonly #signed = new Map<string, Signed>();

  /** @param opts with the provider of @pulumi/tls */
  constructor(name: string, args: EdgeTrustArgs, opts: pulumi.ComponentResourceOptions) {
    super("twincloud:EdgeTrust", name, {}, opts);
    const child = { parent: this };
    const signer = signerOf(`${name}-ca`, "Twincloud edge authority", args.stage, child);
    for (const site of args.sites) {
      const identity = peerSubject(site);
      // Its holder dials peers as well as it listens to them.
      const uses = ["digital_signature", "server_auth", "client_auth"] as const;
      const subject = { commonName: identity, dnsNames: [identity], uses };
      this.#signed.set(
        site,
        args.untrusted.includes(site) ? nothingSigned() : sign(`${name}-${site}`, subject, signer, child),
      );
    }
    this.registerOutputs({ ca: signer.authority.certPem });
  }

  /** The certificate of a site's edge. */
  of(site: string): Signed {
    const found = this.#signed.get(site);
    if (!found) throw new Error(`the edges' authority was not told of the site ${site}`);
    return found;
  }
}
