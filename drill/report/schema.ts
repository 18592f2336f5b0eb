/** What `drill.json` has, version 1. */
import * as z from "zod";

const share = z.number().min(0).max(1);
const seconds = z.number().nullable().describe("seconds; null where it never ended");
/** `[seconds since the fault, share]`: straight from point to point, two points at one time for a jump. */
const curve = z
  .array(z.tuple([z.number(), share]))
  .describe("seconds since the fault, and the share that is served: straight from point to point");
const count = z.int().min(0);

const comparison = z
  .strictObject({
    predicted: z.strictObject({ rtoSeconds: seconds, served: share, curve }).describe("what the model says"),
    measured: z.strictObject({
      rtoSeconds: seconds,
      served: share,
      curve,
      sent: count,
      ok: count,
      lostSeconds: z.number(),
    }),
    withinBand: z.boolean().describe("whether both differ by no more than is allowed"),
    mayBeChance: z.boolean().describe("too few requests to tell"),
    because: z.string(),
    rto: z.strictObject({
      offBySeconds: seconds,
      allowedSeconds: z.number(),
      reading: z.strictObject({ median: seconds, low: seconds, high: seconds }),
      withinBand: z.boolean(),
    }),
    distance: z.strictObject({
      points: z.number().nullable(),
      allowedPoints: z.number(),
      chancePoints: z.number(),
      untilSeconds: z.number(),
      withinBand: z.boolean(),
    }),
  })
  .meta({ id: "comparison", description: "What was predicted for some clients, and what was measured" });

export const drillJson = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  scenario: z.string(),
  happened: z.string(),
  stack: z.string(),
  seed: z.number(),
  demand: z.number().describe("share of the stack's peak that users asked for"),
  scale: z.number().describe("what the replicas of the stack's peak were multiplied with"),
  startedAt: z.iso.datetime(),
  requestsPerSecond: z.number(),
  endedAtSeconds: z.number(),
  verdict: z.enum(["met", "missed"]),
  because: z.array(z.string()),
  untold: z.array(z.string()),
  shortened: z.array(z.string()).describe("times that were shorter than in the real thing"),
  imitated: z.array(z.strictObject({ what: z.string(), by: z.string() })),
  lacking: z.array(z.string()).describe("what this machine lacked"),
  acknowledged: count.describe("uploads that were acknowledged"),
  lost: count.describe("of those, whose bytes are in no store afterwards"),
  doubled: count.describe("events that a site counted more than once"),
  backfilled: count.describe("of those, without a provider's copy when acknowledged, and with it afterwards"),
  events: count,
  eventsLost: count,
  all: comparison,
  capabilities: z.record(
    z.string(),
    z.strictObject({ all: comparison, clients: z.record(z.string(), comparison) }),
  ),
  invariants: z.array(z.strictObject({ id: z.string(), held: z.boolean(), because: z.string() })),
  misses: z.array(
    z.strictObject({
      capability: z.string(),
      objective: z.enum(["rto", "lost", "uploads", "events", "doubled"]),
      value: z.number().nullable(),
      allowed: z.number(),
      text: z.string(),
    }),
  ),
  log: z.array(
    z.strictObject({
      at: z.number(),
      kind: z.enum(["fault", "edge", "authority", "platform", "load", "world"]),
      text: z.string(),
    }),
  ),
  spent: z.strictObject({
    worldSeconds: z.number(),
    drillSeconds: z.number(),
    checkSeconds: z.number(),
    memoryBytes: z.number(),
  }),
});

export type DrillJson = z.infer<typeof drillJson>;
