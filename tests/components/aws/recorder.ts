/** Runs a piece of program against a monitor that answers like a cloud would, and records what it registers. */
import * as pulumi from "@pulumi/pulumi";

export interface Recorded {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: inputs of many types are read by path.
  readonly inputs: any;
  /** Type and name of the explicit provider, `<type>::<name>`. */
  readonly provider: string;
  /** As the constructor and the transformations left them. */
  readonly opts: pulumi.CustomResourceOptions;
  /** What it explicitly waits for, `<type>::<name>` each. */
  readonly waitsFor: readonly string[];
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
};

/** Everything that `program` registers, without the components, in the order of registration. */
export async function record(program: () => void): Promise<Recorded[]> {
  const registered: Omit<Recorded, "opts" | "waitsFor">[] = [];
  const options = new Map<string, pulumi.CustomResourceOptions>();
  const names = new Map<pulumi.Resource, string>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, provider, custom }) => {
        if (custom) {
          registered.push({
            type,
            name,
            inputs,
            provider: (provider ?? "").split("::").slice(2, 4).join("::"),
          });
        }
        return {
          id: `${name}-id`,
          state: { ...inputs, arn: `arn-of-${name}`, ...assigned[type]?.(name, inputs) },
        };
      },
      call: ({ token }) => {
        throw new Error(`${token} was looked up`);
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
  return registered.map((resource) => {
    const opts = options.get(`${resource.type}::${resource.name}`) ?? {};
    const waitsFor = ([opts.dependsOn].flat() as pulumi.Resource[]).map((each) => names.get(each) ?? "");
    return { ...resource, opts, waitsFor: opts.dependsOn ? waitsFor : [] };
  });
}

export const ofType = (recorded: readonly Recorded[], type: string): Recorded[] =>
  recorded.filter((resource) => resource.type === type);

/** The one resource of a type whose name matches. */
export function one(recorded: readonly Recorded[], type: string, name = /./): Recorded {
  const found = ofType(recorded, type).filter((resource) => name.test(resource.name));
  const [first] = found;
  if (found.length !== 1 || !first) {
    throw new Error(`${found.length} of ${type} match ${name}: ${found.map((each) => each.name).join(", ")}`);
  }
  return first;
}
