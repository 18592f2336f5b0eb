/** The clouds that are answered for: a new one is a folder and a line here. */
import type { ProviderName } from "../graph/clouds/contract";
import { awsAnswers } from "./aws/answers";
import type { CloudAnswers } from "./cloud";
import { ociAnswers } from "./oci/answers";

export const clouds: Readonly<Record<ProviderName, CloudAnswers>> = { aws: awsAnswers, oci: ociAnswers };
