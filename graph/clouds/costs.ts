/** What each cloud charges for what stands in a graph. */
import { awsCosts } from "./aws/costs";
import type { ProviderName } from "./contract";
import { ociCosts } from "./oci/costs";
import type { CloudCosts } from "./price";

export const costs: Readonly<Record<ProviderName, CloudCosts>> = { oci: ociCosts, aws: awsCosts };
