/** What is each cloud's own of mutations: a new one is a file and a line here. */
import type { ProviderName } from "../../../graph/clouds/contract";
import type { Graph } from "../../../graph/resource";
import type { NewResource } from "../additions/new-resources";
import type { CloudLists } from "../lists";
import { awsLists } from "./aws";
import { newInAws } from "./aws-additions";
import { ociLists } from "./oci";
import { newInOci } from "./oci-additions";

interface CloudMutations extends CloudLists {
  /** Resources that could be added to a graph's. */
  readonly added: (graph: Graph) => readonly NewResource[];
}

export const clouds: Readonly<Record<ProviderName, CloudMutations>> = {
  aws: { ...awsLists, added: newInAws },
  oci: { ...ociLists, added: newInOci },
};
