import { beforeAll, describe, expect, it } from "vitest";
import { KUBECONFIG_TO_NOWHERE } from "../../../components/kubeconfig";
import { one, type Recorded, recordResources } from "../recorder";
import { buildSite, context, ohio } from "./fixture";

let frozen: readonly Recorded[];
let usual: readonly Recorded[];
beforeAll(async () => {
  frozen = await recordResources(() => buildSite(ohio, { ...context, unreachable: ["aws"] }));
  usual = await recordResources(() => buildSite(ohio));
});
const isProvider = ({ type }: Recorded) => type.startsWith("pulumi:providers:");

describe("while AWS can't be reached", () => {
  it("every resource of it and on its clusters stays as the state has it", () => {
    const changing = frozen.filter((each) => !isProvider(each) && !each.opts.ignoreChanges?.includes("*"));
    expect(changing.map(({ type, name }) => `${type} ${name}`)).toEqual([]);
  });

  it("nothing is added or left out", () => {
    const names = (recorded: readonly Recorded[]) =>
      recorded.map(({ type, name }) => `${type} ${name}`).sort();
    expect(names(frozen)).toEqual(names(usual));
  });

  it("its provider asks nobody whose credentials it has", () => {
    const { inputs } = one(frozen, "pulumi:providers:aws");
    expect(inputs).toMatchObject({ skipCredentialsValidation: "true", skipRequestingAccountId: "true" });
    expect(inputs.allowedAccountIds).toBeUndefined();
  });

  it("the cluster's provider keeps the kubeconfig of the state, and has one that leads nowhere to begin with", () => {
    const { inputs, opts } = one(frozen, "pulumi:providers:kubernetes");
    expect(inputs.kubeconfig).toBe(KUBECONFIG_TO_NOWHERE);
    expect(opts.ignoreChanges).toEqual(["skipUpdateUnreachable", "kubeconfig"]);
    expect(inputs.clusterIdentifier).toBe(one(usual, "pulumi:providers:kubernetes").inputs.clusterIdentifier);
  });
});

describe("while AWS can be reached", () => {
  it("nothing is frozen, and credentials of another account are refused", () => {
    expect(usual.filter(({ opts }) => opts.ignoreChanges !== undefined)).toEqual([]);
    expect(one(usual, "pulumi:providers:aws").inputs.allowedAccountIds).toBe('["123456789012"]');
  });
});
