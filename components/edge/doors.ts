/**
 * How connections come in, with the balancers' word of who the client is (PROXY protocol, version 2) and without it. Pure.
 */

/**
 * A running stack goes from one to the next, a deploy each; any two neighbours get on with each other, so that it
 * doesn't matter which pods and balancers have changed already.
 * - `none`: balancers don't say it, and the edge doesn't know its clients;
 * - `accepted`: the edge takes it and does without;
 * - `sent`: balancers say it too;
 * - `required`: the edge takes nothing else. Where a new stack begins.
 */
export const proxyProtocols = ["none", "accepted", "sent", "required"] as const;
export type ProxyProtocol = (typeof proxyProtocols)[number];

/** Whether the balancers begin connections with the header. */
export const balancersSend: Readonly<Record<ProxyProtocol, boolean>> = {
  none: false,
  accepted: false,
  sent: true,
  required: true,
};

/**
 * Whether each client has an address of its own at the edge. Not yet while balancers are being switched: until all of
 * them are, many clients have a balancer's.
 */
export const clientsKnown: Readonly<Record<ProxyProtocol, boolean>> = {
  none: false,
  accepted: false,
  sent: false,
  required: true,
};

/** A port of the edge as its frontend binds it, and the section before it where there is one. */
export interface Door {
  readonly bind: string;
  readonly before?: string;
  /** Connections of the process for one of the client. */
  readonly connections: 1 | 2;
}

const direct = (address: string): Door => ({ bind: address, connections: 1 });

/**
 * Where a header may come or not. The first bytes tell; whoever is silent (a leaf link waits for the queue to speak
 * first) is taken for one without.
 */
const LOOK_SECONDS = 2;
/** Longer than any time-out behind it: it never ends a connection itself. */
const NEVER_SECONDS = 7200;

function either(name: string, address: string, run: string, connections: number): Door {
  const inner = `unix@${run}/${name}.sock`;
  return {
    bind: `${inner} accept-proxy`,
    connections: 2,
    before: `frontend door_${name}
  mode tcp
  no log
  bind ${address}
  maxconn ${connections}
  timeout client ${NEVER_SECONDS}s
  tcp-request inspect-delay ${LOOK_SECONDS}s
  tcp-request content accept if { req.len ge 12 }
  use_backend headed_${name} if { req.payload(0,12) -m bin 0d0a0d0a000d0a515549540a }
  default_backend bare_${name}

backend headed_${name}
  mode tcp
  timeout server ${NEVER_SECONDS}s
  server inner ${inner}

backend bare_${name}
  mode tcp
  timeout server ${NEVER_SECONDS}s
  server inner ${inner} send-proxy-v2
`,
  };
}

/**
 * The door of the public port. Once the header is required it costs nothing; either way costs a hop inside the process.
 */
export function publicDoor(mode: ProxyProtocol, address: string, run: string, connections: number): Door {
  if (mode === "none") return direct(address);
  if (mode === "required") return direct(`${address} accept-proxy`);
  return either("public", address, run, connections);
}

/**
 * The doors of the status and leaf ports, which take both for good: balancers' checks may bring the header and the
 * kubelet's don't, and a balancer that waits for the client's first bytes can't send it on a leaf link.
 */
export function innerDoor(
  mode: ProxyProtocol,
  name: "status" | "leaf" | "peers",
  address: string,
  run: string,
  connections: number,
): Door {
  return mode === "none" ? direct(address) : either(name, address, run, connections);
}
