import { describe, expect, it } from "vitest";
import type { GraphResource, Properties } from "../../../graph/resource";
import { sitesAlike } from "../../../policies/rules/sites-alike";
import { findings } from "../../support/findings";
import { changed, fileEdited, ofType, setting, stackGraph, type Which, without } from "../../support/graphs";

const prod = () => stackGraph("prod");
const west = "aws-us-west-2";
const rolePolicy = ofType("aws:iam/rolePolicy:RolePolicy", `${west}-platform-feed`);
const endpoint: Which = ({ type, placement }) =>
  type === "aws:ec2/vpcEndpoint:VpcEndpoint" && placement?.region === "us-west-2";
const wanted = "; wanted the same at all sites of a cloud";

const edited = (which: Which, edit: (resource: GraphResource) => GraphResource) =>
  findings(sitesAlike, changed(prod(), which, edit));

describe("sites-alike", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(sitesAlike, stackGraph(stack))).toEqual([]);
  });

  it("blocks a right that is denied at one site alone", () => {
    const denied = (resource: GraphResource) => {
      const policy = JSON.parse(String(resource.inputs.policy)) as { Statement: object[] };
      policy.Statement.push({ Effect: "Deny", Action: "s3:GetObject", Resource: "*" });
      return setting(["policy"], JSON.stringify(policy))(resource);
    };
    expect(edited(rolePolicy, denied)).toEqual([
      expect.stringMatching(
        / is another aws:iam\/rolePolicy:RolePolicy .* at aws-us-west-2 than at aws-us-east-2; /,
      ),
    ]);
  });

  it("blocks what one site lacks, and says where it is", () => {
    const [found, ...more] = findings(sitesAlike, without(prod(), endpoint));
    expect(found).toContain(`at aws-us-east-2, which ${west} lacks${wanted}`);
    expect(more).toEqual([]);
  });

  it("blocks a line that a file has at one site alone, whatever it does", () => {
    const graph = fileEdited(prod(), west, "mirror.sh", "set -u", "set -u\nulimit -n 64");
    expect(findings(sitesAlike, graph)).toEqual([
      expect.stringMatching(/ is another kubernetes:core\/v1:ConfigMap mirror\/mirror at /),
    ]);
  });

  it("lets sites differ in sizes, addresses and the versions that go up one at a time", () => {
    const pool = ofType("oci:ContainerEngine/nodePool:NodePool");
    const larger = changed(prod(), pool, (resource) =>
      resource.name.includes("ashburn") ? setting(["kubernetesVersion"], "v1.34.1")(resource) : resource,
    );
    const sized = changed(larger, ofType("aws:ec2/vpc:Vpc", west), setting(["cidrBlock"], "10.99.0.0/16"));
    expect(findings(sitesAlike, sized)).toEqual([]);
  });

  it("tells nothing where an input isn't known yet at one of the sites", () => {
    const unknown = changed(prod(), rolePolicy, setting(["policy"], "[unknown]"));
    const isUnknown = changed(prod(), rolePolicy, (resource) => ({
      ...resource,
      inputs: stackGraph("prod-unknown").resources.find(rolePolicy)?.inputs as Properties,
    }));
    expect(findings(sitesAlike, unknown)).toHaveLength(1);
    expect(findings(sitesAlike, isUnknown)).toEqual([]);
  });

  it("says nothing of another program's sites, which may be meant to differ", () => {
    const foreign = changed(prod(), ofType("pulumi:pulumi:Stack"), (stack) => ({ ...stack, outputs: {} }));
    expect(findings(sitesAlike, without(foreign, endpoint))).toEqual([]);
  });
});
