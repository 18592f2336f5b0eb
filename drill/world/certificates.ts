/** What stands for the certificates that the internet trusts: an authority of the drill's own. */
import { mkdirSync } from "node:fs";
import { peerSubject } from "../../components/edge/forwarding-input";
import type { SiteLayout, StoreInfo } from "../plan/layout";
import { makeAuthority, resign, sign } from "./authority";

export interface WorldCertificates {
  /** Of the authority, for clients. */
  readonly ca: string;
  /** Folders with tls.crt and tls.key. */
  readonly edge: (site: string) => string;
  readonly store: (site: string) => string;
  /** By which edges of other sites know a site's: with `ca.crt`, of an authority of their own. */
  readonly peers: (site: string) => string;
  /** Signs the certificate in one of these folders anew: as one that has run out, or as one that holds. */
  readonly expire: (folder: string, isOver: boolean) => void;
}

/** @param hosts the platform's public names */
export function worldCertificates(
  folder: string,
  hosts: readonly string[],
  sites: readonly SiteLayout[],
): WorldCertificates {
  mkdirSync(folder, { recursive: true });
  const authority = `${folder}/authority`;
  makeAuthority(authority, "the drill's internet");
  const edge = (site: string) => `${folder}/edge-${site}`;
  // As the platform's own: one label below the domain, the names of single sites among them.
  const domains = [...new Set(hosts.map((host) => host.slice(host.indexOf(".") + 1)))];
  const covered = domains.flatMap((domain) => [`DNS:${domain}`, `DNS:*.${domain}`]);
  for (const { id } of sites) sign(edge(id), "the edge", covered, ["serverAuth"], authority);
  const store = (site: string) => `${folder}/store-${site}`;
  for (const site of sites) {
    const names = storeHosts(site.store).map((host) => `DNS:${host}`);
    sign(store(site.id), "a store", names, ["serverAuth"], authority);
  }
  const peersAuthority = `${folder}/peers-authority`;
  makeAuthority(peersAuthority, "the drill's edges");
  const peers = (site: string) => `${folder}/peers-${site}`;
  for (const { id } of sites) {
    const subject = peerSubject(id);
    sign(peers(id), subject, [`DNS:${subject}`], ["serverAuth", "clientAuth"], peersAuthority);
  }
  const expire = (folder: string, isOver: boolean) => {
    const signer = folder.startsWith(`${peers("")}`) ? peersAuthority : authority;
    resign(folder, signer, isOver ? "over" : "valid");
  };
  return { ca: `${authority}/ca.crt`, edge, store, peers, expire };
}

/** Host names by which a store is asked: with its bucket in front, where that is how it is asked. */
export const storeHosts = ({ endpoint, bucket, pathStyle }: StoreInfo): string[] =>
  pathStyle ? [endpoint] : [endpoint, `${bucket}.${endpoint}`];
