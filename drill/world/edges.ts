/** The edges of a site: the deployed configuration and start script, each with an address of its own. */
import { edgePaths } from "../../components/ports";
import type { SiteLayout } from "../plan/layout";
import { rewritten } from "../plan/rewrite";

/** Files of one edge, as they are told to its programs. */
export interface EdgeFiles {
  readonly config: string;
  readonly start: string;
  readonly endpoints: string;
  /** Absent where nothing is handed to other sites. */
  readonly peerAddresses?: string;
}

/** In the edge's configuration: the table whose one entry is the share, in thousandths, of what fails before the edge. */
export const FRONT = "drill_front";

/** As the first rule of a frontend for users or peers. */
const FAILS_BEFORE = `  http-request set-var(txn.${FRONT}) str(${FRONT}),table_gpt0(${FRONT})
  http-request return status 503 content-type text/plain string "the drill lets this one fail\\n" if { rand(1000),sub(txn.${FRONT}) lt 0 }
`;

/** Whether a text has anything to do with other sites' edges. */
const forwards = (text: string): boolean => text.includes(edgePaths.peers);

/**
 * What is deployed, but for where it listens and where its files lie. Pure.
 * @param tls folder of its certificate
 * @param peers folder of the one by which its peers know it
 * @param run folder for its socket; its path has 80 bytes at most
 */
export function edgeFiles(
  site: Pick<SiteLayout, "id" | "edgeTexts">,
  address: string,
  folder: string,
  tls: string,
  peers: string,
  run: string,
): EdgeFiles {
  const name = `the edge of ${site.id}`;
  const peersFolder = { from: /\/etc\/edge-peers\b/g, to: peers };
  const config = rewritten(name, site.edgeTexts.config, [
    { from: /\bbind :/g, to: `bind ${address}:` },
    { from: /\/etc\/edge-tls\b/g, to: tls },
    ...(forwards(site.edgeTexts.config) ? [peersFolder] : []),
    { from: /\/var\/run\/haproxy\b/g, to: run },
    { from: /\/etc\/haproxy\/endpoints\.json/g, to: `${folder}/endpoints.json` },
    // What a drill may do to it while it runs, and what it does then.
    { from: /\bmode 600 level user\b/g, to: "mode 600 level admin" },
    {
      from: /^(frontend (?:public|peers)\n(?: {2}(?:bind|option|maxconn|#|tcp-request) .*\n)+)/gm,
      to: `$1${FAILS_BEFORE}`,
    },
    { from: /$/g, to: `\nbackend ${FRONT}\n  stick-table type string len 16 size 1 store gpt0\n` },
  ]);
  const start = rewritten(`${name}'s start script`, site.edgeTexts.start, [
    { from: /\/etc\/haproxy\/haproxy\.cfg/g, to: `${folder}/haproxy.cfg` },
    { from: /\/etc\/haproxy\/endpoints\.json/g, to: `${folder}/endpoints.json` },
    { from: /\/etc\/edge-tls\b/g, to: tls },
    ...(forwards(site.edgeTexts.start)
      ? [peersFolder, { from: /\/etc\/haproxy\/peers\.cfg/g, to: `${folder}/peers.cfg` }]
      : []),
  ]);
  const { endpoints, peerAddresses } = site.edgeTexts;
  return { config, start, endpoints, ...(peerAddresses === undefined ? {} : { peerAddresses }) };
}
