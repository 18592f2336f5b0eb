/** The facts of every cloud: a new one is a folder and a line here. Readers: index.ts. */
import { awsFacts } from "./aws/facts";
import type { CloudFacts, ProviderName } from "./contract";
import { ociFacts } from "./oci/facts";

export const facts: Readonly<Record<ProviderName, CloudFacts>> = { oci: ociFacts, aws: awsFacts };

export const providerNames = Object.keys(facts) as readonly ProviderName[];

/** Those of a cloud by its name; undefined for a text that names none. */
export const factsOf = (name: string): CloudFacts | undefined => (isProvider(name) ? facts[name] : undefined);

export const isProvider = (name: string): name is ProviderName => Object.hasOwn(facts, name);
