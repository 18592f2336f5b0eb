/** The facts of every cloud: a new one is a folder and a line here. Readers: index.ts. */
import { packageOf } from "../urn";
import { awsFacts } from "./aws/facts";
import type { CloudFacts, ProviderName } from "./contract";
import { ociFacts } from "./oci/facts";

export const facts: Readonly<Record<ProviderName, CloudFacts>> = { oci: ociFacts, aws: awsFacts };

export const providerNames = Object.keys(facts) as readonly ProviderName[];

/** Those of a cloud by its name; undefined for a text that names none. */
export const factsOf = (name: string): CloudFacts | undefined => (isProvider(name) ? facts[name] : undefined);

export const isProvider = (name: string): name is ProviderName => Object.hasOwn(facts, name);

/** Whose resource type this is, or a package of whose SDK; undefined for one of no cloud, such as Kubernetes' own. */
export function cloudOf(type: string): ProviderName | undefined {
  const name = packageOf(type);
  return providerNames.find((provider) => facts[provider].packages.includes(name));
}

/** Whether a resource of this type keeps the region that it was made in; a provider itself is in none. */
export function carriesRegion(type: string): boolean {
  const cloud = type.startsWith("pulumi:") ? undefined : cloudOf(type);
  return cloud !== undefined && facts[cloud].resourcesCarryRegion;
}
