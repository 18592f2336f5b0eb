/**
 * The capabilities of the platform and the workloads that serve them: data. What an image must do is written
 * in docs/images.md: HTTP on port 8080, `/startupz`, `/readyz` and `/livez`, and a clean end on SIGTERM.
 * `requestsPerReplica` is no more than a pod answers well within `responseSeconds` (components/capability.ts).
 * In the stores a capability writes below `<its name>/` (`writesBelow` says otherwise) and reads that and `readsBelow`.
 */
import type { Catalog } from "../components/catalog";
import type { EventFamily } from "../components/queue/model";

const KIB = 2 ** 10;

/**
 * Families of events: one stream each at the site where an event was accepted, mirrored to all others. Three days bridge a
 * long weekend of a lost site. Of uploads a day does: what is older is driven again from the manifests in the stores.
 * Streams and volumes are as large as that takes (components/queue/sizes.ts): raise `eventBytes` with the events.
 */
const eventFamilies: readonly EventFamily[] = [
  {
    name: "uploads",
    subjects: ["upload.>"],
    maxAgeHours: 24,
    maxEventBytes: 64 * KIB,
    eventBytes: 400, // an upload's id, owner, keys and digests
    eventsPerRequest: 1,
    duplicateWindowSeconds: 600,
  },
  {
    name: "engagement",
    subjects: ["engage.>"],
    maxAgeHours: 72,
    maxEventBytes: 16 * KIB,
    eventBytes: 233, // who, which video, what, and a message id
    eventsPerRequest: 1,
    duplicateWindowSeconds: 120,
  },
];

const capabilities: Catalog["capabilities"] = [
  {
    name: "upload",
    publicLabel: "upload",
    needs: ["edge", "media-store/any"],
    prefers: ["media-store/own", "media-store/other-provider", "queue"],
    whenDegraded: "accepts with the copies it can make, marked for backfill",
    ownStore: "append",
    otherStores: "append",
    publishes: ["uploads"],
    consumes: [],
    calls: [],
    pod: { cpuMillis: 500, memoryMiB: 1024 },
    canary: true,
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
    readsBelow: ["upload/"],
    publishes: [],
    consumes: ["uploads"],
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
    publishes: ["engagement"],
    consumes: ["engagement"],
    calls: [],
    canary: true,
    pod: { cpuMillis: 250, memoryMiB: 512 },
    requestsPerReplica: 100,
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
    readsBelow: ["training/"],
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
    readsBelow: ["upload/"],
    publishes: [],
    consumes: ["uploads", "engagement"],
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
    consumes: ["engagement"],
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
    calls: ["upload", "feed", "engagement", "recommendations", "training", "monetization"],
    asksOtherSites: true,
    pod: { cpuMillis: 100, memoryMiB: 128 },
    requestsPerReplica: 100,
    responseSeconds: 5,
    graceSeconds: 45,
  },
];

/** Request of one pod of the parts that serve no capability of their own. */
const parts: Catalog["parts"] = {
  edge: { cpuMillis: 500, memoryMiB: 512 },
  queue: { cpuMillis: 1000, memoryMiB: 2048 },
  queueJob: { cpuMillis: 50, memoryMiB: 64 },
  mirror: { cpuMillis: 250, memoryMiB: 512 },
};

export const catalog: Catalog = { capabilities, eventFamilies, parts };
