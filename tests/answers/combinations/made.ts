/** Resources as their clouds would make them, from as few inputs as they need. */
import { createAnswers, type Values } from "../../../answers";
import { type RefusedTogether, refusedTogether } from "../../../answers/combination";
import { combinations } from "../../../answers/combinations";
import { type Registered, registered, worldOf } from "../../../answers/registered";
import { awsProvider, ociProvider, request, sampleInputs } from "../samples";

const answers = createAnswers();

/** Of a cluster of OCI's in Chicago: the region is among what its tokens are made with. */
const clusterProvider: Values = {
  kubeconfig: 'args: ["ce", "cluster", "generate-token", "--region", "us-chicago-1"]',
};

const PROVIDERS: Readonly<Record<string, Values>> = {
  aws: awsProvider,
  oci: ociProvider,
  kubernetes: clusterProvider,
};

/** @param provider settings that differ from those of the samples */
export function made(type: string, name: string, inputs: Values = {}, provider: Values = {}): Registered {
  const settings = { ...PROVIDERS[type.split(":")[0] ?? ""], ...provider };
  const asked = { ...request(type, { ...sampleInputs(type), ...inputs }, name), provider: settings };
  const checked = answers.check(asked).inputs;
  const { id, outputs } = answers.create({ ...asked, inputs: checked });
  const { urn } = asked;
  return registered({ urn, type, name, id, inputs: checked, outputs, provider: settings });
}

export const refusedOf = (...resources: Registered[]): RefusedTogether[] =>
  refusedTogether(worldOf(resources), combinations);
