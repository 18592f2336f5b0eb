/**
 * Ports and paths that two components must agree on, in one place. All are above 1024: every pod runs
 * without privileges.
 */

/** TCP ports of the edge's pods. Its load balancer maps 443 to `https`, and the others to themselves. */
export const edgePorts = { https: 8443, leaf: 7422, peers: 7443, status: 8404 } as const;

/** TCP ports of the queue's pods. */
export const queuePorts = { client: 4222, cluster: 6222, leaf: 7422, monitor: 8222 } as const;

/** Where every capability's pods answer in plain HTTP, and the paths of their probes. */
export const workloadPort = 8080;
export const workloadPaths = { startup: "/startupz", readiness: "/readyz", liveness: "/livez" } as const;

/**
 * Where an image whose capability changes something does its operation for real and for nobody, by POST: asked by its own
 * site's edge, and by nobody outside.
 */
export const canaryPath = "/canary";

/** Answered on `edgePorts.status` in plain HTTP: for probes and load balancers; green during a drain. */
export const livezPath = "/livez";

/** Answered on `edgePorts.status` in plain HTTP, in Prometheus' text format. */
export const metricsPath = "/metrics";

/** Asked by the DNS authorities' health checks on `edgePorts.https`, and by the policies of the checks. */
export { healthPath } from "../graph/health-path";

/**
 * Where the edge's pods find their files. Only `run` is writable (an emptyDir). No folder lies in another: a mount
 * can't be made inside one that is read-only.
 */
export const edgePaths = {
  config: "/etc/haproxy/haproxy.cfg",
  start: "/etc/haproxy/start.sh",
  /** Addresses of the other sites, where their edges are handed requests; read before `config`. */
  peerAddresses: "/etc/haproxy/peers.cfg",
  /** The document of endpoints. */
  endpoints: "/etc/haproxy/endpoints.json",
  /** The Secret `edge-tls`: tls.crt and tls.key. */
  tls: "/etc/edge-tls",
  /** The Secret `edge-peers`: tls.crt, tls.key and the peers' ca.crt. */
  peers: "/etc/edge-peers",
  run: "/var/run/haproxy",
} as const;

/** Where the queue's pods and its setup Job find their files. `data` is the volume, `run` an emptyDir. */
export const queuePaths = {
  config: "/etc/nats/nats.conf",
  data: "/data",
  run: "/var/run/nats",
  /** One folder per certificate, each with ca.crt, tls.crt and tls.key. */
  tls: "/etc/queue-tls",
  /** The setup Job's script and the stream and consumer definitions beside it. */
  setup: "/etc/queue-setup",
} as const;

/**
 * Monitoring paths of the queue on `queuePorts.monitor`, as nats-server 2.15 means them (`js-server-only` asks
 * less than its name says: only whether the server takes connections).
 */
export const queueHealth = {
  /** JetStream runs on this server. For liveness: another server's absence doesn't turn it red. */
  enabled: "/healthz?js-enabled-only=true",
  /** And it is current with a leader, so a quorum can see each other. What the edge asks of each server. */
  meta: "/healthz?js-meta-only=true",
  /** And its copy of every stream is current. For readiness, so that a roll-out waits for the copies. */
  whole: "/healthz",
} as const;

/** Where the mirror's CronJobs find their files. */
export const mirrorPaths = { config: "/etc/rclone/rclone.conf", script: "/etc/rclone/mirror.sh" } as const;
