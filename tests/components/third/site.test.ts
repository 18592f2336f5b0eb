/** A site on a third cloud, beside one on each of ours: what is built of it, and what the others are told of it. */

import { Provider } from "@pulumi/tls/provider";
import { beforeAll, describe, expect, it } from "vitest";
import { usesQueue } from "../../../components/capability";
import { createClouds } from "../../../components/clouds";
import type { Cloud, Foundation, SiteSpec } from "../../../components/contracts";
import { standardPerClient } from "../../../components/edge/per-client";
import { sizedFamilies } from "../../../components/queue/sizes";
import { QueueTrust } from "../../../components/queue/trust";
import { Site } from "../../../components/site";
import { firstAuthority } from "../../../graph/authority-stage";
import { mirrorShare } from "../../../stacks/partners";
import { video } from "../../fixtures/catalogs/video";
import { account as awsAccount, ohio } from "../aws/fixture";
import { context, nodes } from "../fixture";
import { chicago, account as ociAccount } from "../oci/fixture";
import { type Recorded, type Recording, record } from "../recorder";
import { createThirdCloud, thirdSite } from "./cloud";

const { capabilities: catalog, eventFamilies, parts } = video;
const north = thirdSite("north-1", "10.30.0.0/16");
const specs = [north, ohio, chicago];
const image = { repository: "an-image", digest: `sha256:${"0".repeat(64)}` };
const images = Object.fromEntries(
  [...catalog.map(({ name }) => name), "haproxy", "nats", "natsCli", "rclone"].map((name) => [name, image]),
);
const replicas = Object.fromEntries(
  [...catalog.map(({ name }) => name), "edge"].map((name) => [name, { floor: 3, ceiling: 6 }]),
);

function build(): void {
  const clouds: readonly Cloud[] = [
    ...Object.values(createClouds(context, { aws: awsAccount, oci: ociAccount })),
    createThirdCloud(context),
  ];
  const foundations = new Map(
    specs.map((spec) => [
      spec.id,
      cloudOf(clouds, spec).foundation(spec, [image.repository, ociAccount.calico.repository]),
    ]),
  );
  const of = ({ id }: SiteSpec) => foundations.get(id) as Foundation;
  const queuePlan = {
    sites: specs.map(({ id }) => id),
    families: sizedFamilies(eventFamilies, catalog.filter(usesQueue), {
      requestsPerSecond: {},
      shares: Object.fromEntries(specs.map(({ id }) => [id, 1])),
    }),
    workloads: catalog.filter(usesQueue),
  };
  const addresses = Object.fromEntries(specs.map((spec) => [spec.id, of(spec).addresses.edge]));
  const trust = new QueueTrust(
    "queue-trust",
    { plan: queuePlan, stage: firstAuthority, addresses },
    { providers: [new Provider("tls")] },
  );
  for (const spec of specs) {
    const others = specs.filter((other) => other !== spec);
    new Site(spec.id, {
      foundation: of(spec),
      domain: context.domain,
      drained: false,
      endpoints: "{}\n",
      edgeClients: { proxyProtocol: "required", perClient: standardPerClient },
      catalog,
      replicas,
      partSizes: parts,
      images,
      nodes,
      otherClouds: clouds.filter(({ provider }) => provider !== spec.provider),
      forsaken: [],
      otherStores: others.map((other) => of(other).store),
      mirrored: mirrorShare(spec, specs, of(spec).store.reachesPeers),
      peers: others.map((peer) => ({ site: peer.id, addresses: of(peer).addresses, trusted: true })),
      queuePlan,
      trust,
    });
  }
}

function cloudOf(clouds: readonly Cloud[], { id, provider }: SiteSpec): Cloud {
  const cloud = clouds.find((one) => one.provider === provider);
  if (!cloud) throw new Error(`no cloud for ${id}`);
  return cloud;
}

let recording: Recording;
beforeAll(async () => {
  recording = await record(build);
});

