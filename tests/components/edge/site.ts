/** An edge for the tests of its configuration's parts. */
import type { EdgeCapability, EdgeInput } from "../../../components/edge/input";
import { standardPerClient } from "../../../components/edge/per-client";

export const upload: EdgeCapability = {
  name: "upload",
  host: "upload.clips.example.com",
  service: "upload.platform.svc.cluster.local",
  port: 8080,
  floor: 6,
  ceiling: 24,
  readinessPath: "/readyz",
  requestsPerReplica: 8,
  responseSeconds: 60,
  needs: ["queue"],
};

export const site: EdgeInput = {
  capabilities: [upload],
  drain: false,
  queue: { service: "queue.queue.svc.cluster.local", replicas: 3 },
  mediaStore: { host: "media.s3.us-east-2.amazonaws.com" },
  maxConnections: 4000,
  memoryMiB: 512,
  proxyProtocol: "required",
  perClient: standardPerClient,
  threads: 2,
};

/** The lines of a configuration by the section that they stand in, trimmed, without comments. */
export function sectionsOf(config: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of config.split("\n")) {
    if (/^[a-z]/.test(line)) {
      lines = [];
      found.set(line, lines);
    } else if (/^ {2}[^#]/.test(line)) lines.push(line.trim());
  }
  return found;
}
