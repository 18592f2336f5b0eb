/** Whether a workload does what no user's request may be tried for: an operation for real, at a few of its pods. Pure. */
import { canaryPath } from "../ports";
import type { EdgeCapability } from "./input";
import { edgeTimings as t } from "./timings";

/** A canary looks at few pods: what makes single ones fail, their live requests show. */
const CANARIES = 3;
const canaries = (c: EdgeCapability): number => Math.min(CANARIES, c.floor);

/** More than half of them fail. */
export const canaryFails = (c: EdgeCapability): string =>
  `{ nbsrv(${c.name}_canary) lt ${Math.ceil(canaries(c) / 2)} }`;

export const canaryBackend = (c: EdgeCapability): string => `
# does what no user's request may be tried for; a program that has no canary is not told by it
backend ${c.name}_canary
  # as long as an operation takes that goes on without what it can do without: a store of the other cloud, say
  timeout check ${t.canarySeconds}s
  option httpchk
  http-check send meth POST uri ${canaryPath} ver HTTP/1.1 hdr Host ${c.host.toLowerCase()} hdr Content-Length 0 hdr Connection close
  http-check expect status 200-499
  default-server check inter ${t.canaryIntervalSeconds}s fastinter 1s fall 1 rise ${t.canaryRise}
  server-template canary ${canaries(c)} ${c.service}:${c.port}
`;
