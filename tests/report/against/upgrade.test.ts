/**
 * What this version would change of a platform that an earlier one deployed: tests/conformance/upgrade.real.ts has the
 * engine do it.
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../../../graph/resource";
import { nameOf, typeOf } from "../../../graph/urn";
import { packSettings } from "../../../policies/pack/settings";
import { rules } from "../../../policies/rules";
import { changesAgainst } from "../../../report/against/changes";
import { readEarlier } from "../../../report/against/earlier";
import { prodBefore, runningProd } from "../../fixtures/states";
import { stackGraph } from "../../support/graphs";
import { runStacks } from "../../support/run-stack";

const CLUSTERS = [
  "aws:eks/cluster:Cluster aws-us-east-2",
  "aws:eks/cluster:Cluster aws-us-west-2",
  "oci:ContainerEngine/cluster:Cluster oci-us-ashburn-1",
  "oci:ContainerEngine/cluster:Cluster oci-us-chicago-1",
];

describe("prod as an earlier version left it", () => {
  let running: Graph;
  let reserved: Graph;
  beforeAll(async () => {
    const { "twincloud:nodes": _, ...withReserve } = runningProd;
    const graphs = await runStacks({ running: runningProd, reserved: withReserve });
    ({ running, reserved } = graphs);
  });
  const earlier = readEarlier(prodBefore(), "prod-before.json");
  const brief = (urn: string) => `${typeOf(urn)} ${nameOf(urn)}`;

  it("is refused nothing of this version and loses no data by it, with the settings that a running stack keeps", () => {
    const { refused, data } = changesAgainst(earlier, running);
    expect({ refused, data }).toEqual({ refused: [], data: [] });
  });

  it("breaks no mandatory rule on the way", () => {
    const settings = packSettings(running, new Date("2026-11-29T12:00:00Z"));
    const broken = rules.flatMap((rule) =>
      rule.check(running, settings).filter(({ level }) => (level ?? rule.level) === "mandatory"),
    );
    expect(broken).toEqual([]);
  });

  it("has only what holds nothing replaced", () => {
    const types = new Set(changesAgainst(earlier, running).replace.map(({ urn }) => typeOf(urn)));
    expect([...types].sort()).toEqual([
      "kubernetes:batch/v1:Job",
      "kubernetes:storage.k8s.io/v1:StorageClass",
      // Signed anew, as each site's queue has an authority of its own now.
      "tls:index/locallySignedCert:LocallySignedCert",
    ]);
  });

  it("has its stateful sets and deployments changed in what their API lets change", () => {
    const immutable = /^spec\.(selector|serviceName|volumeClaimTemplates|podManagementPolicy)\b/;
    const changed = changesAgainst(earlier, running).update.flatMap(({ urn, inputs }) =>
      /:(StatefulSet|Deployment)$/.test(typeOf(urn)) ? inputs.map(({ path }) => path) : [],
    );
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((path) => immutable.test(path))).toEqual([]);
  });

  it("is refused the version of Kubernetes that new stacks begin with, three minor versions at once", () => {
    expect(
      changesAgainst(earlier, stackGraph("prod"))
        .refused.map(({ urn }) => brief(urn))
        .sort(),
    ).toEqual(CLUSTERS);
  });

  it("gets reserved hosts by other node pools, and loses nothing by that", () => {
    const { refused, data, replace } = changesAgainst(earlier, reserved);
    expect({ refused, data }).toEqual({ refused: [], data: [] });
    const pools = replace.filter(({ urn }) => typeOf(urn).endsWith(":NodePool"));
    expect(pools).toHaveLength(6);
  });
});
