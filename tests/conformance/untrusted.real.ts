/**
 * A cloud turns hostile and its API with it: a deploy takes away what it has at the other, asks nothing of it, and changes
 * nothing there.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { graphFromState } from "../../graph/from-state";
import { changedBetween, resourcesIn } from "./changed";
import { placedOn } from "./placed";
import { describeWithPulumi, JUDGED_UP, Sandbox } from "./sandboxed";

const SKIP = { PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: "true" };

describeWithPulumi.each([
  { hostile: "oci", site: "oci-us-phoenix-1", left: "aws" },
  { hostile: "aws", site: "aws-us-east-2", left: "oci" },
] as const)("staging when $hostile is hostile", ({ hostile, site, left }) => {
  const sandbox = new Sandbox("staging");
  afterAll(() => sandbox.remove());
  let before: string;
  let after: string;
  let output: string;
  let status: number | null;
  let file: string;
  beforeAll(() => {
    sandbox.up();
    before = sandbox.export();
    file = sandbox.configWith([], `  twincloud:untrusted: [${hostile}]\n`);
    const args = [...JUDGED_UP, "--fail", hostile, "--config-file", file];
    const run = sandbox.run(args, { ...SKIP, PULUMI_DEBUG_COMMANDS: "true" });
    output = run.output;
    status = run.status;
    after = sandbox.export();
  });

  const changed = () => changedBetween(resourcesIn(before), resourcesIn(after));
  const kept = () => new Set(resourcesIn(after).map(({ urn }) => urn));

  it("deploys, with the policy pack and while every call to it fails", () => {
    expect(output).not.toContain("[mandatory]");
    expect({ status, output: status === 0 ? "" : output.slice(-4_000) }).toEqual({ status: 0, output: "" });
  });

  it("changes, makes and deletes nothing of it but how its provider is configured", () => {
    const graphs = [graphFromState(before), graphFromState(after)];
    const gone = resourcesIn(before).filter(({ urn }) => !kept().has(urn));
    const touched = [...changed(), ...gone].filter(({ urn }) =>
      graphs.some((graph) => graph.byUrn.has(urn) && placedOn(graph, urn) === hostile),
    );
    expect(touched.map(({ type }) => type).filter((type) => type !== `pulumi:providers:${hostile}`)).toEqual(
      [],
    );
  });

  it("deletes at the other cloud what let it in, watched it and answered with it", () => {
    const gone = resourcesIn(before).filter(({ urn }) => !kept().has(urn));
    expect(gone.filter(({ type }) => type.startsWith(`${left}:`)).length).toBeGreaterThan(5);
    const still = resourcesIn(after).filter(
      ({ type, urn }) => type.startsWith(`${left}:`) && (urn.split("::").at(-1) ?? "").includes(site),
    );
    expect(still.map(({ urn }) => urn)).toEqual([]);
  });

  it("leaves no certificate and no key of its queue", () => {
    const own = resourcesIn(after).filter(
      ({ type, urn }) => type.startsWith("tls:") && (urn.split("::").at(-1) ?? "").includes(site),
    );
    expect(own.map(({ urn }) => urn)).toEqual([]);
  });

  it("has nothing left to do the second time", () => {
    const args = ["preview", "--expect-no-changes", "--fail", hostile, "--config-file", file];
    expect(sandbox.run(args, SKIP).status).toBe(0);
  });
});
