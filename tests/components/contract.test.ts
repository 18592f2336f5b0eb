/**
 * What every cloud must offer (components/contracts.ts), asked of each adapter in the same words: of ours, and of a
 * third that exists for tests alone.
 */
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { createClouds } from "../../components/clouds";
import type {
  Cloud,
  DnsAuthority,
  ForeignCredentials,
  Foundation,
  SiteInfrastructure,
  SiteSpec,
  StackContext,
  StoreAccess,
} from "../../components/contracts";
import { routedNames } from "../../components/routing";
import type { ProviderName } from "../../graph/clouds/contract";
import { account as awsAccount, ohio, oregon } from "./aws/fixture";
import { binding, context, nodes } from "./fixture";
import { chicago, account as ociAccount, phoenix } from "./oci/fixture";
import { type Recording, record } from "./recorder";
import { createThirdCloud, third, thirdSite } from "./third/cloud";

const ownName = "upload-the-site.clips.example.com";

interface Adapter {
  readonly create: (context: StackContext) => Cloud;
  readonly sites: readonly SiteSpec[];
  /** A site of another cloud. */
  readonly foreign: SiteSpec;
}

const ours = (provider: ProviderName) => (within: StackContext) =>
  createClouds(within, { aws: awsAccount, oci: ociAccount })[provider];

const adapters: Readonly<Record<ProviderName, Adapter>> & Readonly<Record<string, Adapter>> = {
  aws: { create: ours("aws"), sites: [ohio, oregon], foreign: chicago },
  oci: { create: ours("oci"), sites: [chicago, phoenix], foreign: ohio },
  [third]: {
    create: createThirdCloud,
    sites: [thirdSite("north-1", "10.30.0.0/16"), thirdSite("south-1", "10.31.0.0/16")],
    foreign: ohio,
  },
};

interface Built {
  recording: Recording;
  foundations: Foundation[];
  infrastructure: SiteInfrastructure;
  granted: readonly pulumi.Resource[];
  led: readonly pulumi.Resource[];
  admitted: ForeignCredentials[];
  authority: DnsAuthority;
}

/** Everything of the contract, used once. */
async function use(provider: string, within: StackContext = context): Promise<Built> {
  const built = {} as Built;
  built.recording = await record(() => {
    const { create, sites, foreign } = adapters[provider] as Adapter;
    const cloud = create(within);
    built.foundations = sites.map((spec) => cloud.foundation(spec, ["upload", "third-party/calico"]));
    cloud.replicate(built.foundations.map(({ store }) => store));
    const [foundation] = built.foundations as [Foundation];
    const parent = new pulumi.ComponentResource("test:Site", foundation.site.id);
    built.infrastructure = foundation.build(parent, nodes);
    const access = (name: string, writes: readonly string[]): StoreAccess => ({
      serviceAccount: { namespace: "platform", name },
      store: foundation.store,
      reads: ["upload/"],
      writes,
    });
    built.granted = built.infrastructure.grant([access("upload", ["upload/"]), access("feed", [])]);
    built.led = built.infrastructure.bindEdge(binding);
    built.admitted = cloud.admit(foreign, pulumi.output("https://issuer.example/o/1"), [
      access("upload", ["upload/"]),
    ]);
    built.authority = cloud.authority();
    built.authority.delegate([]);
    built.authority.answer(
      {
        names: routedNames(
          [{ capability: "upload", host: "upload.clips.example.com" }],
          [
            {
              id: foundation.site.id,
              share: 100,
              addresses: foundation.addresses.edge.length,
              drained: false,
            },
          ],
        ),
        siteNames: [{ capability: "upload", site: foundation.site.id, host: ownName }],
        ttl: 30,
        checks: { intervalSeconds: 10, failureThreshold: 3 },
        addresses: { [foundation.site.id]: foundation.addresses.edge },
        after: [],
      },
      "oncall@example.com",
    );
  });
  return built;
}

