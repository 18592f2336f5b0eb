/** What HAProxy fetches from a request and from itself, told for one moment of one request. Pure. */
import { callOf, chainOf } from "./words";

/** It can't be told. */
export const UNSURE = Symbol("unsure");

/** `null`: there is none, so that nothing matches. */
export type Sample = string | number | boolean | null | typeof UNSURE;

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  /** `anybody`, `peer`, or an address. */
  readonly from: string;
  /** The name in the certificate that the caller shows. */
  readonly subject?: string;
  /** It has no headers but those that are known of it: a check's. */
  readonly bare?: true;
}

export interface World {
  readonly request: Request;
  /** Headers by lower-case name, as rules have changed them. */
  readonly headers: Map<string, Sample>;
  readonly variables: Map<string, Sample>;
  path: Sample;
  method: Sample;
  /** Servers that are up. */
  up(backend: string): Sample;
  /** Requests under way at a backend. */
  busy(backend: string): number;
  /** Requests under way at a backend. */
  busy(backend: string): number;
  /** The backend that the request is in, once it is in one. */
  backend?: string;
  /** What a response has, once there is one. */
  status?: number;
}

/** Seconds; all that counts is how long ago something was. */
export const NOW = 1_000_000;
/** HAProxy has run for an hour. */
export const STARTED = NOW - 3600;

const chains = new Map<string, readonly ReturnType<typeof callOf>[]>();

export function sampleOf(expression: string, world: World): Sample {
  let chain = chains.get(expression);
  if (!chain) {
    chain = chainOf(expression).map(callOf);
    chains.set(expression, chain);
  }
  const [fetch, ...converters] = chain;
  if (!fetch) return UNSURE;
  let sample = fetched(fetch.name, fetch.args, world);
  for (const { name, args } of converters) {
    if (sample === UNSURE || sample === null) return sample;
    sample = converted(sample, name, args, world);
  }
  return sample;
}

/** Counters of the process and of one client that does what a browser does: six connections, a hundred requests in ten seconds. */
const COUNTER = /^(?:sc\d?_|src_|be_|fe_|avg_queue|queue|srv_|table_)/;
const USUAL: readonly (readonly [RegExp, number])[] = [
  [/fail|err|gpc|gpt|queue/, 0],
  [/conn_cur/, 6],
  [/conn_rate|sess_rate/, 20],
  [/req_rate/, 100],
];
const usual = (name: string): number => USUAL.find(([form]) => form.test(name))?.[1] ?? 0;

function fetched(name: string, args: readonly string[], world: World): Sample {
  const [first = ""] = args;
  switch (name) {
    case "path":
    case "pathq":
    case "url":
    case "capture.req.uri":
      return world.path;
    case "base":
      return world.path === UNSURE ? UNSURE : `${world.request.host}${String(world.path)}`;
    case "query":
    case "url_param":
    case "urlp":
      return null;
    case "method":
      return world.method;
    case "src":
      return world.request.from;
    case "req.fhdr":
    case "req.hdr":
    case "hdr":
    case "fhdr":
      return header(first, world);
    case "req.fhdr_cnt":
    case "req.hdr_cnt":
    case "hdr_cnt": {
      const value = header(first, world);
      return value === UNSURE ? UNSURE : value === null ? 0 : 1;
    }
    case "req.body_size":
    case "req.body_len":
      return sizeOf(world);
    case "ssl_fc":
      return true;
    case "ssl_fc_sni":
    case "req.ssl_sni":
      return world.request.host;
    case "ssl_c_s_dn":
      return first === "cn" ? (world.request.subject ?? null) : UNSURE;
    case "ssl_c_used":
      return world.request.subject !== undefined;
    case "ssl_c_verify":
      return 0;
    case "nbsrv":
      return world.up(first === "" ? (world.backend ?? "") : first);
    case "be_conn":
      return world.busy(first === "" ? (world.backend ?? "") : first);
    case "be_conn_free":
    case "connslots":
      return 1000;
    case "var":
      return variable(first, world);
    case "str":
      return args.join(",");
    case "int":
      return Number(first);
    case "bool":
      return first === "true" || first === "1";
    case "date":
      return args[1] === "ms" ? NOW * 1000 : NOW + (Number(first) || 0);
    case "always_true":
      return true;
    case "always_false":
    case "stopping":
      return false;
    case "so_id":
      return 1;
    case "status":
      return world.status ?? null;
    case "TRUE":
      return true;
    default:
      return COUNTER.test(name) ? usual(name) : UNSURE;
  }
}

/** What clients send without that anything be known of it: what they say of themselves can be anything. */
function header(name: string, world: World): Sample {
  const { headers, request } = world;
  const key = name.toLowerCase();
  const known = headers.get(key);
  if (known !== undefined) return known;
  if (key === "host") return request.host;
  if (key === "content-length") return sizeOf(world) === 0 ? null : sizeOf(world);
  return request.bare ? null : UNSURE;
}

/** A clip of some seconds, where a request has a body. */
const sizeOf = ({ request }: World): number => (/^P/.test(request.method) ? 5_000_000 : 0);

const variable = (name: string, { variables }: World): Sample => variables.get(name) ?? null;

const NUMBERS: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => (b === 0 ? Number.MAX_SAFE_INTEGER : Math.trunc(a / b)),
  mod: (a, b) => (b === 0 ? 0 : a % b),
};

function converted(
  sample: Exclude<Sample, null | typeof UNSURE>,
  name: string,
  args: readonly string[],
  world: World,
): Sample {
  const [first = ""] = args;
  const calculate = NUMBERS[name];
  if (calculate) {
    const other = /^-?\d+$/.test(first) ? Number(first) : variable(first, world);
    if (other === UNSURE || other === null) return other;
    return calculate(Number(sample), Number(other));
  }
  switch (name) {
    case "lower":
      return String(sample).toLowerCase();
    case "upper":
      return String(sample).toUpperCase();
    case "host_only":
      return String(sample).replace(/:\d*$/, "");
    case "url_dec":
      return sample;
    case "concat": {
      const [before = "", name = "", after = ""] = args;
      // The first may be a text or, where nothing is of that name, nothing else than a text.
      const between = name === "" ? "" : variable(name, world);
      if (between === UNSURE) return UNSURE;
      return `${String(sample)}${before}${between === null ? "" : String(between)}${after}`;
    }
    case "nbsrv":
      return world.up(String(sample));
    case "length":
      return String(sample).length;
    default:
      return COUNTER.test(name) ? usual(name) : UNSURE;
  }
}
