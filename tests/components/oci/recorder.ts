/** Runs a piece of program against a monitor that answers like OCI would, and records what it registers and asks. */
import * as pulumi from "@pulumi/pulumi";

export interface Recorded {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs of many types are read by path.
  readonly inputs: any;
  /** Name of the explicit provider. */
  readonly provider: string;
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

/** What OCI assigns, by resource type; `name` is the resource's own. */
const assigned: Readonly<Record<string, (name: string) => object>> = {
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
        if (custom) registered.push({ type, name, inputs, provider: (provider ?? "").split("::")[3] ?? "" });
        return { id: `${name}-id`, state: { ...inputs, ...assigned[type]?.(name) } };
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

export const ofType = ({ resources }: Recording, type: string): Recorded[] =>
  resources.filter((resource) => resource.type === type);

/** The one resource of a type whose name matches. */
export function one(recording: Recording, type: string, name = /./): Recorded {
  const found = ofType(recording, type).filter((resource) => name.test(resource.name));
  const [first] = found;
  if (found.length !== 1 || !first) {
    throw new Error(`${found.length} of ${type} match ${name}: ${found.map((each) => each.name).join(", ")}`);
  }
  return first;
}
