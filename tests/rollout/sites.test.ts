import { describe, expect, it } from "vitest";
import { sitesOf } from "../../rollout/sites";
import { loadSettings, readStackFile, type Settings } from "../../stacks/config";
import { video } from "../fixtures/catalogs/video";
import { fixtureFile } from "../fixtures/stacks";
import { changed, ofType, setting, stackGraph, without } from "../support/graphs";

const settings = production();
const all = ["oci-us-chicago-1", "oci-us-ashburn-1", "aws-us-east-2", "aws-us-west-2"];
const NOW = new Date("2026-05-01T12:00:00Z");

function production(): Settings {
  const file = fixtureFile("prod");
  const loaded = loadSettings(readStackFile(file).values, { file, catalog: video });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.settings;
}

describe("the sites of a roll-out", () => {
  it("are all deployed in a whole state", () => {
    expect([...sitesOf(settings, stackGraph("prod"), NOW).deployed]).toEqual(all);
  });

  it("are not deployed where a first deployment broke off before their clusters were there", () => {
    const half = without(stackGraph("prod"), ({ type }) =>
      /^(kubernetes:|pulumi:providers:kubernetes)/.test(type),
    );
    expect(half.byType.get("twincloud:Site")).toHaveLength(4);
    expect([...sitesOf(settings, half, NOW).deployed]).toEqual([]);
  });

  it("are not deployed where it broke off before their edge was there", () => {
    const edge = ofType("kubernetes:apps/v1:Deployment", "aws-us-west-2-edge");
    const { deployed } = sitesOf(settings, without(stackGraph("prod"), edge), NOW);
    expect([...deployed]).toEqual(all.slice(0, 3));
  });

  it("are taken to be deployed where there is no state to see", () => {
    const { deployed, drainedBefore } = sitesOf(settings, undefined, NOW);
    expect({ deployed: [...deployed], drainedBefore: [...drainedBefore] }).toEqual({
      deployed: all,
      drainedBefore: [],
    });
  });

  it("are drained until the drain's end", () => {
    const drain = [{ site: "aws-us-east-2", until: "2026-05-01T13:00:00Z", reason: "an upgrade" }];
    const drainedAt = (now: Date) => [...sitesOf({ ...settings, drain }, undefined, now).drained];
    expect(drainedAt(NOW)).toEqual(["aws-us-east-2"]);
    expect(drainedAt(new Date(NOW.getTime() + 2 * 3_600_000))).toEqual([]);
  });

  it("were drained before where the deployed edge says so", () => {
    const drained = changed(
      stackGraph("prod"),
      ofType("kubernetes:core/v1:ConfigMap", "aws-us-east-2-edge"),
      setting(
        ["data", "haproxy.cfg"],
        'frontend public\n  http-request return status 503 content-type text/plain string "drained\\n" if { path /healthz/feed }\n',
      ),
    );
    expect([...sitesOf(settings, drained, NOW).drainedBefore]).toEqual(["aws-us-east-2"]);
    expect([...sitesOf(settings, stackGraph("prod"), NOW).drainedBefore]).toEqual([]);
  });

  it("are unreachable with their cloud", () => {
    const { unreachable } = sitesOf({ ...settings, unreachable: ["oci"] }, undefined, NOW);
    expect([...unreachable]).toEqual(all.slice(0, 2));
  });
});
