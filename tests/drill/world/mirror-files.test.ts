/** A drill's mirrors run what is deployed, but for where it lies and by what they are known to the stores. */
import { describe, expect, it } from "vitest";
import { layoutOf } from "../../../drill/plan/layout";
import { drillTimings, withDrillConfigurations, withDrillTimings } from "../../../drill/plan/timings";
import { mirrorEnv, mirrorScriptAt } from "../../../drill/world/mirror/mirror-files";
import { platformOf } from "../../../resilience/platform/from-graph";
import { stackGraph } from "../../support/graphs";

const now = new Date("2026-03-03T00:00:00Z");
const graph = withDrillConfigurations(stackGraph("staging"), drillTimings);
const sites = layoutOf(graph, withDrillTimings(platformOf(graph, now), drillTimings));
const keysOfStores = { id: "drill", secret: "hidden" };

function mirrorOf(provider: string) {
  const site = sites.find((one) => one.provider === provider);
  if (!site?.mirror) throw new Error(`no mirror at a site of ${provider}`);
  const env = mirrorEnv(site.mirror, site.store, keysOfStores, "/world/ca.crt", "/world/bin");
  return { ...site, mirror: site.mirror, env };
}

describe.each(["aws", "oci"])("the mirror of a site of %s", (provider) => {
  const { id, mirror, store, env } = mirrorOf(provider);

  it("runs for what is new as often as a drill has it, and not for what is due at night", () => {
    expect(mirror.runs).toEqual([{ name: "recent", everySeconds: 60 }]);
  });

  it("runs the deployed script, with its configuration at another place", () => {
    const deployed = mirror.script.split("\n");
    const lines = mirrorScriptAt(id, mirror, "/world/rclone.conf").split("\n");
    const changed = lines.filter((line, n) => line !== deployed[n]).map((line) => line.trim());
    expect(changed.length).toBeGreaterThan(0);
    for (const line of changed) expect(line).toContain("--config /world/rclone.conf");
    expect(lines.join("\n")).not.toContain("/etc/rclone");
  });

  it("reaches its own store by S3, under the name that pods know it by", () => {
    const type = env.RCLONE_CONFIG_OWN_TYPE ?? /\[own\]\ntype = (\S+)/.exec(mirror.config)?.[1];
    const endpoint =
      env.RCLONE_CONFIG_OWN_ENDPOINT ?? /\[own\][^[]*endpoint = (\S+)/.exec(mirror.config)?.[1];
    expect([type, endpoint]).toEqual(["s3", `https://${store.endpoint}`]);
  });

  it("has the deployed environment, and a key for every store of either cloud", () => {
    expect(env).toMatchObject(mirror.env);
    expect(env.GOMEMLIMIT).toBeDefined();
    expect([env.AWS_SECRET_ACCESS_KEY, env.OCI_S3_SECRET_ACCESS_KEY]).toEqual(["hidden", "hidden"]);
  });
});
