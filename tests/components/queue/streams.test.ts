import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reservedBytes } from "../../../components/queue/model";
import { consumersAt, streamsAt } from "../../../components/queue/streams";
import { chicago, ohio, oregon, plan } from "./fixture";

const at = (site: string) => Object.fromEntries(streamsAt(plan, site, 3).map((s) => [s.name, s]));

describe("the streams of a site", () => {
  it("are one a family and site, of the same names everywhere", () => {
    const names = Object.keys(at(ohio)).sort();
    expect(names).toEqual([
      "engagement-aws-us-east-2",
      "engagement-aws-us-west-2",
      "engagement-oci-us-chicago-1",
      "uploads-aws-us-east-2",
      "uploads-aws-us-west-2",
      "uploads-oci-us-chicago-1",
    ]);
    for (const site of [chicago, oregon]) expect(Object.keys(at(site)).sort()).toEqual(names);
  });

  it("take subjects only where they begin, and mirror the origin elsewhere: nothing is sourced both ways", () => {
    for (const name of Object.keys(at(ohio))) {
      const origins = plan.sites.filter((site) => at(site)[name]?.definition.subjects !== undefined);
      const mirrors = plan.sites.filter((site) => at(site)[name]?.definition.mirror !== undefined);
      expect(origins).toEqual([at(ohio)[name]?.origin]);
      expect(mirrors).toEqual(plan.sites.filter((site) => site !== origins[0]));
    }
    expect(at(chicago)["uploads-aws-us-east-2"]?.definition.mirror).toEqual({
      name: "uploads-aws-us-east-2",
      external: { api: "JS.aws-us-east-2.API", deliver: "mirror.oci-us-chicago-1" },
      consumer: {
        name: "mirror-oci-us-chicago-1",
        deliver_subject: "mirror.oci-us-chicago-1.uploads-aws-us-east-2",
      },
    });
  });

  it("stand on three servers' disks, mirrors as well as origins", () => {
    for (const { definition } of Object.values(at(ohio))) {
      expect(definition).toMatchObject({ storage: "file", num_replicas: 3, retention: "limits" });
    }
  });

  it("refuse when full where they begin, and follow whatever happens where they are mirrors", () => {
    expect(at(ohio)["uploads-aws-us-east-2"]?.definition.discard).toBe("new");
    expect(at(chicago)["uploads-aws-us-east-2"]?.definition.discard).toBe("old");
  });

  it("count in nanoseconds what the plan says in hours and seconds", () => {
    expect(at(ohio)["engagement-aws-us-east-2"]?.definition).toMatchObject({
      max_age: 72 * 3_600_000_000_000,
      duplicate_window: 120_000_000_000,
      max_bytes: 8_000_000_000,
      max_msg_size: 16_384,
    });
  });

  it("say where they begin who publishes and how much an event takes, so that their sizes can be judged", () => {
    // 233 bytes and what NATS adds of its own, 101
    expect(at(ohio)["engagement-aws-us-east-2"]?.definition.metadata).toEqual({
      "twincloud.dev/publishers": "engagement",
      "twincloud.dev/events-per-request": "1",
      "twincloud.dev/event-bytes": "334",
    });
    expect(at(chicago)["engagement-aws-us-east-2"]?.definition.metadata).toBeUndefined();
  });

  it("are as large at a mirror as where they begin", () => {
    for (const site of plan.sites) {
      expect(at(site)["uploads-oci-us-chicago-1"]?.definition.max_bytes).toBe(5_000_000_000);
    }
  });

  it("reserve on each server the bytes of all families for all sites", () => {
    expect(reservedBytes(plan)).toBe(36_000_000_000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), (sites) => {
        const ids = Array.from({ length: sites }, (_, i) => `aws-site-${i}`);
        const maxBytes = Object.fromEntries(ids.map((id, i) => [id, 1_000_000 * (i + 1)]));
        const many = { ...plan, sites: ids, families: plan.families.map((f) => ({ ...f, maxBytes })) };
        const sum = streamsAt(many, "aws-site-0", 3).reduce((n, s) => n + Number(s.definition.max_bytes), 0);
        expect(reservedBytes(many)).toBe(sum);
      }),
    );
  });
});

describe("the consumers of a site", () => {
  const of = (site: string) => consumersAt(plan, site).map((c) => [c.name, c.stream, c.api]);
  const definition = (name: string) =>
    consumersAt(plan, ohio).find((c) => c.name === name && c.origin === ohio)?.definition;

  it("are one for each workload and stream that it consumes, this site's own copy", () => {
    expect(of(chicago).filter(([name]) => !name?.startsWith("mirror-"))).toEqual([
      ["engagement", "engagement-oci-us-chicago-1", "JS.oci-us-chicago-1.API"],
      ["engagement", "engagement-aws-us-east-2", "JS.aws-us-east-2.API"],
      ["engagement", "engagement-aws-us-west-2", "JS.aws-us-west-2.API"],
      ["feed", "uploads-oci-us-chicago-1", "JS.oci-us-chicago-1.API"],
      ["feed", "uploads-aws-us-east-2", "JS.aws-us-east-2.API"],
      ["feed", "uploads-aws-us-west-2", "JS.aws-us-west-2.API"],
    ]);
  });

  it("are one for each own stream and other site besides, which feeds the mirror there", () => {
    for (const site of plan.sites) {
      const wanted = plan.sites
        .filter((holder) => holder !== site)
        .flatMap((holder) =>
          streamsAt(plan, holder, 3)
            .filter(({ origin }) => origin === site)
            .map(({ name, definition }) => ({
              name,
              fed: (definition.mirror as { consumer: object }).consumer,
            })),
        );
      const made = consumersAt(plan, site)
        .filter(({ name }) => name.startsWith("mirror-"))
        .map(({ name, stream, definition }) => ({
          name: stream,
          fed: { name, deliver_subject: definition.deliver_subject },
        }));
      expect(made).toHaveLength(4);
      expect(made).toEqual(expect.arrayContaining(wanted));
    }
  });

  it("are durable and begin with the first event", () => {
    for (const { definition, name } of consumersAt(plan, ohio)) {
      expect(definition).toMatchObject({ durable_name: name, deliver_policy: "all", max_deliver: -1 });
    }
  });

  it("end an event by a workload's acknowledgement alone, or when a mirror says that it has it", () => {
    expect(definition("feed")).toMatchObject({ ack_policy: "explicit" });
    expect(definition("mirror-oci-us-chicago-1")).toMatchObject({
      ack_policy: "flow_control",
      flow_control: true,
      idle_heartbeat: 1_000_000_000,
    });
  });

  it("are as many as their stream takes", () => {
    for (const site of plan.sites) {
      for (const { name, definition } of streamsAt(plan, site, 3)) {
        const made = consumersAt(plan, site).filter(({ stream }) => stream === name);
        expect(definition.max_consumers).toBe(made.length);
      }
    }
  });
});

describe("what a publisher's header may do to a stream", () => {
  it("is nothing: no event replaces, ends or moves another, and none is deleted or purged", () => {
    for (const { definition } of Object.values(at(ohio))) {
      expect(definition).toMatchObject({
        allow_rollup_hdrs: false,
        allow_msg_ttl: false,
        allow_msg_schedules: false,
        deny_delete: true,
        deny_purge: true,
      });
    }
  });
});
