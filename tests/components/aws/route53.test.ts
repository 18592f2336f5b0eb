import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { createAwsCloud } from "../../../components/aws/cloud";
import { delegation } from "../../../components/aws/route53";
import type { AnswerPlan, DnsAuthority } from "../../../components/contracts";
import { SITE_NAME_TTL } from "../../../components/site-names";
import { ofType, one, type Recorded, recordResources } from "../recorder";
import { account, context } from "./fixture";

const answer = (site: string, index: number, weight: number, drained = false) => ({
  name: `${site}-${index + 1}`,
  site,
  index,
  weight,
  drained,
});
const plan: AnswerPlan = {
  ttl: 30,
  checks: { intervalSeconds: 10, failureThreshold: 3 },
  after: [],
  addresses: {
    "aws-us-east-2": ["192.0.2.1", "192.0.2.2"].map((address) => pulumi.output(address)),
    "oci-us-chicago-1": [pulumi.output("198.51.100.1")],
  },
  siteNames: [{ capability: "feed", site: "aws-us-east-2", host: "feed-aws-us-east-2.clips.example.com" }],
  names: [
    {
      capability: "feed",
      host: "feed.clips.example.com",
      healthPath: "/healthz/feed",
      answers: [
        answer("aws-us-east-2", 0, 100, true),
        answer("aws-us-east-2", 1, 100, true),
        answer("oci-us-chicago-1", 0, 200),
      ],
    },
  ],
};
const oci: DnsAuthority = {
  provider: "oci",
  nameServers: pulumi.output(["NS1.oci.example.", "ns2.oci.example"]),
  nameServerCount: 2,
  changedIn: "us-1",
  delegate: () => {},
  answer: () => {},
};

let made: readonly Recorded[];
beforeAll(async () => {
  made = await recordResources(() => {
    const authority = createAwsCloud(context, account).authority();
    authority.delegate([oci]);
    authority.answer(plan, "oncall@example.com");
  });
});
/** Without those of one site each. */
const records = (type: string) =>
  ofType(made, "aws:route53/record:Record").filter(
    ({ name, inputs }) => inputs.type === type && !name.includes("-at-"),
  );

describe("the zone", () => {
  it("is protected, as another one would have other servers", () => {
    const { opts } = one(made, "aws:route53/zone:Zone");
    expect([opts.protect, opts.retainOnDelete]).toEqual([true, true]);
  });

  it("can be changed again about an hour into a loss of us-east-1", () => {
    expect(one(made, "aws:route53/zone:Zone").inputs.enableAcceleratedRecovery).toBe(true);
  });

  it("names the servers of both authorities at its apex, over the record that Route 53 made", () => {
    const [apex, ...others] = records("NS");
    expect(others).toEqual([]);
    expect(apex?.inputs).toMatchObject({ name: "clips.example.com", allowOverwrite: true });
    expect(apex?.inputs.records).toEqual([
      "ns-1.awsdns.example.",
      "ns-2.awsdns.example.",
      "ns-3.awsdns.example.",
      "ns-4.awsdns.example.",
      "ns1.oci.example.",
      "ns2.oci.example.",
    ]);
  });

  it("never tries to delete its apex, which Route 53 would refuse", () => {
    expect(records("NS")[0]?.opts.retainOnDelete).toBe(true);
  });

  it("names each server once, in the same order whoever is asked first", () => {
    const both = [["b.example", "a.example."], ["A.example"]];
    expect(delegation(both)).toEqual(["a.example.", "b.example."]);
    expect(delegation([...both].reverse())).toEqual(delegation(both));
  });
});

