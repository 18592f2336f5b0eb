/** The clouds of a new stack file: a new one is a file of its own and a line here. */
import type { ProviderName } from "../../../graph/clouds/contract";
import { aws } from "./aws";
import type { ExampleSettings } from "./contract";
import { oci } from "./oci";

export const exampleSettings: Readonly<Record<ProviderName, ExampleSettings>> = { oci, aws };
