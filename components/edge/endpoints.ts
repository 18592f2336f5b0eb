/**
 * The document of endpoints, for apps that choose and change sites by themselves: which capabilities there are, and by
 * which names each site alone serves them. The same text at every edge. Pure.
 */
import { healthPath } from "../ports";
import type { PublicName } from "../routing";
import { siteHost } from "../site-names";
import { WrongSettingError } from "../wrong-setting";

/**
 * Where every edge serves it, for every host. Below `/.well-known/` (RFC 8615), where no capability has a path of its own;
 * under the platform's name, as the plain `endpoints` may be registered for something else some day.
 */
export const endpointsPath = "/.well-known/twincloud-endpoints.json";

/** Seconds that it may be kept: sites and shares change by a deploy, and what is sick no document tells in time. */
export const ENDPOINTS_SECONDS = 86_400;

/** Bytes: HAProxy answers with a file in one buffer of 16 KiB, headers and what is kept for rewriting them included. */
export const MOST_ENDPOINTS_BYTES = 14 * 1024;

export interface EndpointSite {
  readonly id: string;
  readonly provider: string;
  readonly region: string;
  /** Share of the apps that are at home there, 0 to 100. */
  readonly weight: number;
}

export interface EndpointsDocument {
  readonly version: 1;
  readonly sites: readonly EndpointSite[];
  readonly capabilities: readonly {
    readonly name: string;
    /** The public name, which DNS leads to any site that is well. */
    readonly host: string;
    /** Answered by each site of itself: 200 when it can serve the capability, 503 when it can't. */
    readonly health: string;
    /** Names of one site each, by its id. */
    readonly sites: Readonly<Record<string, string>>;
  }[];
}

/**
 * The document's text. A drain isn't in it: it is kept for a day, and would make every edge reload; the drained site's
 * own health says it.
 * @throws WrongSettingError when it is larger than an edge can answer with.
 */
export function endpointsText(names: readonly PublicName[], sites: readonly EndpointSite[]): string {
  const document: EndpointsDocument = {
    version: 1,
    sites: sites.map(({ id, provider, region, weight }) => ({ id, provider, region, weight })),
    capabilities: names.map(({ capability, host }) => ({
      name: capability,
      host,
      health: healthPath(capability),
      sites: Object.fromEntries(sites.map(({ id }) => [id, siteHost(host, id)])),
    })),
  };
  const text = `${JSON.stringify(document)}\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_ENDPOINTS_BYTES)
    throw new WrongSettingError(
      ["sites"],
      `${sites.length} of them for ${names.length} public names, a document of endpoints of ${bytes} bytes`,
      `fewer of either, as an edge answers with ${MOST_ENDPOINTS_BYTES} bytes at most`,
    );
  return text;
}

/** For the public frontend: the document, whatever the host, to pages of other origins too. */
export const endpointsRule = (file: string): string =>
  `  http-request return status 200 content-type application/json hdr Cache-Control "public, max-age=${ENDPOINTS_SECONDS}" hdr Access-Control-Allow-Origin * file ${file} if { path ${endpointsPath} } { method GET HEAD }`;