describe("a site's own name", () => {
  it("is one plain record of all its addresses, which no check takes out", () => {
    const { inputs } = one(made, "aws:route53/record:Record", /^feed-at-aws-us-east-2$/);
    expect(inputs).toMatchObject({
      name: "feed-aws-us-east-2.clips.example.com",
      type: "A",
      ttl: SITE_NAME_TTL,
      records: ["192.0.2.1", "192.0.2.2"],
    });
    for (const decided of ["setIdentifier", "weightedRoutingPolicies", "healthCheckId"])
      expect(inputs).not.toHaveProperty(decided);
  });

  it("of a site without an address is refused", async () => {
    const wrong = { ...plan, names: [], addresses: { "aws-us-east-2": [] } };
    await recordResources(() => {
      const authority = createAwsCloud(context, account).authority();
      expect(() => authority.answer(wrong, "a@example.com")).toThrow(/address 1 of aws-us-east-2/);
    });
  });
});

describe("the answers", () => {
  it("are a weighted record for each address, with the plan's time to live", () => {
    expect(
      records("A").map(({ inputs }) => [inputs.name, inputs.setIdentifier, inputs.records[0], inputs.ttl]),
    ).toEqual([
      ["feed.clips.example.com", "aws-us-east-2-1", "192.0.2.1", 30],
      ["feed.clips.example.com", "aws-us-east-2-2", "192.0.2.2", 30],
      ["feed.clips.example.com", "oci-us-chicago-1-1", "198.51.100.1", 30],
    ]);
  });

  it("weigh nothing while their site is drained", () => {
    expect(records("A").map(({ inputs }) => inputs.weightedRoutingPolicies[0].weight)).toEqual([0, 0, 200]);
  });

  it("each have a check of their own address, as a user would ask it", () => {
    for (const { name, inputs } of records("A")) {
      const check = one(made, "aws:route53/healthCheck:HealthCheck", new RegExp(`^${name}$`));
      expect(inputs.healthCheckId).toBe(`${check.name}-id`);
      expect(check.inputs).toMatchObject({
        type: "HTTPS",
        ipAddress: inputs.records[0],
        port: 443,
        fqdn: "feed.clips.example.com",
        enableSni: true,
        resourcePath: "/healthz/feed",
        requestInterval: 10,
        failureThreshold: 3,
        disabled: false,
        invertHealthcheck: false,
      });
    }
  });

  it.each([
    ["us", ["us-east-1", "us-west-1", "us-west-2"]],
    ["eu", ["eu-west-1", "us-east-1", "ap-southeast-1"]],
    ["jp", ["ap-southeast-1", "ap-southeast-2", "ap-northeast-1"]],
    ["br", ["sa-east-1", "us-east-1", "eu-west-1"]],
  ])("are checked from near the users of %s", async (jurisdiction, regions) => {
    const there = await recordResources(() => {
      createAwsCloud({ ...context, jurisdiction }, account)
        .authority()
        .answer(plan, "oncall@example.com");
    });
    const checks = ofType(there, "aws:route53/healthCheck:HealthCheck");
    expect(checks.map(({ inputs }) => inputs.regions)).toEqual(checks.map(() => regions));
  });

  it("that name an address which the site doesn't have are refused", async () => {
    const wrong = { ...plan, addresses: { ...plan.addresses, "oci-us-chicago-1": [] } };
    await recordResources(() => {
      const authority = createAwsCloud(context, account).authority();
      expect(() => authority.answer(wrong, "a@example.com")).toThrow(/address 1 of oci-us-chicago-1/);
    });
  });
});

describe("a site that hands its requests on", () => {
  const told = () =>
    recordResources(() => {
      const forwarding = { path: "/healthz/-/forwarding", sites: ["aws-us-east-2"] };
      createAwsCloud(context, account)
        .authority()
        .answer({ ...plan, forwarding }, "oncall@example.com");
    });

  it("is asked by a check of its own, on which no answer hangs, and rings when it goes on for ten minutes", async () => {
    const all = await told();
    const check = one(all, "aws:route53/healthCheck:HealthCheck", /^forwarding-aws-us-east-2$/);
    expect(check.inputs).toMatchObject({
      ipAddress: "192.0.2.1",
      fqdn: "feed.clips.example.com",
      resourcePath: "/healthz/-/forwarding",
    });
    const records = ofType(all, "aws:route53/record:Record");
    expect(records.filter(({ inputs }) => inputs.healthCheckId === `${check.name}-id`)).toEqual([]);
    const { inputs } = one(all, "aws:cloudwatch/metricAlarm:MetricAlarm", /^forwarding-aws-us-east-2$/);
    expect([inputs.period * inputs.evaluationPeriods, inputs.treatMissingData]).toEqual([
      600,
      "notBreaching",
    ]);
    expect(inputs.alarmActions).toEqual(["arn-of-route53-alarms"]);
    expect(inputs.alarmDescription).toContain("docs/runbook.md#a-site-hands-its-requests-on");
  });
});

