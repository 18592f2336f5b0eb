import { describe, expect, it } from "vitest";
import { graphFromState } from "../../graph/from-state";
import { nameOf, typeOf } from "../../graph/urn";
import { goneOf } from "../../rollout/gone";
import { prodBefore } from "../fixtures/states";
import { ofType, stackGraph, without } from "../support/graphs";

const prod = stackGraph("prod");
const ALARM = "oci:Monitoring/alarm:Alarm";
const CHECK = "aws:route53/healthCheck:HealthCheck";
const RECORD = "aws:route53/record:Record";
const brief = (urns: readonly string[]) => urns.map((urn) => `${typeOf(urn)} ${nameOf(urn)}`);

describe("what is gone from routing", () => {
  it("is nothing where the program has all of the state, and nothing of what is new", () => {
    expect(goneOf(prod, prod)).toEqual([]);
    expect(goneOf(without(prod, ofType(ALARM)), prod)).toEqual([]);
  });

  it("is the alarms of each capability, for a stack of an earlier version", () => {
    expect(brief(goneOf(graphFromState(prodBefore()), prod))).toEqual(
      ["engagement", "feed", "status", "upload"].map((name) => `${ALARM} oci-${name}`),
    );
  });

  it("leaves out what something that stays hangs on, as the engine can't delete that first", () => {
    const [check] = prod.byType.get(CHECK) ?? [];
    expect(goneOf(prod, without(prod, ofType(CHECK, check?.name)))).toEqual([]);
    const both = without(without(prod, ofType(CHECK, check?.name)), ofType(RECORD, check?.name));
    expect(goneOf(prod, both).every((urn) => typeOf(urn) === RECORD)).toBe(true);
  });

  it("is what lets a site's pods in at other clouds, where that is hostile, so that it doesn't go last", () => {
    const site = "oci-us-ashburn-1";
    const trust = (urn: string) => urn.includes(":WebIdentity") && urn.includes(`::${site}`);
    const later = without(prod, ({ urn }) => trust(urn));
    const found = goneOf(prod, later, true);
    expect(new Set(found.map(typeOf))).toEqual(
      new Set([
        "twincloud:aws:WebIdentity",
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        "aws:iam/role:Role",
        "aws:iam/rolePolicy:RolePolicy",
      ]),
    );
    expect(goneOf(prod, later)).toEqual([]);
  });

  it("leaves out what sites have", () => {
    expect(goneOf(prod, without(prod, ofType("kubernetes:apps/v1:Deployment")))).toEqual([]);
  });
});
