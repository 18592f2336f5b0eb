/** What a request from outside may be, and what it may not say. Pure. */
import { canaryPath, metricsPath, workloadPaths } from "../ports";

/** What the platform's own clients send; nothing else is passed on. */
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Said by hops before the edge, of which there is none: a workload that believes one is deceived. */
const claims = [
  "Forwarded",
  "Via",
  "X-Real-IP",
  "X-Originating-IP",
  "X-Remote-IP",
  "X-Remote-Addr",
  "X-Forward-For",
  "X-Rewrite-URL",
  "X-Host",
  "X-HTTP-Host-Override",
  "X-HTTP-Method",
  "X-HTTP-Method-Override",
  "X-Method-Override",
  "Proxy",
];

/** The same under every name that some hop gives it: addresses, the first URL, the certificate that a hop has seen. */
const claimedUnder = [
  "x-forwarded(-.*)?",
  ".*_.*",
  ".*client-?ip",
  ".*user-?ip",
  "cf-connecting-ip.*",
  "x-original-.*",
  "x-envoy-.*",
  "(x-)?ssl-.*",
  "x-client-cert.*",
];

/** Of one connection, which ends here; no protocol but HTTP is spoken behind the edge. */
const hopByHop = [
  "Connection",
  "Upgrade",
  "HTTP2-Settings",
  "Keep-Alive",
  "Proxy-Connection",
  "Proxy-Authorization",
  "TE",
];

/** Between the parts of a path, for some who read it after the edge; written for a configuration and a class. */
const separators = String.raw`/\\\\`;

/** Asked by this site's own checks, on ports that aren't public; `//`, `/./`, `/..;/` and percent signs don't get round it. */
const closed = [...new Set([...Object.values(workloadPaths), metricsPath, canaryPath])].map((path) =>
  path.slice(1),
);

/** One expression for all, as each rule goes through all headers. HAProxy has their names in lower case. */
const oneOf = (names: readonly string[]): string =>
  `^(${claimedUnder.join("|")}|${names.map((name) => name.toLowerCase()).join("|")})$`;

/** Of a request that is handed on, by the edge that does it. */
export const handedOnHeader = "X-Twincloud-Handed-On";

/** What a client says of itself that only an edge may say is refused or taken away; a peer's edge has done so already. */
const refusals =
  (): string => `  http-request return status 405 content-type text/plain hdr Allow "${methods.join(", ")}" string "not with this method\\n" unless { method ${methods.join(" ")} }
  # one host, whole: of a list, or of what stands for a port, one part could be looked up and another be believed
  http-request return status 400 content-type text/plain string "one host, please\\n" if { req.fhdr_cnt(host) gt 1 } or { req.fhdr(host) -m sub , } or { req.fhdr(host) -m reg :.*[^0-9] }
  http-request set-var(txn.host) req.fhdr(host),host_only,lower
  http-request return status 400 content-type text/plain string "no dots as a part of a path, please\\n" if { path,url_dec -m reg (^|[${separators}])([.][.]?([${separators};]|$)|;) }
  http-request return status 404 if { path,url_dec -m reg -i ^[${separators}]+(${closed.join("|")})([${separators};]|$) }`;

/** Refusals first, then the headers as a workload may see them. */
export function requestLines(): string {
  return `${refusals()}
  unique-id-format %[uuid()]
  http-request set-header X-Request-Id %[unique-id]
  http-response set-header X-Request-Id %[unique-id]
  # the edge is the first hop: what a client claims about earlier ones is not passed on, however it is written
  http-request del-header ${oneOf([...claims, ...hopByHop, handedOnHeader])} -m reg
  http-request set-header X-Forwarded-For %[src]
  http-request set-header X-Forwarded-Proto https
  http-after-response set-header Strict-Transport-Security max-age=31536000`;
}

/** Of a request from a peer's edge: the address of the client, and the request's id, are believed. */
export function peerRequestLines(): string {
  return `${refusals()}
  http-request del-header ^(${hopByHop.map((name) => name.toLowerCase()).join("|")})$ -m reg`;
}
