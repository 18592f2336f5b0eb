/** Outages that happened: what failed, when, and how that is known. Read from incidents/*.yaml by load-incidents.ts. */
import * as z from "zod";

const times = {
  /** Seconds from the incident's beginning. */
  start: z.number().min(0).default(0),
  end: z.number().positive(),
};
/** Of the requests that failed: behind the edge or, with `front`, before anything of the platform had them. All, without one. */
const partly = { share: z.number().gt(0).max(1).optional(), front: z.boolean().default(false) };
const provider = z.string().min(1);

/** What failed, as it was: also of providers that no platform of ours stands on. */
const failed = z
  .discriminatedUnion("what", [
    z.strictObject({ what: z.literal("region"), provider, region: z.string(), ...partly, ...times }),
    z.strictObject({
      what: z.literal("zones"),
      provider,
      region: z.string(),
      count: z.number().int().min(1),
      /** Which, where that is known. */
      named: z.array(z.string()).default([]),
      ...times,
    }),
    z.strictObject({ what: z.literal("provider"), provider, ...partly, ...times }),
    z.strictObject({ what: z.literal("control-plane"), provider, ...times }),
    z.strictObject({ what: z.literal("authority"), provider, ...times }),
    z.strictObject({ what: z.literal("authority-wrong"), provider, ...times }),
    z.strictObject({ what: z.literal("health-checks"), provider, ...times }),
  ])
  .refine(({ start, end }) => end > start, { error: "end after start" });

export const incidentSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  /** The moment from which its seconds count; midnight where only the day is known, which `unknown` then says. */
  begins: z.iso.datetime(),
  sources: z.array(z.url()).min(1),
  known: z.array(z.string()).min(1),
  unknown: z.array(z.string()).min(1),
  assumed: z.array(z.string()).min(1),
  failed: z.array(failed).min(1),
});

export type Incident = z.infer<typeof incidentSchema>;
export type Failed = Incident["failed"][number];
