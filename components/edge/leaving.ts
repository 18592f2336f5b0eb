/** Connections that end so that their clients look the name up again, where this site can't serve. Pure. */
import type { EdgeCapability, EdgeInput } from "./input";
import { redReasons } from "./red-reasons";
import { edgeTimings as t } from "./timings";

/**
 * For a capability's backends: what makes its health red makes its answers say that the connection ends, one in some; all of
 * a drained site's do. HTTP/1.1 alone is told so: HTTP/2's connections end by their time-outs and numbers of streams.
 */
export function closingRules(c: EdgeCapability, input: EdgeInput): string {
  const close = "  http-after-response set-header Connection close";
  if (input.drain) return close;
  const settled = `{ date,sub(proc.started) ge ${t.settleSeconds} }`;
  const red = redReasons(c, input).map(({ when, counts }) => (counts ? `${when} ${settled}` : when));
  return [
    ...red.map((when) => `  http-request set-var(txn.red) bool(true) if ${when}`),
    `${close} if { var(txn.red) -m bool } { rand(100) lt ${t.closePercent} }`,
  ].join("\n");
}
