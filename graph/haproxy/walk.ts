/** What becomes of one request: through a frontend's rules, its switches, a backend's rules, to servers. Pure. */
import { holds } from "./conditions";
import { effectOf } from "./effects";
import type { Configuration, ProxyView, Rule, Server } from "./read";
import { type Request, STARTED, type World } from "./samples";

export interface Outcome {
  /** `server`: it is sent on. `answer`: HAProxy answers. `refused`: the connection ends. `unsure`: it can't be told. */
  readonly kind: "server" | "answer" | "refused" | "unsure";
  /** Whether some requests of this kind meet it, and others may not. */
  readonly sometimes: boolean;
  /** The line that decides. */
  readonly line: string;
  readonly status?: number;
  readonly server?: Server;
  readonly backend?: ProxyView;
  /** Where a server is dialled that the request's own rules name. */
  readonly dialled?: string;
  /** As it is sent on; undefined where that can't be told. */
  readonly path?: string;
  readonly host?: string;
}

/** What is up and busy, besides what all share. */
export interface Circumstances {
  readonly up: (backend: string) => number;
  readonly busy?: (backend: string) => number;
}

/** How many frontends of the same process a request may come through. */
const DEEPEST = 4;
/** Requests under way where nobody says how many: no deployment is so idle that it has fewer. */
const SOME = 4;

export function outcomesOf(
  configuration: Configuration,
  entry: ProxyView,
  request: Request,
  circumstances: Circumstances,
): readonly Outcome[] {
  const walks = walked.get(configuration) ?? new Map<string, Walk[]>();
  if (walks.size === 0) walked.set(configuration, walks);
  const key = JSON.stringify([entry.kind, entry.name, request]);
  const before = walks.get(key) ?? [];
  const same = before.find(({ asked }) => asked.every((one) => one.told === tell(circumstances, one)));
  if (same) return same.outcomes;
  const asked: Asked[] = [];
  const ask = (what: Asked["what"]) => (backend: string) => {
    const told = tell(circumstances, { what, backend });
    asked.push({ what, backend, told });
    return told;
  };
  const outcomes = walk(configuration, entry, request, { up: ask("up"), busy: ask("busy") }, 0);
  walks.set(key, [...before, { asked, outcomes }]);
  return outcomes;
}

interface Asked {
  readonly what: "up" | "busy";
  readonly backend: string;
  readonly told: number;
}

/** What became of a request before, and what was asked on its way: where all of it is told the same, so it is again. */
interface Walk {
  readonly asked: readonly Asked[];
  readonly outcomes: readonly Outcome[];
}

const walked = new WeakMap<Configuration, Map<string, Walk[]>>();

const tell = ({ up, busy = () => SOME }: Circumstances, { what, backend }: Omit<Asked, "told">): number =>
  what === "up" ? up(backend) : busy(backend);

function walk(
  configuration: Configuration,
  entry: ProxyView,
  request: Request,
  circumstances: Circumstances,
  depth: number,
): Outcome[] {
  if (depth > DEEPEST) return [{ kind: "refused", sometimes: false, line: `frontend ${entry.name}` }];
  const world: World = {
    request,
    headers: new Map(),
    variables: new Map(configuration.variables.map((name) => [name, STARTED])),
    path: request.path,
    method: request.method,
    up: circumstances.up,
    busy: circumstances.busy ?? (() => SOME),
  };
  const found: Outcome[] = [];
  if (met(entry, ["connection", "session", "content", "request"], world, found)) return found;
  for (const { backend, certain, line } of switched(entry, world)) {
    const proxy = configuration.proxies.get(`backend ${backend}`);
    const all: readonly Outcome[] = proxy
      ? inBackend(configuration, entry, proxy, world, circumstances, depth)
      : [{ kind: backend.startsWith("%[") ? "unsure" : "refused", sometimes: false, line }];
    found.push(...all.map((one) => ({ ...one, sometimes: one.sometimes || !certain })));
  }
  return found;
}

interface Switched {
  readonly backend: string;
  readonly certain: boolean;
  readonly line: string;
}

function* switched(entry: ProxyView, world: World): Generator<Switched> {
  let certain = true;
  for (const { backend, condition, line } of entry.switches) {
    const told = holds(condition, world);
    if (told === false) continue;
    yield { backend, line, certain: certain && told === true };
    if (told === true) return;
    certain = false;
  }
  if (entry.fallback !== undefined)
    yield { backend: entry.fallback, certain, line: `default_backend ${entry.fallback}` };
  else if (entry.kind === "listen") yield { backend: entry.name, certain, line: `listen ${entry.name}` };
  else yield { backend: "", certain, line: `frontend ${entry.name}, which has no default_backend` };
}

function inBackend(
  configuration: Configuration,
  entry: ProxyView,
  backend: ProxyView,
  before: World,
  circumstances: Circumstances,
  depth: number,
): Outcome[] {
  const world: World = {
    ...before,
    headers: new Map(before.headers),
    variables: new Map(before.variables),
    backend: backend.name,
  };
  const found: Outcome[] = [];
  if (backend.kind !== "listen" && met(backend, ["content", "request"], world, found)) return found;
  const servers = askedOf(backend);
  if (servers.length === 0)
    return [
      ...found,
      { kind: "refused", sometimes: false, line: `backend ${backend.name}, which has no server` },
    ];
  world.status = 200;
  const responded: Outcome[] = [];
  const isAnswered = [backend, entry].some((proxy) => met(proxy, ["response", "after"], world, responded));
  found.push(...responded);
  if (isAnswered) return found;
  const host = world.headers.get("host") ?? world.request.host;
  const sent = {
    ...(typeof world.path === "string" ? { path: world.path } : {}),
    ...(typeof host === "string" ? { host } : {}),
  };
  const dialled = world.variables.get("dst");
  for (const server of servers) {
    const inside = insideOf(configuration, server);
    if (inside) {
      found.push(...walk(configuration, inside, { ...world.request, ...sent }, circumstances, depth + 1));
      continue;
    }
    const { line } = server;
    const where = typeof dialled === "string" ? { dialled } : {};
    found.push({ kind: "server", sometimes: false, line, server, backend, ...where, ...sent });
  }
  return found;
}

/** Those that are asked while all are well. */
export function askedOf({ servers }: ProxyView): readonly Server[] {
  const usable = servers.filter(({ words }) => !words.includes("disabled") && !isWeightless(words));
  const active = usable.filter(({ words }) => !words.includes("backup"));
  return active.length > 0 ? active : usable;
}

const isWeightless = (words: readonly string[]): boolean => words[words.lastIndexOf("weight") + 1] === "0";

/** The frontend of the same process that listens at a server's socket. */
function insideOf({ proxies }: Configuration, { address }: Server): ProxyView | undefined {
  if (!/^(?:unix|abns)@/.test(address)) return undefined;
  return [...proxies.values()].find(
    ({ kind, binds }) => kind !== "backend" && binds.some(([at]) => at === address),
  );
}

/** Goes through a proxy's rules of some phases. True where one of them surely ends it. */
function met(proxy: ProxyView, phases: readonly Rule["phase"][], world: World, found: Outcome[]): boolean {
  for (const phase of phases) {
    for (const rule of proxy.rules) {
      if (rule.phase !== phase) continue;
      const told = holds(rule.condition, world);
      if (told === false) continue;
      const end = effectOf(rule, world, told === true);
      if (end === "allowed") break;
      if (!end) continue;
      found.push({ ...end, sometimes: told === undefined });
      if (told === true && end.kind !== "unsure") return true;
    }
  }
  return false;
}
