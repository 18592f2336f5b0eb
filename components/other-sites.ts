/** The other sites, as a site's pods are told of them and let out to them. */
import * as pulumi from "@pulumi/pulumi";
import type { EdgeAddresses } from "./contracts";
import { edgesText } from "./sites-text";

export interface OtherSites {
  readonly ids: readonly string[];
  /** Addresses of their edges, as `edgesText` writes them: an Output only because the addresses are. */
  readonly edges: pulumi.Output<string>;
  /** Each of these addresses as a network of its own. */
  readonly cidrs: readonly pulumi.Output<string>[];
}

export function otherSites(
  peers: readonly { readonly site: string; readonly addresses: Pick<EdgeAddresses, "edge"> }[],
): OtherSites {
  const addresses = peers.map(({ site, addresses }) => [site, pulumi.all([...addresses.edge])] as const);
  return {
    ids: peers.map(({ site }) => site),
    edges: pulumi.all(Object.fromEntries(addresses)).apply(edgesText),
    cidrs: peers.flatMap(({ addresses }) => addresses.edge.map((ip) => pulumi.interpolate`${ip}/32`)),
  };
}
