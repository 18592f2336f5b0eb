/** What each cloud's resources are for. */
import type { ProviderName } from "../../graph/clouds/contract";
import { awsKinds } from "./aws";
import type { KindTable } from "./kind-table";
import { ociKinds } from "./oci";

export const cloudKinds: Readonly<Record<ProviderName, KindTable>> = { aws: awsKinds, oci: ociKinds };
