/** The clouds' own lists: a new one is a file and a line here. */
import type { ProviderName } from "../../../graph/clouds/contract";
import type { CloudLists } from "../lists";
import { awsLists } from "./aws";
import { ociLists } from "./oci";

export const clouds: Readonly<Record<ProviderName, CloudLists>> = { aws: awsLists, oci: ociLists };
