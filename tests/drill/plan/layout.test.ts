/** A drill's world is what the graph has, with an address for each part. */
import { describe, expect, it } from "vitest";
import { authorityPlans } from "../../../drill/plan/authorities";
import { layoutOf } from "../../../drill/plan/layout";
import { drillTimings, withDrillConfigurations, withDrillTimings } from "../../../drill/plan/timings";
import { edgeFiles } from "../../../drill/world/edges";
import { platformOf } from "../../../resilience/platform/from-graph";
import { stackGraph } from "../../support/graphs";

const now = new Date("2026-03-03T00:00:00Z");
const graph = withDrillConfigurations(stackGraph("staging"), drillTimings);
const platform = withDrillTimings(platformOf(graph, now), drillTimings);
const sites = layoutOf(graph, platform);

describe("the layout of staging", () => {
  it("gives every part of every site an address of its own", () => {
    const all = sites.flatMap(({ dns, entrances, edges, queue, store, workloads }) =>
      [
        { address: dns },
        store,
        ...entrances,
        ...edges,
        ...queue,
        ...workloads.flatMap(({ pods }) => pods),
      ].map(({ address }) => address),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it("has as many pods and edges as run at least", () => {
    const floors = platform.sites.map(({ workloads, edge }) => ({
      edge: edge?.floor,
      ...Object.fromEntries(Object.entries(workloads).map(([name, { floor }]) => [name, floor])),
    }));
    const found = sites.map(({ edges, workloads }) => ({
      edge: edges.length,
      ...Object.fromEntries(workloads.map(({ name, pods }) => [name, pods.length])),
    }));
    expect(found).toEqual(floors);
  });

  it("tells pods of all sites, and of the others' edges where these are in the world", () => {
    const [first, second] = sites;
    const told = (id: string | undefined) =>
      sites
        .find((site) => site.id === id)
        ?.workloads.flatMap(({ name, env }) =>
          env.TWINCLOUD_EDGES === undefined ? [] : [`${name} ${env.TWINCLOUD_EDGES}`],
        );
    expect(told(first?.id)).toEqual([`status ${second?.id}=10.2.1.1`]);
    expect(told(second?.id)).toEqual([`status ${first?.id}=10.1.1.1,10.1.1.2,10.1.1.3`]);
    for (const { workloads } of sites)
      for (const { env } of workloads) expect(env.TWINCLOUD_SITES).toBe(`${first?.id} ${second?.id}`);
  });

  it("spreads the pods of a workload over the zones, none more than one beyond another", () => {
    for (const { zones, workloads } of sites) {
      for (const { pods } of workloads) {
        const counts = zones.map((zone) => pods.filter((pod) => pod.zone === zone).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }
  });

  it("knows an address of AWS by its zone, and OCI's by none", () => {
    const zonal = sites.map(({ provider, entrances }) => [provider, entrances.map(({ zone }) => zone)]);
    expect(zonal).toEqual([
      ["aws", ["use2-az1", "use2-az2", "use2-az3"]],
      ["oci", [undefined]],
    ]);
  });
});

describe("an edge's files", () => {
  const [site] = sites;
  if (!site) throw new Error("no site");
  const files = edgeFiles(site, "10.1.2.1", "/world/edge-1", "/world/tls", "/world/peers", "/tmp/run");

  it("listen on its own address alone", () => {
    const binds = [...files.config.matchAll(/^\s*bind (\S+)/gm)].map(([, where]) => where);
    const sockets = ["away", "here", "trial"].map((name) => `unix@/tmp/run/${name}.sock`);
    const ports = [7422, 7443, 8404, 8443].map((port) => `10.1.2.1:${port}`);
    expect(binds.sort()).toEqual([...ports, ...sockets]);
  });

  it("are what is deployed in every other line", () => {
    const deployed = site.edgeTexts.config.split("\n");
    // But for what lets a drill fail a part of what comes, before the edge looks at it.
    const [entrances = [], table = []] = [
      /drill_front\b|the drill lets this one fail/,
      /^ {2}stick-table type string len 16 size 1 store gpt0$/,
    ].map((own) => files.config.split("\n").filter((line) => own.test(line)));
    expect([entrances.length, table.length]).toEqual([5, 1]);
    const own = new Set([...entrances, ...table]);
    const lines = files.config.split("\n").filter((line) => !own.has(line));
    const changed = lines.filter((line, n) => line !== (deployed[n] ?? ""));
    const places = /\bbind |\/run\b|\/peers\b|\/endpoints\.json\b/;
    expect(changed.filter((line) => !places.test(line))).toEqual([]);
    // All that is served, chosen and counted is left alone.
    const kinds = new Set(changed.map((line) => line.trim().split(" ")[0]));
    expect([...kinds].sort()).toEqual(["bind", "default-server", "http-request", "server", "stats"]);
  });
});

describe("the authorities' plans", () => {
  const plans = authorityPlans(platform, sites);

  it("check every address of every public name, a fifth of the deployed interval apart", () => {
    const checks = plans.flatMap(({ names }) =>
      names.flatMap(({ answers }) => answers.map(({ check }) => check)),
    );
    const made = checks.filter((check) => check !== undefined);
    expect(made).toHaveLength(2 * 4 * 4);
    expect(new Set(made.map(({ intervalSeconds }) => intervalSeconds))).toEqual(new Set([2]));
  });

  it("answer a site's own names with all its addresses, unchecked, in both", () => {
    for (const { names } of plans) {
      const own = names.filter(({ capability }) => capability === undefined);
      const answered = own.map(({ host, answers }) => [
        host.split(".")[0],
        answers.map(({ address }) => address),
      ]);
      const wanted = sites.flatMap(({ id, entrances }) =>
        ["engage", "feed", "status", "upload"].map((label) => [
          `${label}-${id}`,
          entrances.map(({ address }) => address),
        ]),
      );
      expect(Object.fromEntries(answered)).toEqual(Object.fromEntries(wanted));
      expect(answered).toHaveLength(wanted.length);
      for (const { plain, answers } of own) {
        expect(plain).toBe(true);
        expect(answers.every(({ check }) => check === undefined)).toBe(true);
      }
    }
  });

  it("wait for a silent address as long as each provider does, a fifth of that", () => {
    const waits = plans.map(({ provider, names }) => [
      provider,
      names[0]?.answers[0]?.check?.connectSeconds.toFixed(1),
    ]);
    expect(waits).toEqual([
      ["aws", "0.8"],
      ["oci", "2.0"],
    ]);
  });
});