const objects = (site: string, type: string): Recorded[] =>
  recording.resources.filter(
    (resource) => resource.type.endsWith(`:${type}`) && resource.provider.includes(site),
  );
const named = (site: string, type: string, namespace: string, name: string): Recorded => {
  const found = objects(site, type).find(
    ({ inputs: { metadata } }) => metadata.namespace === namespace && metadata.name === name,
  );
  if (!found) throw new Error(`no ${type} ${namespace}/${name} at ${site}`);
  return found;
};
const names = (site: string, type: string) =>
  objects(site, type)
    .map(({ inputs: { metadata } }) => `${metadata.namespace}/${metadata.name}`)
    .sort();

/** The capability that writes to other clouds' stores. */
const writer = catalog.find(({ otherStores }) => otherStores === "append")?.name ?? "";

describe("a site on a third cloud", () => {
  it("has the workloads that a site on any other has", () => {
    const deployments = names(north.id, "Deployment");
    expect(deployments).toEqual(expect.arrayContaining(catalog.map(({ name }) => `platform/${name}`)));
    expect(deployments).toEqual(names(ohio.id, "Deployment"));
    expect(names(north.id, "CronJob")).toEqual(names(ohio.id, "CronJob"));
  });

  it("has a mirror that pulls from a store of each other cloud", () => {
    const { data } = named(north.id, "ConfigMap", "mirror", "mirror").inputs;
    const script = Object.values(data as Record<string, string>).find((text) => text.startsWith("#!"));
    expect(script).toContain("pull aws-us-east-2 ");
    expect(script).toContain("pull oci-us-chicago-1 ");
  });

  it("is admitted by each other cloud with credentials that stand side by side", () => {
    const { inputs } = named(north.id, "Deployment", "platform", writer);
    const [container] = inputs.spec.template.spec.containers;
    const env = container.env.map(({ name }: { name: string }) => name);
    expect(env).toContain("AWS_ROLE_ARN");
    const { stringData } = named(north.id, "Secret", "platform", `${writer}-other-stores`).inputs;
    // A secret crosses to the monitor in a wrapper.
    expect(Object.keys(stringData.value).sort()).toEqual([
      "OCI_S3_ACCESS_KEY_ID",
      "OCI_S3_SECRET_ACCESS_KEY",
    ]);
  });
});

describe("a site on one of our clouds, beside a third", () => {
  it.each([ohio.id, chicago.id])("%s has valid pods with the third's token among their volumes", (site) => {
    const { containers, volumes } = named(site, "Deployment", "platform", writer).inputs.spec.template.spec;
    const unique = (values: string[]) => expect(new Set(values).size).toBe(values.length);
    unique(volumes.map(({ name }: { name: string }) => name));
    unique(containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath));
    unique(containers[0].env.map(({ name }: { name: string }) => name));
    expect(containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toContain(
      "/var/run/secrets/twincloud/third",
    );
  });

  it("mounts two tokens where both other clouds trust its cluster", () => {
    const { volumes } = named(chicago.id, "Deployment", "platform", writer).inputs.spec.template.spec;
    const audiences = volumes.flatMap(
      (volume: { projected?: { sources: { serviceAccountToken: object }[] } }) =>
        (volume.projected?.sources ?? []).map(({ serviceAccountToken }) => serviceAccountToken),
    );
    expect(audiences).toEqual([
      expect.objectContaining({ audience: "sts.amazonaws.com" }),
      expect.objectContaining({ audience: "third.example" }),
    ]);
  });

  it("keeps a mirror's sources apart by their remotes", () => {
    const { data } = named(ohio.id, "ConfigMap", "mirror", "mirror").inputs;
    const config = Object.values(data as Record<string, string>).join("\n");
    for (const remote of ["[own]", "[third_north_1]", "[oci_us_chicago_1]"]) expect(config).toContain(remote);
  });
});
