import { describe, expect, it } from "vitest";
import { failing } from "../../../components/oci/oci-dns-alarms";
import { absolute, probeTimings, steeringRules } from "../../../components/oci/oci-dns-steering";
import { routedNames } from "../../../components/routing";
import type { Value } from "../../../graph/resource";
import { namesOf } from "../../../graph/views/names";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const sites = (drained: boolean) => [
  { id: "oci-us-chicago-1", share: 60, addresses: 1, drained },
  { id: "aws-us-east-2", share: 40, addresses: 2, drained: false },
];
const names = (drained = false) =>
  routedNames([{ capability: "feed", host: "feed.clips.example.com" }], sites(drained));

describe("the rules of a steering policy", () => {
  const [name] = names();
  const rules = name ? steeringRules(name) : [];

  it("stand in the order that the template LOAD_BALANCE takes", () => {
    expect(rules.map(({ ruleType }) => ruleType)).toEqual(["FILTER", "HEALTH", "WEIGHTED", "LIMIT"]);
  });

  it("begin with the filter that OCI prescribes and end with one answer", () => {
    expect(rules[0]?.defaultAnswerDatas).toEqual([
      { answerCondition: "answer.isDisabled != true", shouldKeep: true },
    ]);
    expect(rules[3]).toEqual({ ruleType: "LIMIT", defaultCount: 1 });
  });

  it("weigh every answer by its name", () => {
    // 60 for one address, 20 for each of two.
    expect(rules[2]?.defaultAnswerDatas).toEqual([
      { answerCondition: "answer.name == 'oci-us-chicago-1-1'", value: 3 },
      { answerCondition: "answer.name == 'aws-us-east-2-1'", value: 1 },
      { answerCondition: "answer.name == 'aws-us-east-2-2'", value: 1 },
    ]);
  });

  it("leave out a site whose answers are switched off by hand, as docs/runbook.md does, and no other", () => {
    const site = "oci-us-ashburn-1";
    type Answer = { readonly name: string; readonly isDisabled: boolean };
    const switched = changed(
      stackGraph("prod"),
      ofType("oci:Dns/steeringPolicy:SteeringPolicy"),
      (policy) => {
        const answers = (policy.inputs.answers as unknown as Answer[]).map((answer) => ({
          ...answer,
          isDisabled: answer.name.startsWith(`${site}-`),
        }));
        return setting(["answers"], answers as unknown as Value)(policy);
      },
    );
    const inOci = namesOf(switched).flatMap(({ authorities }) =>
      authorities.filter(({ provider, answering }) => provider === "oci" && answering === "steering"),
    );
    expect(inOci).toHaveLength(4);
    for (const { answers } of inOci)
      expect(answers.filter(({ disabled }) => disabled).map(({ address }) => address.site)).toEqual([site]);
  });

  it("don't change when a site is drained: a change would replace the policy", () => {
    expect(names(true).map(steeringRules)).toEqual(names(false).map(steeringRules));
  });
});

describe("a monitor's timings", () => {
  it("never let a probe outlast the interval", () => {
    for (const intervalSeconds of [10, 30]) {
      const { intervalInSeconds, timeoutInSeconds } = probeTimings({ intervalSeconds, failureThreshold: 3 });
      expect(intervalInSeconds).toBe(intervalSeconds);
      expect(timeoutInSeconds).toBeLessThanOrEqual(intervalInSeconds);
    }
  });

  it("are refused where OCI takes no such interval", () => {
    expect(() => probeTimings({ intervalSeconds: 20, failureThreshold: 3 })).toThrow(
      /twincloud:dns\.checkIntervalSeconds is 20/,
    );
  });
});

it("a server's name is absolute in a record, however it was written", () => {
  expect(absolute("NS-1.awsdns-01.com")).toBe("ns-1.awsdns-01.com.");
  expect(absolute("ns1.dns.example.net.")).toBe("ns1.dns.example.net.");
});

it("an alarm asks for each address of a site, and for each name that is asked of it, by itself", () => {
  expect(failing(["192.0.2.1", "192.0.2.2"])).toBe(
    'HTTP.isHealthy[1m]{target =~ "192.0.2.1|192.0.2.2"}.groupBy(resourceId, target).mean() < 0.5',
  );
});
