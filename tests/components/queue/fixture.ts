import type { QueuePlan } from "../../../components/queue/model";

export const ohio = "aws-us-east-2";
export const chicago = "oci-us-chicago-1";
export const oregon = "aws-us-west-2";

export const plan: QueuePlan = {
  sites: [ohio, chicago, oregon],
  families: [
    {
      name: "uploads",
      subjects: ["upload.>"],
      maxAgeHours: 168,
      maxBytes: { [ohio]: 4_000_000_000, [chicago]: 5_000_000_000, [oregon]: 3_000_000_000 },
      eventBytes: 400,
      eventsPerRequest: 1,
      maxEventBytes: 65_536,
      duplicateWindowSeconds: 600,
    },
    {
      name: "engagement",
      subjects: ["engage.>", "watch.>"],
      maxAgeHours: 72,
      maxBytes: { [ohio]: 8_000_000_000, [chicago]: 8_000_000_000, [oregon]: 8_000_000_000 },
      eventBytes: 233,
      eventsPerRequest: 1,
      maxEventBytes: 16_384,
      duplicateWindowSeconds: 120,
    },
  ],
  workloads: [
    { name: "upload", publishes: ["uploads"], consumes: [] },
    { name: "feed", publishes: [], consumes: ["uploads"] },
    { name: "engagement", publishes: ["engagement"], consumes: ["engagement"] },
  ],
};
