/**
 * The path on a site's edge that says whether the site can serve one capability with its own parts: what the DNS
 * authorities' health checks ask.
 */
export function healthPath(capability: string): string {
  return `/healthz/${capability}`;
}
