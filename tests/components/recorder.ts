/** Runs a piece of program against a monitor that answers like the clouds would, and records what it registers and asks. */
import * as pulumi from "@pulumi/pulumi";

export interface Recorded {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs of many types are read by path.
  readonly inputs: any;
  /** Name and package of the explicit provider; empty where there is none. */
  readonly provider: string;
  readonly providerPackage: string;
  /** As the constructor and the transformations left them. */
  readonly opts: pulumi.CustomResourceOptions;
  /** What it explicitly waits for, `<type>::<name>` each. */
  readonly waitsFor: readonly string[];
}

export interface Recording {
  /** Without the components, in the order of registration. */
  readonly resources: readonly Recorded[];
  /** Tokens of the look-ups. */
  readonly lookUps: readonly string[];
}

/** What a cloud assigns, by resource type; `name` is the resource's own. */
const assigned: Readonly<Record<string, (name: string, inputs: Recorded["inputs"]) => object>> = {
  "aws:ec2/eip:Eip": (name) => ({ publicIp: `address-of-${name}`, allocationId: `eipalloc-${name}` }),
  "aws:eks/cluster:Cluster": (name, inputs) => ({
    endpoint: `https://${name}.example`,
    certificateAuthority: { data: "Q0E=" },
    identities: [{ oidcs: [{ issuer: `https://oidc.example/${name}` }] }],
    vpcConfig: { ...inputs.vpcConfig, clusterSecurityGroupId: `sg-pods-${name}` },
  }),
  "aws:route53/zone:Zone": (name) => ({
    zoneId: `Z-${name}`,
    nameServers: [4, 3, 2, 1].map((n) => `ns-${n}.awsdns.example`),
  }),
  "oci:Core/publicIp:PublicIp": (name) => ({ ipAddress: `address-of-${name}` }),
  "oci:Core/vcn:Vcn": (name) => ({ defaultSecurityListId: `default-list-of-${name}` }),
  "oci:ContainerEngine/cluster:Cluster": (name) => ({
    openIdConnectDiscoveryEndpoint: `https://objectstorage.example/n/oke/b/oidc/o/${name}`,
  }),
  "oci:Dns/zone:Zone": () => ({
    nameservers: [1, 2, 3, 4].map((n) => ({ hostname: `ns${n}.dns.example.net` })),
  }),
  "oci:Identity/authToken:AuthToken": () => ({ token: "a token" }),
  "oci:Identity/customerSecretKey:CustomerSecretKey": () => ({ key: "a key" }),
  "oci:Ons/notificationTopic:NotificationTopic": (name) => ({ topicId: `topic-of-${name}` }),
};

const answers: Readonly<Record<string, (inputs: Recorded["inputs"]) => object>> = {
  "oci:Core/getServices:getServices": ({ filters }) => ({
    services: filters[0].values.map((cidrBlock: string) => ({ cidrBlock, id: `id-of-${cidrBlock}` })),
  }),
  "oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig": ({ endpoint }) => ({
    content: `kubeconfig by ${endpoint}`,
  }),
};

export async function record(program: () => void): Promise<Recording> {
  const registered: Omit<Recorded, "opts" | "waitsFor">[] = [];
  const lookUps: string[] = [];
  const options = new Map<string, pulumi.CustomResourceOptions>();
  const names = new Map<pulumi.Resource, string>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, provider, custom }) => {
        const [, , providerType = "", providerName = ""] = (provider ?? "").split("::");
        const providerPackage = providerType.split(":").at(-1) ?? "";
        if (custom) registered.push({ type, name, inputs, provider: providerName, providerPackage });
        return {
          id: `${name}-id`,
          state: { ...inputs, arn: `arn-of-${name}`, ...assigned[type]?.(name, inputs) },
        };
      },
      call: ({ token, inputs }) => {
        lookUps.push(token);
        const answer = answers[token];
        if (!answer) throw new Error(`${token} was looked up`);
        return answer(inputs);
      },
    },
    "twincloud",
    "test",
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ type, name, resource, opts }) => {
      names.set(resource, `${type}::${name}`);
      options.set(`${type}::${name}`, opts);
      return undefined;
    });
    program();
  });
  await pulumi.runtime.disconnect();
  const resources = registered.map((resource) => {
    const opts = options.get(`${resource.type}::${resource.name}`) ?? {};
    const dependsOn = (opts.dependsOn ? [opts.dependsOn].flat() : []) as pulumi.Resource[];
    return { ...resource, opts, waitsFor: dependsOn.map((each) => names.get(each) ?? "") };
  });
  return { resources, lookUps };
}

/** Only what it registers. */
export const recordResources = async (program: () => void): Promise<readonly Recorded[]> =>
  (await record(program)).resources;

type Made = Recording | readonly Recorded[];

export const ofType = (made: Made, type: string): Recorded[] =>
  ("resources" in made ? made.resources : made).filter((resource) => resource.type === type);

/** The one resource of a type whose name matches. */
export function one(made: Made, type: string, name = /./): Recorded {
  const found = ofType(made, type).filter((resource) => name.test(resource.name));
  const [first] = found;
  if (found.length !== 1 || !first) {
    throw new Error(`${found.length} of ${type} match ${name}: ${found.map((each) => each.name).join(", ")}`);
  }
  return first;
}
