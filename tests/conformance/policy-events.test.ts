import { expect, it } from "vitest";
import { rules } from "../../policies/rules";
import { eventsIn } from "./policy-events";

const event = (policyName: string, enforcementLevel: string, text: string): string =>
  JSON.stringify({
    policyEvent: { resourceUrn: "urn:a", policyName, enforcementLevel, message: `Title\n${text}` },
  });
const mendOf = (id: string): string => rules.find((rule) => rule.id === id)?.mend ?? "no such rule";

it("says whose a finding is that another policy than its rule's reports, be it milder or harder", () => {
  const milder = `x; wanted y. ${mendOf("min-regions")}`;
  const harder = `x; wanted y. ${mendOf("image-digest")}`;
  const log = [
    event("harder-findings", "mandatory", harder),
    "Previewing update",
    event("milder-findings", "advisory", milder),
    event("protect-data", "mandatory", "z"),
  ];
  expect(eventsIn(log.join("\n"))).toEqual([
    `advisory min-regions urn:a ${milder}`,
    `mandatory image-digest urn:a ${harder}`,
    "mandatory protect-data urn:a z",
  ]);
});

it("tells a rule by what it says to do in a program that isn't ours too", () => {
  const rule = rules.find(({ id }) => id === "min-regions");
  const text = `x; wanted y. ${rule?.mendElsewhere}`;
  expect(eventsIn(event("milder-findings", "advisory", text))).toEqual([
    `advisory min-regions urn:a ${text}`,
  ]);
});
