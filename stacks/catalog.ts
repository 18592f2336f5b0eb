/**
 * The capabilities of the platform and the workloads that serve them: data. What an image must do is written
 * in the README: HTTP on port 8080, `/startupz`, `/readyz` and `/livez`, and a clean end on SIGTERM.
 */
import type { Capability } from "../components/capability";

export const capabilityNames = [
  "upload",
  "feed",
  "engagement",
  "recommendations",
  "training",
  "monetization",
  "status",
] as const;
export type CapabilityName = (typeof capabilityNames)[number];

/** Subjects of the queue, `<family>.>`: one stream a family, at the site where an event was accepted. */
export const eventFamilies = ["upload", "engage"] as const;
export type EventFamily = (typeof eventFamilies)[number];

interface CatalogEntry extends Capability {
  readonly name: CapabilityName;
  readonly publishes: readonly EventFamily[];
  readonly consumes: readonly EventFamily[];
  readonly calls: readonly CapabilityName[];
}

export const catalog: readonly CatalogEntry[] = [
  {
    name: "upload",
    publicLabel: "upload",
    needs: ["edge", "media-store/own"],
    prefers: ["media-store/other-provider", "queue"],
    whenDegraded: "accepts with the copies it can make, marked for backfill",
    ownStore: "append",
    otherStores: "append",
    publishes: ["upload"],
    consumes: [],
    calls: [],
    pod: { cpuMillis: 500, memoryMiB: 1024 },
    requestsPerReplica: 40,
    responseSeconds: 60,
    graceSeconds: 120,
  },
  {
    name: "feed",
    publicLabel: "feed",
    needs: ["edge", "media-store/any"],
    prefers: ["capability/recommendations"],
    whenDegraded: "shows popular videos",
    ownStore: "read",
    otherStores: "read",
    publishes: [],
    consumes: ["upload"],
    calls: ["recommendations"],
    pod: { cpuMillis: 500, memoryMiB: 1024 },
    requestsPerReplica: 100,
    responseSeconds: 5,
    graceSeconds: 45,
  },
  {
    name: "engagement",
    publicLabel: "engage",
    needs: ["edge", "queue"],
    prefers: [],
    publishes: ["engage"],
    consumes: ["engage"],
    calls: [],
    pod: { cpuMillis: 250, memoryMiB: 512 },
    requestsPerReplica: 200,
    responseSeconds: 5,
    graceSeconds: 45,
  },
  {
    name: "recommendations",
    needs: ["media-store/any"],
    prefers: ["capability/training"],
    whenDegraded: "grows stale",
    ownStore: "read",
    otherStores: "read",
    publishes: [],
    consumes: [],
    calls: [],
    pod: { cpuMillis: 1000, memoryMiB: 2048 },
    requestsPerReplica: 50,
    responseSeconds: 5,
    graceSeconds: 45,
  },
  {
    name: "training",
    needs: ["queue", "media-store/any"],
    prefers: [],
    ownStore: "append",
    otherStores: "read",
    publishes: [],
    consumes: ["upload", "engage"],
    calls: [],
    pod: { cpuMillis: 2000, memoryMiB: 4096 },
    requestsPerReplica: 10,
    responseSeconds: 60,
    graceSeconds: 120,
  },
  {
    name: "monetization",
    needs: ["queue"],
    prefers: [],
    publishes: [],
    consumes: ["engage"],
    calls: [],
    pod: { cpuMillis: 250, memoryMiB: 512 },
    requestsPerReplica: 100,
    responseSeconds: 5,
    graceSeconds: 45,
  },
  {
    name: "status",
    publicLabel: "status",
    needs: ["edge"],
    prefers: [],
    publishes: [],
    consumes: [],
    calls: [],
    pod: { cpuMillis: 100, memoryMiB: 128 },
    requestsPerReplica: 200,
    responseSeconds: 5,
    graceSeconds: 45,
  },
];

/** Request of one pod of the parts that serve no capability of their own. */
export const parts = {
  edge: { cpuMillis: 500, memoryMiB: 512 },
  queue: { cpuMillis: 1000, memoryMiB: 2048 },
  queueJob: { cpuMillis: 50, memoryMiB: 64 },
  mirror: { cpuMillis: 250, memoryMiB: 512 },
} as const;
