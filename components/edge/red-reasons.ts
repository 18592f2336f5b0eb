/** What makes a capability's health red, a drain aside: its health answer says it, and connections end by it. Pure. */
import { type EdgeCapability, type EdgeInput, quorum } from "./input";
import { isBrownout } from "./sickness";
import { minimumServers } from "./timings";

export interface RedReason {
  readonly words: string;
  /** HAProxy's condition. */
  readonly when: string;
  /** It counts servers, of which a process that has just started knows none. */
  readonly counts: boolean;
}

export function redReasons(c: EdgeCapability, input: Pick<EdgeInput, "queue">): RedReason[] {
  const fewer = (words: string, backend: string, least: number): RedReason => ({
    words,
    when: `{ nbsrv(${backend}) lt ${least} }`,
    counts: true,
  });
  return [
    fewer("too few servers", c.name, minimumServers(c.floor)),
    { words: "live requests fail", when: isBrownout(c), counts: false },
    ...(c.needs.includes("queue") ? [fewer("no queue quorum", "queue", quorum(input))] : []),
    ...(c.needs.includes("mediaStore") ? [fewer("no media store", "media_store", 1)] : []),
  ];
}
