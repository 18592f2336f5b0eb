import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { describeWithPulumi, Sandbox, UP } from "./sandboxed";

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  provider?: string;
}

interface Exported {
  readonly deployment: { readonly resources: Resource[] };
}

const isDns = ({ type }: Resource) => type.startsWith("oci:Dns/");
const isOfMonitors = ({ type }: Resource) => /^oci:(HealthChecks|Monitoring|Ons)\//.test(type);
const regionIn = ({ provider = "" }: Resource) => /::oci-([a-z0-9-]+)::/.exec(provider)?.[1];

describeWithPulumi("a running stack whose DNS was made through a site's region", () => {
  const sandbox = new Sandbox("prod");
  afterAll(() => sandbox.remove());
  const exported = () => JSON.parse(sandbox.export()) as Exported;
  const regions = (which: (resource: Resource) => boolean) =>
    new Set(exported().deployment.resources.filter(which).map(regionIn));

  it("is told through the monitors' region from then on, with nothing changed or made anew", () => {
    sandbox.up();
    const state = exported();
    const { resources } = state.deployment;
    const home = resources.find(
      ({ urn }) => urn.endsWith("::oci-us-ashburn-1") && urn.includes(":providers:oci::"),
    );
    const before = resources.filter(isDns);
    expect(before.length).toBeGreaterThan(10);
    for (const resource of before) resource.provider = `${home?.urn}::${home?.id}`;
    const file = path.join(sandbox.folder, "before.json");
    writeFileSync(file, JSON.stringify(state));
    const imported = sandbox.run(["stack", "import", "--file", file]);
    expect({ status: imported.status, output: imported.status === 0 ? "" : imported.output }).toEqual({
      status: 0,
      output: "",
    });
    expect(regions(isDns)).toEqual(new Set(["us-ashburn-1"]));
    const { counts } = sandbox.up();
    expect(Object.keys(counts)).toEqual(["unchanged"]);
    expect(regions(isDns)).toEqual(new Set(["us-phoenix-1"]));
    const ids = (all: readonly Resource[]) => all.map(({ urn, id }) => `${urn} ${id}`).sort();
    expect(ids(exported().deployment.resources.filter(isDns))).toEqual(ids(before));
  });

  it("moves its monitors to another region when they are replaced, each policy told of the new one in place", () => {
    const file = sandbox.configWith([[/monitorRegion: us-phoenix-1/, "monitorRegion: us-sanjose-1"]]);
    const moved = [
      "**:HttpMonitor::**",
      "**:NotificationTopic::oci-**",
      "**:Subscription::oci-**",
      "**:Alarm::oci-**",
    ];
    const args = [...UP, ...moved.flatMap((urn) => ["--replace", urn]), "--config-file", file];
    const before = exported().deployment.resources;
    const { status, output, counts } = sandbox.run(args);
    expect({ status, output: status === 0 ? "" : output.slice(-3000) }).toEqual({ status: 0, output: "" });
    expect(counts.replaced).toBe(before.filter(isOfMonitors).length);
    expect(regions(isOfMonitors)).toEqual(new Set(["us-sanjose-1"]));
    const after = new Map(exported().deployment.resources.map(({ urn, id }) => [urn, id]));
    expect(before.filter(isDns).filter(({ urn, id }) => after.get(urn) !== id)).toEqual([]);
  });
});
