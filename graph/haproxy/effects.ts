/** What one of HAProxy's rules does to a request when its condition holds. Pure. */
import { found } from "./pattern";
import type { Rule } from "./read";
import { sampleOf, UNSURE, type World } from "./samples";
import { callOf } from "./words";

export interface Effect {
  readonly kind: "answer" | "refused" | "unsure";
  readonly line: string;
  readonly status?: number;
}

/** Actions that end it, with the status that users see where the rule names none. */
const ENDING: Readonly<Record<string, number>> = {
  deny: 403,
  tarpit: 500,
  auth: 401,
  redirect: 302,
  return: 200,
};

/** Actions that count, note and time, and leave a request as it is. */
const HARMLESS =
  /^(?:set-log-level|track-sc\d|sc-|set-nice|set-tos|set-mark|capture|wait-for|set-timeout|inspect-delay|set-src|set-priority)/;

/**
 * @param sure whether the rule's condition surely holds
 * @returns `allowed` where the rest of the phase is left out; undefined where the request goes on
 */
export function effectOf(rule: Rule, world: World, sure: boolean): Effect | "allowed" | undefined {
  const { action, args, line, phase } = rule;
  const { name, args: inner } = callOf(action);
  if (name === "accept" || name === "allow") return sure ? "allowed" : undefined;
  if (name === "reject" || name === "silent-drop") return { kind: "refused", line };
  if (name === "set-status") {
    const status = Number(args[0]);
    return status < 400 ? undefined : { kind: "answer", line, status };
  }
  if (name === "use-service") return { kind: "answer", line, status: 200 };
  const usual = ENDING[name];
  if (usual !== undefined) return { kind: "answer", line, status: statusOf(args) ?? usual };
  switch (name) {
    case "set-var":
      setVariable(world, inner[0] ?? "", sampleOf(args.join(" "), world), sure);
      return undefined;
    case "set-var-fmt":
      setVariable(world, inner[0] ?? "", UNSURE, sure);
      return undefined;
    case "unset-var":
      if (world.variables.has(inner[0] ?? "")) world.variables.set(inner[0] ?? "", sure ? null : UNSURE);
      return undefined;
    case "set-header":
    case "replace-header":
    case "add-header":
    case "del-header":
      return phase === "request" ? changedHeader(name, args, line, world, sure) : undefined;
    case "do-resolve":
      world.variables.set(inner[0] ?? "", sampleOf(args[0] ?? "", world));
      return undefined;
    case "set-dst":
      world.variables.set("dst", sampleOf(args[0] ?? "", world));
      return undefined;
    case "set-dst-port": {
      const [host, port] = [world.variables.get("dst"), sampleOf(args[0] ?? "", world)];
      if (typeof host === "string" && typeof port === "number") world.variables.set("dst", `${host}:${port}`);
      return undefined;
    }
    default:
      // What rewrites a path or a method, and what isn't known here.
      return HARMLESS.test(name) ? undefined : { kind: "unsure", line };
  }
}

/** What has no value leaves a variable as it was; what may be set makes it either. */
function setVariable(
  { variables }: World,
  name: string,
  value: ReturnType<typeof sampleOf>,
  sure: boolean,
): void {
  const before = variables.get(name) ?? null;
  if (value !== null) variables.set(name, sure || value === before ? value : UNSURE);
}

function statusOf(args: readonly string[]): number | undefined {
  const at = args.findIndex((word) => word === "status" || word === "deny_status" || word === "code");
  const status = at < 0 ? undefined : Number(args[at + 1]);
  return status !== undefined && status >= 100 ? status : undefined;
}

/** What programs can't do without: who it is for, what it is, how long, and by whose leave. */
const ESSENTIAL = ["content-type", "content-length", "authorization", "cookie", "range", "accept"];

function changedHeader(
  name: string,
  args: readonly string[],
  line: string,
  { headers, request }: World,
  sure: boolean,
): Effect | undefined {
  const [first = "", value = ""] = args;
  const key = first.toLowerCase();
  const isPattern = args.includes("reg");
  const touches = (header: string) => (isPattern ? found(first, true, header) !== false : header === key);
  if (name === "set-header" && key === "host") {
    const before = headers.get("host") ?? request.host;
    const next = value.includes("%[") ? UNSURE : value;
    headers.set("host", sure || next === before ? next : UNSURE);
    return undefined;
  }
  if (touches("host") || ESSENTIAL.some(touches)) return { kind: "unsure", line };
  if (isPattern) return undefined;
  if (name === "del-header") headers.set(key, sure ? null : UNSURE);
  else headers.set(key, sure && !value.includes("%[") ? value : UNSURE);
  return undefined;
}
