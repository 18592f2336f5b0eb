import { describe, expect, it } from "vitest";
import { checkPlan, type QueuePlan, type SizedFamily } from "../../../components/queue/model";
import { ohio, plan } from "./fixture";

const [uploads] = plan.families as [SizedFamily, ...SizedFamily[]];
const broken = (change: Partial<QueuePlan>) => () => checkPlan({ ...plan, ...change });
const family = (change: Partial<SizedFamily>) =>
  broken({ families: [{ ...uploads, ...change }], workloads: [] });

describe("a queue plan", () => {
  it("passes as it is", () => {
    expect(() => checkPlan(plan)).not.toThrow();
  });

  it("takes no name that could mean something else in a subject or a file", () => {
    expect(broken({ sites: ["aws.us"] })).toThrow(/sites is "aws.us"/);
    expect(family({ name: "up*" })).toThrow(/name is "up\*"/);
    expect(broken({ workloads: [{ name: "a b", publishes: [], consumes: [] }] })).toThrow(/workload name/);
  });

  it("takes no subject that reaches into NATS' own or into another family's", () => {
    for (const subject of [">", "$JS.API.>", "*.new", "_INBOX.>", "upload new"]) {
      expect(family({ subjects: [subject] })).toThrow(/subjects/);
    }
    expect(family({ subjects: ["mirror.x"] })).toThrow(/not `mirror`/);
    expect(
      broken({
        families: [uploads, { ...uploads, name: "copies", subjects: ["upload.copied"] }],
        workloads: [],
      }),
    ).toThrow(/families' subjects is "upload"/);
  });

  it("takes no workload whose consumer would be taken for a mirror's", () => {
    expect(broken({ workloads: [{ name: "mirror-aws-us-east-2", publishes: [], consumes: [] }] })).toThrow(
      /workload name is "mirror-aws-us-east-2"/,
    );
  });

  it("takes no limit that can't hold", () => {
    expect(family({ maxAgeHours: 0 })).toThrow(/maxAgeHours/);
    expect(family({ maxBytes: { ...plan.families[0]?.maxBytes, [ohio]: 10 } })).toThrow(
      /maxBytes of aws-us-east-2 is 10/,
    );
    expect(family({ eventBytes: 70_000 })).toThrow(/eventBytes/);
    expect(family({ eventsPerRequest: 0 })).toThrow(/eventsPerRequest/);
    expect(family({ duplicateWindowSeconds: 168 * 3600 + 1 })).toThrow(/duplicateWindowSeconds/);
  });

  it("takes no workload that names a family that isn't there, and nothing twice", () => {
    expect(broken({ workloads: [{ name: "feed", publishes: [], consumes: ["likes"] }] })).toThrow(
      /feed is "likes"/,
    );
    expect(broken({ sites: [...plan.sites, ...plan.sites] })).toThrow(/without repeats/);
    expect(broken({ workloads: [...plan.workloads, ...plan.workloads] })).toThrow(/without repeats/);
  });
});
