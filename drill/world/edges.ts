/** The edges of a site: the deployed configuration and start script, each with an address of its own. */
import type { SiteLayout } from "../plan/layout";
import { rewritten } from "../plan/rewrite";

/** Files of one edge, as they are told to its programs. */
export interface EdgeFiles {
  readonly config: string;
  readonly start: string;
  readonly endpoints: string;
}

/**
 * What is deployed, but for where it listens and where its files lie. Pure.
 * @param tls folder of its certificate
 * @param run folder for its socket; its path has 80 bytes at most
 */
export function edgeFiles(
  site: Pick<SiteLayout, "id" | "edgeTexts">,
  address: string,
  folder: string,
  tls: string,
  run: string,
): EdgeFiles {
  const name = `the edge of ${site.id}`;
  const config = rewritten(name, site.edgeTexts.config, [
    { from: /\bbind :/g, to: `bind ${address}:` },
    { from: /\/etc\/edge-tls\b/g, to: tls },
    { from: /\/var\/run\/haproxy\b/g, to: run },
    { from: /\/etc\/haproxy\/endpoints\.json/g, to: `${folder}/endpoints.json` },
  ]);
  const start = rewritten(`${name}'s start script`, site.edgeTexts.start, [
    { from: /\/etc\/haproxy\/haproxy\.cfg/g, to: `${folder}/haproxy.cfg` },
    { from: /\/etc\/haproxy\/endpoints\.json/g, to: `${folder}/endpoints.json` },
    { from: /\/etc\/edge-tls\b/g, to: tls },
  ]);
  return { config, start, endpoints: site.edgeTexts.endpoints };
}