describe("the alarms", () => {
  const composite = (name: string) =>
    one(made, "aws:cloudwatch/compositeAlarm:CompositeAlarm", new RegExp(`^${name}$`));
  it("watch every check, in the region where AWS keeps their metrics", () => {
    const alarms = ofType(made, "aws:cloudwatch/metricAlarm:MetricAlarm");
    const checks = ofType(made, "aws:route53/healthCheck:HealthCheck").map(({ name }) => `${name}-id`);
    expect(alarms.map(({ inputs }) => inputs.dimensions.HealthCheckId)).toEqual(checks);
    for (const { inputs, provider } of alarms) {
      expect(provider).toContain("aws-us-east-1");
      expect(inputs).toMatchObject({
        metricName: "HealthCheckStatus",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        treatMissingData: "breaching",
      });
    }
  });

  it("tell nobody one by one: each is part of an alarm of its site, which does", () => {
    const alarms = ofType(made, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs);
    const sites = ofType(made, "aws:cloudwatch/compositeAlarm:CompositeAlarm").map(({ inputs }) => inputs);
    for (const { name, alarmActions } of alarms) {
      expect(alarmActions).toBeUndefined();
      const any = sites.filter(
        ({ alarmRule }) => alarmRule.includes(`ALARM("${name}")`) && !alarmRule.includes(" AND "),
      );
      expect(any.map(({ alarmActions, okActions }) => [alarmActions, okActions])).toEqual([
        [["arn-of-route53-alarms"], ["arn-of-route53-alarms"]],
      ]);
    }
  });

  it("tell once of a site that is lost, in place of its being red in part", () => {
    const both = ["1", "2"].map((n) => `ALARM("twincloud-test-feed-aws-us-east-2-${n}")`);
    expect(composite("lost-aws-us-east-2").inputs.alarmRule).toBe(both.join(" AND "));
    const part = composite("red-aws-us-east-2").inputs;
    expect(part.alarmRule).toBe(both.join(" OR "));
    expect(part.actionsSuppressor).toEqual({
      alarm: "twincloud-test-lost-aws-us-east-2",
      waitPeriod: 120,
      extensionPeriod: 120,
    });
  });

  it("need but one for a site of one address and one name", () => {
    expect(composite("red-oci-us-chicago-1").inputs).toMatchObject({
      alarmRule: 'ALARM("twincloud-test-feed-oci-us-chicago-1-1")',
      alarmActions: ["arn-of-route53-alarms"],
    });
    expect(composite("red-oci-us-chicago-1").inputs.actionsSuppressor).toBeUndefined();
  });

  it("reach the people on call through a topic that only this account's alarms can use", () => {
    expect(one(made, "aws:sns/topicSubscription:TopicSubscription").inputs).toMatchObject({
      protocol: "email",
      endpoint: "oncall@example.com",
    });
    const statements = ["aws:sns/topicPolicy:TopicPolicy", "aws:kms/key:Key"].map((type) =>
      JSON.parse(one(made, type).inputs.policy).Statement.at(-1),
    );
    for (const statement of statements) {
      expect(statement.Principal).toEqual({ Service: "cloudwatch.amazonaws.com" });
      expect(statement.Condition).toEqual({ StringEquals: { "aws:SourceAccount": "123456789012" } });
    }
  });
});