describe.each(Object.keys(adapters))("the adapter for %s", (provider) => {
  let built: Built;
  beforeAll(async () => {
    built = await use(provider);
  });
  const first = () => built.foundations[0] as Foundation;

  it("gives a site public addresses of both kinds before the site is built", () => {
    expect(first().addresses.edge.length).toBeGreaterThanOrEqual(1);
    expect(first().addresses.nat.length).toBeGreaterThanOrEqual(1);
  });

  it("has a registry in the site's own region, and references by digest", () => {
    const reference = first().registry.image("upload", "sha256:abc");
    expect(first().registry.host).toContain(first().site.region.name);
    expect(reference.startsWith(first().registry.host)).toBe(true);
    expect(reference).toMatch(/upload@sha256:abc$/);
    expect(first().registry.ready.length).toBeGreaterThan(0);
  });

  it("names each store, its host and its region as plain data, each site another bucket", () => {
    const stores = built.foundations.map(({ store }) => store);
    expect(new Set(stores.map(({ bucket, endpoint }) => `${endpoint}/${bucket}`)).size).toBe(2);
    for (const { endpoint, bucket, region, site, provider: of } of stores) {
      expect(of).toBe(provider);
      expect(site).toBe(`${provider}-${region}`);
      expect(endpoint).toContain(region);
      expect(endpoint).not.toContain("/");
      expect(bucket).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
    }
  });

  it("hands over every trait that a workload may ask for", () => {
    const { traits } = built.infrastructure.cluster;
    expect(traits).toMatchObject({ provider, region: first().site.region.name, zones: 3 });
    expect(traits.zoneKey).toMatch(/\//);
    expect(traits.storageClass).not.toBe("");
    expect(traits.identityEndpoints.length).toBeGreaterThan(0);
  });

  it("tells the network's ranges that policies must know", () => {
    const { loadBalancerCidrs, podCidrs } = built.infrastructure.network;
    for (const cidr of [...loadBalancerCidrs, ...podCidrs]) expect(cidr).toMatch(/^10\.\d+\.\d+\.\d+\/\d+$/);
    expect(loadBalancerCidrs.length).toBeGreaterThan(0);
    expect(podCidrs.length).toBeGreaterThan(0);
  });

  it("says what pods must wait for, and users", () => {
    expect(built.infrastructure.cluster.ready.length).toBeGreaterThan(0);
    expect(built.granted.length).toBeGreaterThan(0);
    expect(built.led.length).toBeGreaterThan(0);
  });

  it("admits another cloud's service account, for which nothing secret stands in plain environment", () => {
    expect(built.admitted.map(({ serviceAccount }) => serviceAccount)).toEqual([
      { namespace: "platform", name: "upload" },
    ]);
    const [{ env, secretEnv, token } = { env: {}, secretEnv: {} }] = built.admitted as ForeignCredentials[];
    expect(Object.keys(env).concat(Object.keys(secretEnv)).length).toBeGreaterThan(0);
    expect(JSON.stringify(env)).not.toContain("a key");
    if (token) expect(token.directory.startsWith("/")).toBe(true);
  });

  it("answers for the zone with four servers of its own", async () => {
    expect(built.authority.provider).toBe(provider);
    const servers = await new Promise<string[]>((resolve) => built.authority.nameServers.apply(resolve));
    expect(servers).toHaveLength(built.authority.nameServerCount);
  });

  it("answers a site's own name with all of the site's addresses", () => {
    const { resources } = built.recording;
    const whole = resources.filter(({ inputs }) => JSON.stringify(inputs).includes(ownName));
    const single = resources.filter(({ name }) => name.startsWith(`${ownName}-`));
    // By one record with all addresses, or by one for each.
    const answers = whole.length > 0 ? 1 : first().addresses.edge.length;
    expect([...whole, ...single]).toHaveLength(answers);
  });

  it("makes every resource through a provider that it names, in the site's region or a global one", () => {
    for (const { type, name, provider: through } of built.recording.resources) {
      if (!type.startsWith("pulumi:providers:")) expect(through, `${type} ${name}`).not.toBe("");
    }
  });

  it("protects and retains the stores and the zone", () => {
    const holders = built.recording.resources.filter(({ type }) => /:(Bucket|Zone)$/.test(type));
    expect(holders.length).toBeGreaterThanOrEqual(3);
    for (const { type, name, opts } of holders) {
      expect({ protect: opts.protect, retain: opts.retainOnDelete }, `${type} ${name}`).toEqual({
        protect: true,
        retain: true,
      });
    }
  });

  it("when unreachable leaves every resource of its own as the state has it, and looks nothing up", async () => {
    const { recording } = await use(provider, { ...context, unreachable: [provider as ProviderName] });
    const own = recording.resources.filter(({ type }) => type.startsWith(`${provider}:`));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter(({ opts }) => !opts.ignoreChanges?.includes("*")).map(({ name }) => name)).toEqual([]);
    expect(recording.lookUps).toEqual([]);
  });

  it("registers the same again", async () => {
    const names = ({ resources }: Recording) => resources.map(({ type, name }) => `${type} ${name}`).sort();
    expect(names((await use(provider)).recording)).toEqual(names(built.recording));
  });
});
