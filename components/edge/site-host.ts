/** Requests for a site's own name of a capability. Pure. */
import type { EdgeCapability } from "./input";

/**
 * For the public frontend, before anything is looked up by the host: they are from here on requests for the public name, so
 * that they are routed, counted and limited as all others, and a workload knows one name of itself.
 */
export function siteHostRules(capabilities: readonly EdgeCapability[]): string {
  return capabilities
    .flatMap(({ host, siteHost }) => {
      if (siteHost === undefined) return [];
      const asked = `if { var(txn.host) -m str ${siteHost.toLowerCase()} }`;
      const name = host.toLowerCase();
      return [
        `  http-request set-header Host ${name} ${asked}\n`,
        `  http-request set-var(txn.host) str(${name}) ${asked}\n`,
      ];
    })
    .join("");
}
