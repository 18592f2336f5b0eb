import { checkPlan, identity, type QueuePlan } from "./model";

/** Uses of a key as @pulumi/tls names them. */
export type KeyUse = "digital_signature" | "server_auth" | "client_auth";

/**
 * Whose certificates hold where: the site's own authority within the site, so that no other site's certificate passes
 * for a server, a workload or the setup Job of it; the one that all sites have in common between the sites.
 */
export type Authority = "site" | "links";

/** One certificate of a site's queue. */
export interface CertificatePlan {
  /** Unique within the site; also its folder below `queuePaths.tls`. */
  name: string;
  /** Who presents it: the servers, the setup Job, or a workload of that name. */
  holder: { kind: "servers" } | { kind: "setup" } | { kind: "workload"; workload: string };
  /** Which private authority signs it, and is all that its holder trusts. */
  authority: Authority;
  commonName: string;
  dnsNames: string[];
  /** Whether the site's edge addresses stand on it too, as IP addresses. */
  edgeAddresses: boolean;
  uses: KeyUse[];
}

/**
 * The certificates that the queue of one site needs. `servers` are the host names that its servers are reached by,
 * `clientHosts` those of the Service that clients connect to.
 */
export function certificatePlan(
  plan: QueuePlan,
  site: string,
  servers: readonly string[],
  clientHosts: readonly string[],
): CertificatePlan[] {
  checkPlan(plan);
  const client = (name: string, holder: CertificatePlan["holder"], id: string): CertificatePlan => ({
    name,
    holder,
    authority: "site",
    commonName: id,
    dnsNames: [id],
    edgeAddresses: false,
    uses: ["digital_signature", "client_auth"],
  });
  return [
    // Routes dial as well as listen, hence both uses; only its names are taken for a route's.
    {
      name: "server",
      holder: { kind: "servers" },
      authority: "site",
      commonName: `server.${site}.queue.internal`,
      dnsNames: [...new Set([...clientHosts, ...servers])],
      edgeAddresses: false,
      uses: ["digital_signature", "server_auth", "client_auth"],
    },
    // Other sites dial the edge's addresses, which pass the link through.
    {
      name: "leaf-listen",
      holder: { kind: "servers" },
      authority: "links",
      commonName: `leaf-listen.${site}.queue.internal`,
      dnsNames: [],
      edgeAddresses: true,
      uses: ["digital_signature", "server_auth"],
    },
    { ...client("leaf-dial", { kind: "servers" }, identity.leaf(site)), authority: "links" },
    client("setup", { kind: "setup" }, identity.setup(site)),
    ...plan.workloads
      .map((w) => w.name)
      .sort()
      .map((w) => client(`workload-${w}`, { kind: "workload", workload: w }, identity.workload(w, site))),
  ];
}
