/** What the edge says of its health, by capability: the first reason for red, or green. Pure. */
import { healthPath } from "../ports";
import { canaryFails } from "./canary";
import type { EdgeCapability, EdgeInput } from "./input";
import { redReasons } from "./red-reasons";
import { isSick, now } from "./sickness";
import { edgeTimings as t } from "./timings";

/** A request for what the backend `health_answers` answers, known or not. */
export const isHealth = "{ path /healthz } or { path_beg /healthz/ }";

/** 503 while a capability's requests are handed to a peer because the site itself is sick: an alarm asks it. */
export const forwardingPath = "/healthz/-/forwarding";

/** A backend of its own: requests for anything else don't go through its rules. */
export function healthAnswers(capabilities: readonly EdgeCapability[], input: EdgeInput): string {
  const forwarding = input.forwarding && [
    now,
    ...capabilities.flatMap((c) =>
      [isSick(`str(${c.name})`), ...(c.canary ? [canaryFails(c)] : [])].map(
        (sick) =>
          `  http-request return status 503 content-type text/plain string "handing on ${c.name}\\n" if { path ${forwardingPath} } ${sick}`,
      ),
    ),
    `  http-request return status 200 content-type text/plain string "ok\\n" if { path ${forwardingPath} }`,
  ];
  return `backend health_answers
${[...capabilities.flatMap((c) => health(c, input)), ...(forwarding ?? [])].join("\n")}
  http-request return status 404
`;
}

const red = (path: string, reason: string, when: string) =>
  `  http-request return status 503 content-type text/plain string "${reason}\\n" if { path ${path} }${when}`;

/** The rules of one capability's health answer: the first red reason, or green. */
function health(c: EdgeCapability, input: EdgeInput): string[] {
  const path = healthPath(c.name);
  const rules = input.drain
    ? [red(path, "drained", "")]
    : [
        // a process that has just started knows no server yet, and one that is stopping counts none any more
        `  http-request return status 200 content-type text/plain string "settling\\n" if { path ${path} } { date,sub(proc.started) lt ${t.settleSeconds} } or { path ${path} } { stopping }`,
        ...redReasons(c, input).map(({ words, when }) => red(path, words, ` ${when}`)),
      ];
  return [
    ...rules,
    `  http-request set-log-level silent if { path ${path} }`,
    `  http-request return status 200 content-type text/plain string "ok\\n" if { path ${path} }`,
  ];
}
