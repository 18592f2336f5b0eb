import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../graph/resource";
import { registryIndependence } from "../../../policies/rules/registry-independence";
import { onCluster, placed, provider, resource, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const name = "oci-us-chicago-1-upload";
const upload = ofType("kubernetes:apps/v1:Deployment", name);
const image = ["spec", "template", "spec", "containers", 0, "image"];
const digest = `@sha256:${"0".repeat(63)}1`;
const wanted = "wanted a registry of oci in us-chicago-1";

const uploadFrom = (reference: string) =>
  findings(registryIndependence, changed(stackGraph("prod"), upload, setting(image, reference + digest)));

describe("registry-independence", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(registryIndependence, stackGraph(stack))).toEqual([]);
  });

  it("blocks a site that pulls from the other cloud", () => {
    const host = "123456789012.dkr.ecr.us-east-2.amazonaws.com";
    expect(uploadFrom(`${host}/twincloud-prod/upload`)).toEqual([
      `${name} pulls twincloud-prod/upload from ${host}, a registry of aws; ${wanted}`,
    ]);
  });

  it("blocks a site that pulls from another region of its own cloud", () => {
    const path = "examplenamespace/twincloud-prod/upload";
    for (const host of ["ocir.us-ashburn-1.oci.oraclecloud.com", "iad.ocir.io"]) {
      expect(uploadFrom(`${host}/${path}`)).toEqual([
        `${name} pulls ${path} from ${host}, in another region (us-ashburn-1); ${wanted}`,
      ]);
    }
  });

  it("blocks a third party's registry, which all sites would share", () => {
    expect(uploadFrom("ghcr.io/example/upload")).toEqual([
      `${name} pulls example/upload from ghcr.io, a third party's registry; ${wanted}`,
    ]);
    expect(uploadFrom("library/upload")).toEqual([
      `${name} pulls library/upload from docker.io, a third party's registry; ${wanted}`,
    ]);
  });

  it("blocks a repository that is gone at one site", () => {
    const repository = ofType("aws:ecr/repository:Repository", "aws-us-west-2-upload");
    expect(findings(registryIndependence, without(stackGraph("prod"), repository))).toEqual([
      "aws-us-west-2-upload pulls twincloud-prod/upload from a repository in us-west-2 that this stack doesn't make, as it does for other sites; wanted a repository at every site",
    ]);
  });

  it("judges the cluster's own agents too", () => {
    const agent = ofType("kubernetes:apps/v1:DaemonSet", "oci-us-ashburn-1-calico-node");
    const graph = changed(stackGraph("prod"), agent, setting(image, `docker.io/calico/node${digest}`));
    expect(findings(registryIndependence, graph)).toHaveLength(1);
  });
});

describe("registry-independence, in a program that isn't ours", () => {
  const web = (rest: object) => ({
    spec: { template: { spec: { containers: [{ name: "web", ...rest }] } } },
  });

  it("tells an image that isn't known yet by the repository that it was made from", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-2" } });
    const repository = resource("aws:ecr/repository:Repository", "web", { provider: aws.urn });
    const deployment = (propertyDependencies: Record<string, string[]>) =>
      onCluster("aws", "apps/v1", "Deployment", "web", {
        inputs: web({ image: UNKNOWN }),
        propertyDependencies,
      });
    const made = deployment({ spec: [repository.urn] });
    expect(findings(registryIndependence, twoSites(aws, repository, made))).toEqual([]);
    expect(findings(registryIndependence, twoSites(deployment({})))).toEqual([
      "aws-web pulls an image whose registry can't be told; wanted a registry of aws in us-east-2",
    ]);
  });

  it("blocks clusters of which nothing is known that all pull from one registry, and lets a single one be", () => {
    const [a, b] = [provider("kubernetes", "a"), provider("kubernetes", "b")];
    const on = (cluster: typeof a) =>
      resource("kubernetes:apps/v1:Deployment", `web-on-${cluster.name}`, {
        provider: cluster.urn,
        inputs: { metadata: { name: "web" }, ...web({ image: `quay.io/example/web${digest}` }) },
      });
    expect(findings(registryIndependence, placed([a, on(a)]))).toEqual([]);
    expect(findings(registryIndependence, placed([a, b, on(a), on(b)]))).toEqual([
      "web-on-a pulls example/web from quay.io in all 2 clusters; wanted a registry for each cluster",
    ]);
  });
});
